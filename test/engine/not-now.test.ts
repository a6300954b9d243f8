import {describe, expect, test} from 'vitest';
import {loginOf} from './killed-mailbox.ts';
import {type Lines, type LinesOptions, oneByOne, serveLines} from './lines.ts';

const ground = serveLines();
const slowGround = serveLines(oneByOne);
let lines: Lines;

async function begin(options: LinesOptions = {}, on = ground): Promise<void> {
	lines = await on.begin(options);
}

/** How servers say that they can't at the moment: RFC 5530, 3, and in words met at providers. */
const answers = [
	'NO [INUSE] Mailbox in use',
	'NO [UNAVAILABLE] Temporary failure',
	'NO [LIMIT] UID FETCH Rate limit hit.',
	'NO [OVERQUOTA] Account exceeded command or bandwidth limits.',
	'NO Server Unavailable. 15',
	'BAD User is authenticated but not connected.',
] as const;

type Side = 'from' | 'to';

const copying: readonly (readonly [side: Side, command: RegExp, before: number])[] = [
	['from', /^EXAMINE/, 0],
	['from', /^EXAMINE/, 2],
	['from', /^UID FETCH/, 0],
	['from', /^UID FETCH/, 3],
	['to', /^APPEND/, 0],
	['to', /^APPEND/, 20],
	['to', /^CREATE "Lavoro/, 0],
	['to', /^CREATE "trasloco/, 0],
	['to', /^SUBSCRIBE/, 0],
	['to', /^SELECT/, 0],
	['to', /^EXAMINE/, 1],
	['to', /^UID FETCH/, 1],
	['to', /^STATUS/, 0],
	// Right behind a move it is asked for once more, and nobody has to wait: this one is before the folder's removal.
	['to', /^STATUS "trasloco/, 1],
	['to', /^UID MOVE/, 1],
	['to', /^DELETE/, 0],
];

const undoing: readonly (readonly [command: RegExp, before: number])[] = [
	[/^STATUS/, 0],
	[/^STATUS/, 4],
	[/^SELECT/, 0],
	[/^SELECT/, 1],
	[/^UID FETCH/, 1],
	[/^UID MOVE/, 1],
	[/^UID STORE/, 0],
	[/^UID EXPUNGE/, 0],
	[/^LIST/, 0],
	[/^UNSUBSCRIBE/, 0],
	[/^DELETE/, 0],
];

describe('a server that can not at the moment', () => {
	test.each(copying.map((each, index) => [...each, answers[index % answers.length] ?? answers[0]] as const))(
		'is waited for: %s %s after %i, %s',
		async (side, command, before, answer) => {
			await begin({}, command.source === '^APPEND' && before > 0 ? slowGround : ground);
			lines[side].meet(command, {kind: 'refuse', answer}, before);
			const finished = await lines.session.copy();
			expect(lines[side].faults).toBe(1);
			await lines.expectCopied(finished, ground.source, answer);
			expect(lines.told('retry')).toMatchObject([
				{problem: {code: 'not-now', side: side === 'from' ? 'source' : 'destination'}},
			]);
		},
	);

	test.each(undoing.map((each, index) => [...each, answers[index % answers.length] ?? answers[0]] as const))(
		'is waited for by an undo: %s after %i, %s',
		async (command, before, answer) => {
			await begin();
			const {run} = await lines.session.copy();
			lines.to.meet(command, {kind: 'refuse', answer}, before);
			const finished = await lines.session.undo(run, false);
			expect(lines.to.faults).toBe(1);
			await lines.expectUndone(finished, answer);
			expect(lines.told('retry')).toMatchObject([{problem: {code: 'not-now', side: 'destination'}}]);
		},
	);
});

describe('a server that throttles', () => {
	test.each([
		['from', /^UID FETCH/, 'BAD Request is throttled. Suggested Backoff Time: 300 milliseconds'],
		['to', /^APPEND/, 'NO Request is throttled. Suggested Backoff Time: 300 milliseconds'],
		['to', /^UID MOVE/, 'NO [LIMIT] Slow down and retry in 0300 ms'],
	] as const)('gets the pause that it suggests: %s %s %s', async (side, command, answer) => {
		await begin({patience: {pauses: [10], total: 30_000}});
		lines[side].meet(command, {kind: 'refuse', answer});
		await lines.expectCopied(await lines.session.copy(), ground.source, answer);
		const [retry, ...others] = lines.told('retry');
		expect(others).toEqual([]);
		expect(retry?.problem).toMatchObject({
			code: 'not-now',
			server: expect.stringContaining(answer.slice(4, 10)),
		});
		expect(retry?.waitMs).toBeGreaterThanOrEqual(300);
		expect(retry?.waitMs).toBeLessThanOrEqual(330);
		// Nobody stays on its line meanwhile.
		expect(lines[side].connections).toBe(2);
	});

	test('and says so while it hangs up gets its pause too', async () => {
		await begin({patience: {pauses: [10], total: 30_000}}, slowGround);
		const words = 'Request is throttled. Suggested Backoff Time: 250 milliseconds';
		lines.to.meet(/^APPEND/, {kind: 'bye', words}, 7);
		await lines.expectCopied(await lines.session.copy(), ground.source, words);
		const [retry] = lines.told('retry');
		expect(retry?.problem).toMatchObject({code: 'connection-lost', side: 'destination', server: words});
		expect(retry?.waitMs).toBeGreaterThanOrEqual(250);
	});

	test('for longer than it is to be waited for gets what is left, and one more try', async () => {
		await begin({patience: {pauses: [10], total: 400}});
		const answer = 'NO Request is throttled. Suggested Backoff Time: 92415 milliseconds';
		lines.to.meet(/^APPEND/, {kind: 'refuse', answer});
		await lines.expectCopied(await lines.session.copy(), ground.source, answer);
		const [retry] = lines.told('retry');
		expect(retry?.problem.pauseMs).toBe(92_415);
		expect(retry?.waitMs).toBeGreaterThan(200);
		expect(retry?.waitMs).toBeLessThanOrEqual(400);
	});
});

describe('patience', () => {
	test('ends when nothing has worked for as long as was told, and the run can be resumed', async () => {
		await begin({patience: {pauses: [20, 40, 80], total: 60_000}});
		lines.from.meet(/^UID FETCH/, {kind: 'refuse', answer: 'NO [UNAVAILABLE] later'}, 0, Infinity);
		const began = Date.now();
		const failed = await lines.session.copy(3000);
		expect(Date.now() - began).toBeGreaterThanOrEqual(3000);
		expect(failed).toMatchObject({
			state: 'failed',
			copied: 0,
			problem: {code: 'not-now', side: 'source', server: '[UNAVAILABLE] later'},
		});
		const retries = lines.told('retry');
		expect(retries.length).toBeGreaterThan(3);
		for (const [index, {attempt, waitMs}] of retries.slice(0, -1).entries()) {
			const own = [20, 40][index] ?? 80;
			expect(attempt).toBe(index + 1);
			expect(waitMs).toBeGreaterThanOrEqual(Math.floor(own * 0.75));
			expect(waitMs).toBeLessThanOrEqual(Math.ceil(own * 1.25));
		}

		// Not always the same, so that many engines don't knock at one door at once.
		expect(new Set(retries.slice(2, -1).map(({waitMs}) => waitMs)).size).toBeGreaterThan(1);
		lines.from.behave();
		await lines.expectCopied(await lines.session.resume(failed.run), ground.source, 'resumed');
	});

	test('begins anew with everything that works', async () => {
		// Together they wait for longer than there is patience with what brings nothing.
		await begin({patience: {pauses: [100], total: 350}}, slowGround);
		for (let count = 0; count < 6; count++) lines.to.meet(/^APPEND/, {kind: 'bye', words: 'once more'}, 4);
		await lines.expectCopied(await lines.session.copy(), ground.source, 'every fifth');
		const attempts = lines.told('retry').map(({attempt}) => attempt);
		expect(attempts).toHaveLength(6);
		// What a line took along when it ended is found by the next try, and counts for that one.
		expect(Math.max(...attempts)).toBeLessThanOrEqual(2);
	});

	test('does not begin anew with what is only tried again', async () => {
		await begin({patience: {pauses: [20], total: 60_000}});
		// Now this message, now that one is about to be sent when the line ends.
		for (let count = 0; count < 100; count++) lines.to.meet(/^APPEND/, {kind: 'bye', words: 'no'}, 0);
		const failed = await lines.session.copy(600);
		expect(failed).toMatchObject({state: 'failed', problem: {code: 'connection-lost', server: 'no'}});
		lines.to.behave();
		await lines.expectCopied(await lines.session.resume(failed.run), ground.source, 'resumed');
	});
});

describe('a login in the middle of a run', () => {
	const login = /^(?:LOGIN|AUTHENTICATE)/;

	test.each([
		'NO [UNAVAILABLE] Temporary authentication failure',
		'NO [ALERT] Too many simultaneous connections. (Failure)',
		'NO [LIMIT] LOGIN Rate limit hit.',
	])('that is not possible at the moment is tried again: %s', async answer => {
		await begin({}, slowGround);
		lines.to.loseAnswer(/^APPEND/, 3);
		lines.to.meet(login, {kind: 'refuse', answer}, 0, 2);
		await lines.expectCopied(await lines.session.copy(), ground.source, answer);
		expect(lines.told('retry').map(({problem}) => problem.code)).toEqual([
			'connection-lost',
			'login-unavailable',
			'login-unavailable',
		]);
	});

	test.each([
		'NO [AUTHENTICATIONFAILED] Authentication failed.',
		'NO LOGIN failed.',
		'NO Invalid user or password, please try again',
		'NO [AUTHENTICATIONFAILED] Account temporarily locked: too many connections with a wrong password',
	])('that is refused is never tried again: %s', async answer => {
		await begin({}, slowGround);
		let logins = 0;
		lines.to.onCommand = command => {
			if (login.test(command)) logins++;
		};
		lines.to.loseAnswer(/^APPEND/, 3);
		lines.to.meet(login, {kind: 'refuse', answer}, 0, Infinity);
		const failed = await lines.session.copy();
		expect(failed).toMatchObject({state: 'failed', problem: {code: 'login-refused', side: 'destination'}});
		expect(logins).toBe(1);
		lines.to.behave();
		const again = loginOf(lines.place.server, lines.place.user, lines.to.port);
		await lines.session.connect('destination', again.account, again.password);
		await lines.expectCopied(await lines.session.resume(failed.run), ground.source, answer);
	});
});
