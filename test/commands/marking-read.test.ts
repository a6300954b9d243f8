import {expect, test} from 'vitest';
import type {Snapshot} from '../servers/mailbox.ts';
import {deliver, seed} from '../servers/mailbox.ts';
import {folder, letter, letters} from './letter.ts';
import {bench, findingsOf, finishedOf, toldFindings, untouched} from './trasloco.ts';

/** The flags of each message of a folder, in their order. */
function flagsIn(folders: Snapshot, name: string): string[] {
	const found = folders.find(({path}) => path.join('/') === name);
	return (found?.messages ?? []).map(({flags}) => flags.join(' '));
}

test('what a run copies arrives read, and what was there stays as it is; it is told, resumed, and undone', async () => {
	await using servers = await bench({}, {separator: '/', prefix: ''}, 1);
	const move = await servers.move();
	const there = letter('già là');
	await seed(move.source.server, move.source.user.name, [
		folder(
			'INBOX',
			there,
			letter('nuovo'),
			letter('urgente', {flags: ['\\Flagged', 'Importante']}),
			letter('letto', {flags: ['\\Seen', '\\Answered']}),
		),
		folder('Lavoro', ...letters('lavoro', 30, 2000)),
	]);
	await seed(move.destination.server, move.destination.user.name, [folder('INBOX', there, letter('suo'))]);
	const [before, source] = [await move.atDestination(), await move.atSource()];

	const tried = await move.start('copy', ...move.sides, '--mark-read', '--dry-run').outcome;
	expect(tried.stdout).toContain('32 messages unread at the source will arrive marked as read, by choice');

	// Stopped on its way: what resumes it is not told again what was chosen.
	const broken = move.start('copy', ...move.sides, '--json', '--mark-read', '--from-limits', '5/s');
	await broken.until(event => event.event === 'folder' && event.staged > 0);
	broken.child.kill('SIGINT');
	const stopped = finishedOf(await broken.outcome);
	expect(stopped.state).toBe('interrupted');
	const {exitCode, ...resumed} = await move.resume(stopped.run);
	expect(exitCode, resumed.stderr).toBe(0);
	const finished = finishedOf({exitCode, ...resumed});
	expect(finished).toMatchObject({state: 'done', copied: 33, alreadyThere: 1});
	expect(
		findingsOf(finished, 'marked-read').map(each => [each.destination, each.count, each.severity]),
	).toEqual([
		['INBOX', 2, 'note'],
		['Lavoro', 30, 'note'],
	]);
	const copied = await move.atDestination();
	const marked = ['\\Seen', 'Importante \\Flagged \\Seen', '\\Answered \\Seen'];
	expect(flagsIn(copied, 'INBOX')).toEqual(['', '', ...marked]);
	expect(flagsIn(copied, 'Lavoro')).toEqual(Array(30).fill('\\Seen'));
	expect(await move.atSource()).toEqual(source);

	// What is by choice is no difference; all else still is.
	await deliver(move.source.server, move.source.user.name, ['INBOX'], letter('poi'));
	const later = finishedOf(await move.copy());
	expect(later).toMatchObject({state: 'done', copied: 1, alreadyThere: 34});
	expect(findingsOf(later, 'marked-read')).toEqual([]);
	expect(flagsIn(await move.atDestination(), 'INBOX')).toEqual(['', '', ...marked, '']);
	const compared = await move.verify('--allow-extra');
	expect(compared.exitCode, compared.stderr).toBe(0);
	expect(toldFindings(compared).map(({kind, source: from, count}) => [kind, from, count])).toEqual([
		['marked-read', 'INBOX', 2],
		['extra', undefined, undefined],
		['marked-read', 'Lavoro', 30],
	]);
	// Another machine can't know who chose it.
	const elsewhere = await (await move.elsewhere()).verify('--allow-extra');
	expect(toldFindings(elsewhere).map(({kind, source: from, count}) => [kind, from, count])).toEqual([
		['flags-differ', 'INBOX', 2],
		['extra', undefined, undefined],
		['flags-differ', 'Lavoro', 30],
	]);

	for (const {run} of [later, finished]) expect((await move.undo(run)).exitCode).toBe(0);
	expect(untouched(await move.atDestination())).toEqual(untouched(before));
});
