import {expect, test} from 'vitest';
import {startDemoServer} from '../demo/server.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {seed, snapshot} from '../servers/mailbox.ts';
import {folder, letter} from './letter.ts';
import {accountUrl, bench, findingsOf, finishedOf, newHome, run} from './trasloco.ts';

const forty = Array.from({length: 40}, (_, index) => `parola${index + 1}`);

test('a destination that stops at 26 keywords gets all mail, keeps what it can, and each keyword lost is told', async () => {
	await using source = await startDovecot();
	const reader = {user: 'anna', password: 'segreto', delimiter: '/', prefix: ''};
	const destination = await startDemoServer({...reader, mostKeywords: 26, folders: []});
	try {
		await seed(source, 'source', [
			folder(
				'INBOX',
				// One that is there already and one that may be too many.
				...forty.map(keyword => letter(keyword, {flags: ['\\Seen', 'parola1', keyword]})),
				letter('tutte', {flags: forty}),
				letter('prima', {flags: ['parola1', '\\Flagged']}),
			),
		]);
		const outcome = await run(
			await newHome(),
			[
				...['copy', '--json', '--from', accountUrl(source, 'source'), '--ca', source.caFile],
				...['--to', accountUrl({imapsPort: 0, imapPort: destination.port}, 'anna', 'imap+plain')],
			],
			{from: 'segreto', to: 'segreto'},
		);
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		const finished = finishedOf(outcome);
		expect(finished).toMatchObject({copied: 42, skipped: 0});
		// It is no trouble that passes, and so nothing to wait for.
		expect(outcome.events.filter(({event}) => event === 'retry')).toEqual([]);
		const place = {
			imapPort: destination.port,
			users: [{name: 'anna', password: 'segreto'}],
			...{separator: '/', prefix: ''},
		};
		const [inbox] = await snapshot(place, 'anna');
		const there = inbox?.messages.map(({flags}) => flags) ?? [];
		const kept = new Set(there.flat().filter(flag => flag.startsWith('parola')));
		expect(kept.size).toBe(26);
		expect(there.slice(0, 40)).toEqual(
			forty.map(keyword =>
				[...new Set(['\\Seen', 'parola1', ...(kept.has(keyword) ? [keyword] : [])])].sort(),
			),
		);
		expect(there[40]).toEqual([...kept].sort());
		expect(there[41]).toEqual(['\\Flagged', 'parola1']);
		const lost = findingsOf(finished, 'keywords-lost');
		expect(lost.map(({params, count}) => `${params?.flags} ${count}`).sort()).toEqual(
			forty
				.filter(keyword => !kept.has(keyword))
				.map(keyword => `${keyword} 2`)
				.sort(),
		);
	} finally {
		await destination.stop();
	}
});

test('flags that the destination does not let its user set are told, and what it lets is kept', async () => {
	// Without w, no flag can be set but \\Seen and \\Deleted, for which there are rights of their own.
	await using servers = await bench(
		{},
		{separator: '/', prefix: '', acl: ['* owner lrstipekxa', 'INBOX owner lrstipekxa']},
		1,
	);
	const move = await servers.move();
	const flags = ['\\Seen', '\\Flagged', '\\Answered', 'Importante'];
	await seed(move.source.server, move.source.user.name, [folder('INBOX', letter('uno', {flags}))]);
	const outcome = await move.copy();
	expect(outcome.exitCode, outcome.stderr).toBe(3);
	const finished = finishedOf(outcome);
	expect(finished).toMatchObject({copied: 1, skipped: 0});
	expect(
		findingsOf(finished, 'keywords-lost')
			.map(({params}) => params?.flags)
			.sort(),
	).toEqual(['Importante', '\\Answered', '\\Flagged']);
	expect((await move.atDestination()).flatMap(({messages}) => messages.map(each => each.flags))).toEqual([
		['\\Seen'],
	]);
});
