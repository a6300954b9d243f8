import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Finished} from '../../source/engine/events.ts';
import {type DovecotOptions, startDovecot} from '../servers/dovecot.ts';
import {type Snapshot, seed, snapshot} from '../servers/mailbox.ts';
import {FaultProxy} from '../servers/proxy.ts';
import type {MailServer} from '../servers/server.ts';
import type {Kill, Task} from './killed-engine.ts';
import {type Ended, Engines} from './killed-engines.ts';
import {
	chosen,
	chosenSeed,
	destinationOptions,
	expectCopied,
	expectUntouched,
	freshDestination,
	freshHome,
	loginOf,
	manyUsers,
	Random,
	runsIn,
	sourceFolders,
} from './killed-mailbox.ts';

/** Every point at which a process can be killed, or some of them, chosen by the seed. */
const everyPoint = process.env.TRASLOCO_TEST_KILLS === 'all';
const atOnce = 3;
const sourceUser = 'sorgente';

/** What destinations can do. The sample is how many kill points a test takes unless it takes all. */
const kinds: readonly {
	readonly name: string;
	readonly options: DovecotOptions;
	readonly withoutUids: boolean;
	readonly sample: number;
	readonly undoes: boolean;
}[] = [
	{name: 'a server with MOVE and UIDPLUS', options: {}, withoutUids: false, sample: 16, undoes: true},
	{
		name: 'a server without MOVE',
		options: {withoutCapabilities: ['MOVE']},
		withoutUids: false,
		sample: 4,
		undoes: true,
	},
	{
		name: 'a server without UIDPLUS',
		options: {withoutCapabilities: ['UIDPLUS']},
		withoutUids: true,
		sample: 4,
		undoes: true,
	},
	{
		name: 'a server without MOVE and UIDPLUS',
		options: {withoutCapabilities: ['MOVE', 'UIDPLUS']},
		withoutUids: true,
		sample: 4,
		undoes: false,
	},
];

let source: MailServer;
let sourceBefore: Snapshot;
let engines: Engines;
const running: AsyncDisposable[] = [];

beforeAll(async () => {
	engines = new Engines();
	running.push(engines);
	source = await startDovecot({users: [{name: sourceUser, password: 'parola $ "d\'ordine" è'}]});
	running.push(source);
	await seed(source, sourceUser, sourceFolders);
	sourceBefore = await snapshot(source, sourceUser);
});

afterAll(async () => {
	for (const each of running) await each[Symbol.asyncDispose]();
});

/** One destination of its own, and the tasks that go there. */
class Case {
	readonly home: string;
	readonly place: {readonly server: MailServer; readonly user: string; readonly before: Snapshot};
	readonly #common: Pick<Task, 'home' | 'from' | 'to' | 'map'>;
	/** What has been done to it so far, for the message of a test that fails. */
	story: string;

	private constructor(home: string, place: Case['place'], port: number) {
		this.home = home;
		this.place = place;
		this.story = `seed ${chosenSeed}`;
		const to = loginOf(place.server, place.user, port);
		this.#common = {home, from: loginOf(source, sourceUser), to, map: chosen};
	}

	static async begin(server: MailServer, port: number): Promise<Case> {
		return new Case(await freshHome(), {server, ...(await freshDestination(server))}, port);
	}

	async run(task: Pick<Task, 'action'> & Partial<Task>): Promise<Ended> {
		const ended = await engines.run({...this.#common, ...task});
		this.story += `; ${task.action} ${ended.killed === undefined ? (ended.failed ?? ended.finished?.state) : `killed ${ended.killed}`}`;
		return ended;
	}

	/** The run that was begun, unless it was killed before its journal was there: then nothing was begun. */
	async begun(): Promise<string | undefined> {
		const [run, ...others] = await runsIn(this.home);
		expect(others, this.story).toEqual([]);
		return run;
	}

	/** Goes on with what was begun, or begins, until it is done. */
	async finish(...kills: readonly Kill[]): Promise<Finished | undefined> {
		let ended: Ended | undefined;
		for (const kill of [...kills, undefined]) {
			const run = await this.begun();
			const task = run === undefined ? {action: 'copy' as const} : {action: 'resume' as const, run};
			ended = await this.run({...task, ...(kill ? {kill} : {})});
		}

		return ended?.killed === undefined ? ended?.finished : undefined;
	}

	async undo(more: Partial<Task> = {}): Promise<Finished | undefined> {
		const run = await this.begun();
		if (run === undefined) return undefined;
		const ended = await this.run({action: 'undo', run, ...more});
		return ended.killed === undefined ? ended.finished : undefined;
	}
}

/** Does all, some at once, and tells of each that failed. */
async function each<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
	const waiting = [...items];
	const failures: string[] = [];
	const worker = async () => {
		for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) {
			try {
				await work(item);
			} catch (error) {
				failures.push(error instanceof Error ? error.message : String(error));
			}
		}
	};
	await Promise.all(Array.from({length: atOnce}, worker));
	if (failures.length > 0)
		throw new Error(`${failures.length} of ${items.length}:\n\n${failures.join('\n\n')}`);
}

/** All points of so many writes, or a sample of them. */
function points(writes: number, sample: number, random: Random): Kill[] {
	// Known from what nobody killed.
	expect(writes).toBeGreaterThan(0);
	const all = Array.from({length: writes}, (_, index) => index + 1).flatMap(write => [
		{write, when: 'before'} as const,
		{write, when: 'after'} as const,
	]);
	if (everyPoint || sample >= all.length) return all;
	// One from each part, so that no stretch is left out.
	const part = all.length / sample;
	return Array.from({length: sample}, (_, index) => {
		const low = Math.floor(index * part);
		return all[random.integer(low, Math.floor((index + 1) * part) - 1)] ?? {write: 1, when: 'before'};
	});
}

describe.each(kinds)('into $name', ({options, withoutUids, sample, undoes}) => {
	let server: MailServer;
	let port: number;
	const random = new Random(chosenSeed);
	/** How many writes a run has, and an undo, when nothing happens. */
	let writes = {copy: 0, undo: 0};
	const some = (most: number) =>
		everyPoint ? 'at every write' : `at ${most} writes chosen by seed ${chosenSeed}`;

	const begin = () => Case.begin(server, port);

	const expectDone = async (one: Case, finished: Finished | undefined) => {
		const {state, copied, alreadyThere, skipped, findings, problem} = finished ?? {};
		expect(
			{state, copied, alreadyThere, skipped, findings, problem},
			`${one.story}: ${JSON.stringify(findings)}`,
		).toEqual({
			state: 'done',
			copied: 32,
			alreadyThere: 1,
			skipped: 0,
			findings: undoes ? [] : [{kind: 'no-exact-undo', severity: 'note'}],
		});
		await expectCopied(one.place, sourceBefore, one.story);
	};

	const expectUndone = async (one: Case, finished: Finished | undefined) => {
		if (finished) expect(finished, one.story).toMatchObject({state: 'undone', findings: []});
		await expectUntouched(one.place, one.story);
	};

	beforeAll(async () => {
		server = await startDovecot({
			...destinationOptions,
			...options,
			users: manyUsers(everyPoint ? 600 : 300),
		});
		running.push(server);
		port = server.imapPort;
		if (withoutUids) {
			// Dovecot gives UIDs to whoever asks or not; a server without UIDPLUS does not.
			const proxy = await FaultProxy.start(port, {withoutUids});
			running.push(proxy);
			port = proxy.port;
		}
	});

	test('a copy that nobody kills is right, and so is its undo', async () => {
		const one = await begin();
		const copied = await one.run({action: 'copy'});
		await expectDone(one, copied.killed === undefined ? copied.finished : undefined);
		const run = await one.begun();
		const undone = await one.run({action: 'undo', ...(run === undefined ? {} : {run})});
		writes = {
			copy: copied.killed === undefined ? copied.writes.length : 0,
			undo: undone.killed === undefined ? undone.writes.length : 0,
		};
		if (undoes) await expectUndone(one, undone.killed === undefined ? undone.finished : undefined);
	});

	if (!undoes)
		test('an undo that could not be exact is refused, and the run stays what it was', async () => {
			const one = await begin();
			await one.run({action: 'copy'});
			const run = await one.begun();
			const undone = await one.run({action: 'undo', ...(run === undefined ? {} : {run})});
			expect(undone).toMatchObject({failed: 'undo-not-exact', writes: []});
			await expectDone(one, await one.finish());
		});

	test(`a copy that was killed ${some(sample)} is finished by the next start`, {
		timeout: 600_000,
	}, async () => {
		await each(points(writes.copy, sample, random), async kill => {
			const one = await begin();
			await one.run({action: 'copy', kill});
			await expectDone(one, await one.finish());
		});
	});

	test(`a copy that was killed, and twice more while it was resumed, ${some(Math.ceil(sample / 3))}, is finished`, {
		timeout: 600_000,
	}, async () => {
		await each(points(writes.copy, Math.ceil(sample / 3), random), async kill => {
			const one = await begin();
			await one.run({action: 'copy', kill});
			const again = (): Kill => ({
				write: random.integer(1, Math.ceil(writes.copy / 2)),
				when: random.chance(0.5) ? 'before' : 'after',
			});
			await expectDone(one, await one.finish(again(), again()));
		});
	});

	if (undoes)
		test(`a copy that was killed ${some(Math.ceil(sample / 2))} and is undone at once leaves the destination as it was`, {
			timeout: 600_000,
		}, async () => {
			await each(points(writes.copy, Math.ceil(sample / 2), random), async kill => {
				const one = await begin();
				await one.run({action: 'copy', kill});
				await expectUndone(one, await one.undo());
			});
		});

	if (undoes)
		test(`an undo that was killed ${some(Math.ceil(sample / 2))} is finished by another`, {
			timeout: 600_000,
		}, async () => {
			await each(points(writes.undo, Math.ceil(sample / 2), random), async kill => {
				const one = await begin();
				await one.run({action: 'copy'});
				await one.undo({kill});
				await expectUndone(one, await one.undo());
			});
		});

	test.each([
		{write: 'run-running', when: 'after'},
		{write: 'stage', when: 'after'},
		{write: 'promoted', when: 'before'},
		{write: 'promoted', when: 'after'},
	] as const)(
		'a copy that was killed $when $write, and resumed when another run had copied all, places nothing twice',
		async kill => {
			const one = await begin();
			await one.run({action: 'copy', kill});
			const first = await one.begun();
			const other = await one.run({action: 'copy'});
			expect(other, one.story).toMatchObject({finished: {state: 'done'}});
			const resumed = await one.run({action: 'resume', run: first ?? ''});
			expect(resumed, one.story).toMatchObject({finished: {state: 'done'}});
			// Of identical messages, one run may have taken for the first what the other had placed for the second.
			await expectCopied(one.place, sourceBefore, one.story, false);
			if (!undoes) return;
			const second = other.killed === undefined ? (other.finished?.run ?? '') : '';
			for (const run of [second, first ?? '']) {
				const undone = await one.run({action: 'undo', run});
				expect(undone, one.story).toMatchObject({finished: {state: 'undone'}});
			}

			await expectUntouched(one.place, one.story);
		},
	);

	if (undoes)
		test('an undo that keeps all in the trash, or kept some when it was killed, can be made final', async () => {
			const killed = {kill: {write: 'trashed', when: 'after'}} as const;
			for (const undos of [
				[{keepInTrash: true}],
				[{keepInTrash: true, ...killed}],
				[killed, {keepInTrash: true}],
			] as const) {
				const one = await begin();
				await one.run({action: 'copy'});
				for (const more of undos) await one.undo(more);
				const finished = await one.undo();
				expect(finished, one.story).toMatchObject({state: 'undone'});
				await expectUntouched(one.place, one.story);
			}
		});

	test('no kill has changed anything at the source', async () => {
		expect(await snapshot(source, sourceUser)).toEqual(sourceBefore);
	});
});
