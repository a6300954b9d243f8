import {readFile} from 'node:fs/promises';
import {expect} from 'vitest';
import {type Snapshot, seed, withoutUids} from '../servers/mailbox.ts';
import {folder, letters, ownMail} from './letter.ts';
import {oneByOne, type Relay, startRelay} from './relay.ts';
import {accountUrl, type Bench, type Move, type Started, start} from './trasloco.ts';

/** Messages of each copy. */
export const many = 60;

/** A move whose line to the destination is held in the middle of staging. */
export type HeldMove = AsyncDisposable & {
	readonly move: Move;
	readonly relay: Relay;
	/** `--from`, `--to` and the authority. */
	readonly sides: readonly string[];
	/** What the destination held before. */
	readonly before: Snapshot;
	/** Begins to copy, with more of the command line. */
	copy(...more: readonly string[]): Started;
};

export async function heldMove(servers: Bench): Promise<HeldMove> {
	const move = await servers.move();
	await Promise.all([
		seed(servers.source, move.source.user.name, [
			folder('INBOX', ...letters('primo', many / 2)),
			folder('Lavoro', ...letters('secondo', many / 2)),
		]),
		seed(servers.destination, move.destination.user.name, ownMail),
	]);
	const before = await move.atDestination();
	const relay = await startRelay(servers.destination.imapPort, {
		rewrite: oneByOne,
		holdAt: (command, earlier) =>
			command.startsWith('APPEND') && earlier.filter(each => each.startsWith('APPEND')).length === many / 3,
	});
	const {source, destination} = move;
	const to = accountUrl({imapsPort: 0, imapPort: relay.port}, destination.user.name, 'imap+plain');
	const from = accountUrl(source.server, source.user.name);
	const sides = ['--from', from, '--to', to, '--ca', source.server.caFile];
	const passwords = {from: source.user.password, to: destination.user.password};
	return {
		move,
		relay,
		sides,
		before,
		copy: (...more) => start(move.home, ['copy', ...sides, ...more], passwords),
		[Symbol.asyncDispose]: () => relay[Symbol.asyncDispose](),
	};
}

/** Every message of the source is at the destination once, in order, after what was there. */
export async function expectComplete({move, before}: HeldMove): Promise<void> {
	const own = new Map(withoutUids(before).map(each => [each.path, each]));
	const after = new Map(withoutUids(await move.atDestination()).map(each => [each.path, each]));
	for (const {path, messages} of withoutUids(await move.atSource())) {
		expect(after.get(path)?.messages, path).toEqual([...(own.get(path)?.messages ?? []), ...messages]);
	}
	expect([...after.keys()].filter(path => path.includes('trasloco'))).toEqual([]);
	for (const [path, shape] of own) {
		if (path !== 'INBOX') {
			expect(after.get(path), path).toEqual(shape);
		}
	}
}

/** The engine's process, a child of the command's. */
export async function engineOf({child}: Started): Promise<number> {
	const children = await readFile(`/proc/${child.pid}/task/${child.pid}/children`, 'utf8');
	for (const pid of children.trim().split(' ')) {
		const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
		if (command.includes('engine-process')) return Number(pid);
	}

	throw new Error(`No engine among the children of ${child.pid}: ${children}`);
}

/** Asks a command to stop, and waits until it has said that it does: what is let go on after that does not come first. */
export async function interrupt(
	{child, outcome}: Started,
	signal: 'SIGINT' | 'SIGTERM' = 'SIGINT',
): Promise<void> {
	const told = new Promise<void>(resolve => {
		let said = '';
		child.stdout?.on('data', (text: string) => {
			said += text;
			if (/Stopping at the next safe point|"stopping"/.test(said)) resolve();
		});
	});
	child.kill(signal);
	await Promise.race([told, outcome]);
}
