import {expect} from 'vitest';
import {folder, letters, ownMail} from '../commands/letter.ts';
import type {Bench, Move} from '../commands/trasloco.ts';
import {type Snapshot, seed, withoutUids} from '../servers/mailbox.ts';
import {freezeInTheMiddle, Program} from './program.ts';

/** Messages of each copy. */
export const many = 1200;

export type UnderWay = {readonly move: Move; readonly program: Program; readonly before: Snapshot};

/** A copy in the middle, at a destination that stands still. */
export async function underWay(servers: Bench): Promise<UnderWay> {
	const move = await servers.move();
	const own = [folder('INBOX'), ...ownMail.filter(({path}) => path[0] !== 'INBOX')];
	await Promise.all([
		seed(servers.source, move.source.user.name, [
			folder('INBOX', ...letters('arrivo', many - 200)),
			folder('Lavoro', ...letters('lavoro', 200)),
		]),
		seed(servers.destination, move.destination.user.name, own),
	]);
	const before = await move.atDestination();
	const program = Program.between(move);
	await program.toFolders();
	program.press('i');
	await program.waitFor(/→ INBOX/);
	await program.toReview();
	await freezeInTheMiddle(servers.destination, async () => {
		await program.choose(program.words.review.start);
		await program.at('progress');
	});
	await program.at('progress');
	return {move, program, before};
}

/** All of the source is at the destination, once, in order; and what was there before still is. */
export async function expectCopied({move, before}: Pick<UnderWay, 'move' | 'before'>): Promise<void> {
	const source = withoutUids(await move.atSource());
	const after = withoutUids(await move.atDestination());
	expect(after.filter(({path}) => source.some(other => other.path === path))).toEqual(source);
	const own = withoutUids(before).filter(({messages}) => messages.length > 0);
	expect(after.filter(({path}) => own.some(other => other.path === path))).toEqual(own);
}

/** The last line of the result's table. */
export const complete = /^ {3}2 folders +1,200 +1,200 +0 +0 +0 +1,200 {2}=$/m;
