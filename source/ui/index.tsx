import process from 'node:process';
import type {Account, Terms} from '../accounts/account.ts';
import type {Secrets} from '../accounts/secrets.ts';
import type {Side} from '../problem.ts';
import {type Keymap, keymap} from './keymap.ts';
import type {Services, UiSentences, VerifyRequest} from './services.ts';
import {detectTerminal, forceColor} from './terminal/detect.ts';
import {createKeyStream} from './terminal/key-stream.ts';

/** What services of others throw, as the screens know it. */
export {Stopped} from '../engine/control.ts';
export {Problem} from '../problem.ts';
export type {Services, UiSentences, VerifyRequest} from './services.ts';

/** What the terminal UI opens with. What is not given is the program's own. */
export interface UiOptions extends Partial<Services> {
	readonly from?: Account | undefined;
	readonly to?: Account | undefined;
	/** With a side's account and its password, that side is logged in at once. */
	readonly fromPassword?: string | undefined;
	readonly toPassword?: string | undefined;
	/** Addresses in the place of accounts: their servers are looked for. */
	readonly addresses?: Readonly<Partial<Record<Side, string>>> | undefined;
	/** What opens the accounts besides their passwords. */
	readonly secrets?: Readonly<Record<Side, Secrets>> | undefined;
	/** What the operator has set for accounts that are typed. */
	readonly terms?: Readonly<Record<Side, Terms>> | undefined;
	/** To compare two accounts, not to copy. */
	readonly verify?: VerifyRequest | undefined;
	/** A run that is under way, to be shown at once. */
	readonly attach?: string | undefined;
	readonly sentences?: UiSentences;
	readonly stdin?: NodeJS.ReadStream;
	readonly stdout?: NodeJS.WriteStream;
	/** The keys of the settings. */
	readonly keys?: Keymap | undefined;
	/** Draw less often; where absent, an SSH connection decides. */
	readonly slow?: boolean | undefined;
	/** Sentences instead of screens; where absent, INK_SCREEN_READER=true decides. */
	readonly screenReader?: boolean | undefined;
}

/**
 * Shows the terminal UI until the person leaves it, and restores the terminal. The terminal has to take screens
 * (`detectTerminal(…).interactive`).
 * @returns The exit code of the program.
 */
export async function runUi(options: UiOptions): Promise<number> {
	const {stdin = process.stdin, stdout = process.stdout} = options;
	const terminal = detectTerminal(process.env, stdout, stdin);
	// Ink's library for colours reads it when it is loaded, so before the screens are.
	process.env.FORCE_COLOR = forceColor(terminal.color);
	const {start} = await import('./start.tsx');
	delete process.env.FORCE_COLOR;
	const [sentences, services] = await Promise.all([
		options.sentences ?? ownSentences(),
		ownServices(options),
	]);
	const input = createKeyStream(stdin, {stdout});
	try {
		return await start({
			from: options.from,
			to: options.to,
			fromPassword: options.fromPassword,
			toPassword: options.toPassword,
			addresses: options.addresses ?? {},
			terms: options.terms,
			secrets: options.secrets,
			verify: options.verify,
			keys: options.keys ?? keymap,
			attach: options.attach,
			services,
			sentences,
			terminal: {
				utf8: terminal.utf8,
				color: terminal.color !== 'none',
				slow: options.slow ?? terminal.slow,
				screenReader: options.screenReader ?? process.env.INK_SCREEN_READER === 'true',
			},
			stdin: input.stdin,
			stdout,
			onTerminalGone: listener => input.onEnd(listener),
		});
	} finally {
		input.close();
	}
}

async function ownSentences(): Promise<UiSentences> {
	const {sentences} = await import('../locales/index.ts');
	return sentences();
}

/**
 * How the program's own services are loaded: before the screens are shown, since an update may replace the files while a
 * run lasts. What is for typing an account is loaded when one is typed.
 */
const own: {readonly [Name in keyof Services]: () => Promise<Services[Name]>} = {
	startEngine: async () => (await import('../host/client.ts')).startEngine,
	attachTo: async () => (await import('../host/attach.ts')).attachTo,
	listRuns: async () => (await import('../host/runs.ts')).listRuns,
	loadRun: async () => (await import('../host/runs.ts')).loadRun,
	saved: async () => (await import('../accounts/saved.ts')).savedAccounts,
	passwordFrom: async () => (await import('../accounts/passwords.ts')).fromCommand,
	unlock: async () => (await import('./terminal/unlocking.ts')).unlock,
	findServer:
		async () =>
		async (...search) =>
			(await import('../accounts/discovery.ts')).findServer(...search),
	lookAtFiles: async () => async path => (await import('../stores/files/looking.ts')).lookAtFiles(path),
	namesIn: async () => async path => (await import('../stores/files/looking.ts')).namesIn(path),
	saveReport: async () => (await import('../report/report.ts')).saveReport,
	saveDifferences: async () => (await import('../report/difference-list.ts')).saveDifferences,
	showFile: async () => (await import('./terminal/programs.ts')).showFile,
	editText: async () => (await import('./terminal/programs.ts')).editText,
	now: async () => Date.now,
};

async function ownServices(given: Partial<Services>): Promise<Services> {
	const names = Object.keys(own) as (keyof Services)[];
	const loaded = names.map(async name => [name, given[name] ?? (await own[name]())] as const);
	return Object.fromEntries(await Promise.all(loaded)) as unknown as Services;
}
