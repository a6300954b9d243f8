export * from '../en/commands.ts';
