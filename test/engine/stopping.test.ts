import {expect, test} from 'vitest';
import {Stopped} from '../../source/engine/control.ts';
import {type Lines, type LinesOptions, oneByOne, serveLines} from './lines.ts';

const ground = serveLines(oneByOne);
let lines: Lines;

async function begin(options: LinesOptions = {}): Promise<void> {
	lines = await ground.begin({stopPatience: 100, ...options});
}

type Side = 'from' | 'to';

/** Nothing more passes from a command on, and nobody says so: what a dead line looks like. */
function blackHole(side: Side, command: RegExp, before = 0): {reached: Promise<void>; release: () => void} {
	const reached = Promise.withResolvers<void>();
	const released = Promise.withResolvers<void>();
	let left = before;
	lines[side].onCommand = text => {
		if (!command.test(text) || left-- > 0) return;
		lines[side].onCommand = () => {};
		lines[side].stall(released.promise);
		reached.resolve();
	};
	return {reached: reached.promise, release: released.resolve};
}

const copying: readonly (readonly [side: Side, command: RegExp, before: number])[] = [
	['from', /^EXAMINE/, 0],
	['from', /^UID FETCH/, 1],
	['to', /^CREATE/, 0],
	['to', /^APPEND/, 5],
	['to', /^UID FETCH/, 0],
	['to', /^UID MOVE/, 0],
	['to', /^STATUS/, 1],
	['to', /^DELETE/, 0],
];

test.each(copying)(
	'a copy whose line (%s) is dead from %s on, %i times later, is stopped all the same, and resumed',
	async (side, command, before) => {
		await begin();
		const hole = blackHole(side, command, before);
		const copy = lines.session.copy();
		await hole.reached;
		lines.session.stop();
		const stopped = await copy;
		expect(stopped).toMatchObject({state: 'interrupted'});
		expect(stopped.problem).toBeUndefined();
		expect(lines.told('stopping')).toHaveLength(1);
		expect(lines.told('retry')).toEqual([]);
		hole.release();
		const label = `${side} ${command} ${before}`;
		await lines.expectCopied(await lines.session.resume(stopped.run), ground.source, label);
	},
);

test('so is one that waits for a server to greet it again', async () => {
	await begin();
	const hole = blackHole('to', /^APPEND/, 3);
	const copy = lines.session.copy();
	await hole.reached;
	lines.to.cut();
	const connections = lines.to.connections;
	while (lines.to.connections === connections) await new Promise(setImmediate);
	lines.session.stop();
	const stopped = await copy;
	expect(stopped).toMatchObject({state: 'interrupted'});
	hole.release();
	await lines.expectCopied(await lines.session.resume(stopped.run), ground.source, 'greeting');
});

test.each([/^UID MOVE/, /^UID STORE/, /^STATUS/])(
	'an undo whose line is dead from %s on is stopped, and goes on to its end',
	async command => {
		await begin();
		const {run} = await lines.session.copy();
		const hole = blackHole('to', command);
		const undo = lines.session.undo(run, false);
		await hole.reached;
		lines.session.stop();
		expect(await undo).toMatchObject({state: 'interrupted'});
		hole.release();
		await lines.expectUndone(await lines.session.undo(run, false), String(command));
	},
);

test('a plan whose line is dead is stopped, and made anew afterwards', async () => {
	await begin();
	const hole = blackHole('from', /^EXAMINE/);
	const plan = lines.plan();
	await hole.reached;
	lines.session.stop();
	await expect(plan).rejects.toThrow(Stopped);
	hole.release();
	await lines.plan();
	await lines.expectCopied(await lines.session.copy(), ground.source, 'plan');
});

test('nothing holds what is to stop, and a server that answers in time keeps its connection', async () => {
	await begin({stopPatience: 60_000});
	const hole = blackHole('to', /^APPEND/, 3);
	const copy = lines.session.copy();
	await hole.reached;
	lines.session.stop();
	lines.session.pause();
	expect(lines.told('paused')).toEqual([]);
	hole.release();
	const stopped = await copy;
	expect(stopped).toMatchObject({state: 'interrupted'});
	await lines.expectCopied(await lines.session.resume(stopped.run), ground.source, 'in time');
	expect(lines.to.connections).toBe(1);
});

test('what is held while a server is away has as much patience afterwards as before', async () => {
	const total = 1500;
	await begin({patience: {pauses: [100], total}});
	const hole = blackHole('to', /^APPEND/, 3);
	const copy = lines.session.copy();
	await hole.reached;
	lines.to.cut();
	while (lines.told('retry').length === 0) await new Promise(setImmediate);
	lines.session.pause();
	hole.release();
	// Longer than it would have gone on trying: that is what this is about.
	await new Promise(resolve => setTimeout(resolve, 2 * total));
	// Once more before anything has gone on.
	lines.to.onCommand = () => {
		lines.to.onCommand = () => {};
		lines.to.cut();
	};
	lines.session.continue();
	await lines.expectCopied(await copy, ground.source, 'held');
	expect(lines.told('retry')).toMatchObject([{retries: 1}, {retries: 2}]);
});
