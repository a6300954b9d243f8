import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {FilesAccount, FilesFormat} from '../../source/accounts/account.ts';
import {openFiles} from '../../source/stores/files/open-files.ts';
import {digestOf} from '../../source/stores/fingerprint.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {epochOf, type FolderShape, type Snapshot, seed, snapshot} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import type {MailServer} from '../servers/server.ts';
import type {Task} from './killed-engine.ts';
import {type Ended, Engines} from './killed-engines.ts';
import {
	chosen,
	chosenSeed,
	destinationFolders,
	expectAllThere,
	expectSame,
	freshHome,
	loginOf,
	Random,
	runsIn,
	sourceFolders,
} from './killed-mailbox.ts';

const sourceUser = 'sorgente';
/** Every point at which a process can be killed, or some of them, chosen by the seed. */
const everyPoint = process.env.TRASLOCO_TEST_KILLS === 'all';
const sample = 6;

let source: MailServer;
let sourceBefore: Snapshot;
let engines: Engines;

beforeAll(async () => {
	engines = new Engines();
	source = await startDovecot({users: [{name: sourceUser, password: 'segreto'}]});
	await seed(source, sourceUser, sourceFolders);
	sourceBefore = await snapshot(source, sourceUser);
});

afterAll(async () => {
	await engines[Symbol.asyncDispose]();
	await source.stop();
});

/** What is in files, told as a server would. */
async function look(account: FilesAccount): Promise<Snapshot> {
	const store = await openFiles('destination', account);
	const shapes: FolderShape[] = [];
	for (const {name, path, subscribed, selectable} of store.info.folders) {
		const {folder, messages} = await store.scan(name);
		const found: FolderShape['messages'][number][] = [];
		const wanted = [{folder: name, uidValidity: folder.uidValidity, messages}];
		for await (const contents of store.read(wanted, 1e6))
			for (const {uid, bytes, flags, internalDate, content = Buffer.alloc(0)} of contents)
				found.push({
					...{uid, size: bytes, flags: flags.toSorted(), internalDate},
					...{epoch: epochOf(internalDate), digest: digestOf(content)},
				});
		const {uidValidity, uidNext} = folder;
		shapes.push({
			name,
			path,
			subscribed,
			selectable,
			uidValidity,
			uidNext,
			specialUse: [],
			recent: 0,
			messages: found,
		});
	}

	await store.close();
	return shapes.sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** One destination of its own, and the tasks that go there. */
class Case {
	readonly home: string;
	readonly account: FilesAccount;
	readonly before: Snapshot;
	story = `seed ${chosenSeed}`;

	private constructor(home: string, account: FilesAccount, before: Snapshot) {
		this.home = home;
		this.account = account;
		this.before = before;
	}

	static async begin(format: FilesFormat): Promise<Case> {
		const home = await freshHome();
		process.env.TRASLOCO_HOME = home;
		const account = {format, path: join(await scratchFolder(format), 'copia')} as const;
		const store = await openFiles('destination', account);
		for (const {path, subscribed, messages} of destinationFolders) {
			const name = path.join('/');
			await store.create(name);
			await store.subscribe(name, subscribed);
			await store.append(name, messages);
		}

		await store.close();
		return new Case(home, account, await look(account));
	}

	async run(task: Pick<Task, 'action'> & Partial<Task>): Promise<Ended> {
		const [run] = await runsIn(this.home);
		const ended = await engines.run({
			...{home: this.home, from: loginOf(source, sourceUser), to: {account: this.account, password: ''}},
			...{map: chosen, ...(run === undefined ? {} : {run})},
			...task,
		});
		this.story += `; ${task.action} ${ended.killed === undefined ? (ended.failed ?? ended.finished?.state) : `killed ${ended.killed}`}`;
		return ended;
	}

	/** Goes on with what was begun, or begins. */
	async finish(): Promise<Ended> {
		const runs = await runsIn(this.home);
		expect(runs.length, this.story).toBeLessThan(2);
		return this.run({action: runs.length === 0 ? 'copy' : 'resume'});
	}

	async expectDone(ended: Ended): Promise<void> {
		expect(ended, this.story).toMatchObject({
			finished: {state: 'done', copied: 32, alreadyThere: 1, skipped: 0, findings: []},
		});
		process.env.TRASLOCO_HOME = this.home;
		expectAllThere(this.before, await look(this.account), sourceBefore, this.story);
	}

	async expectUndone(): Promise<void> {
		process.env.TRASLOCO_HOME = this.home;
		expectSame(this.before, await look(this.account), this.story);
	}
}

describe.each(['eml', 'maildir', 'mbox'] as const)('into files, as %s', format => {
	const random = new Random(chosenSeed);
	const writes = {copy: 0, undo: 0};
	/** Milliseconds that a copy and an undo take. */
	const took = {copy: 0, undo: 0};

	/** Some of the points at which a process can be killed, one from each stretch. */
	const points = (count: number) => {
		expect(count).toBeGreaterThan(0);
		const all = Array.from({length: count * 2}, (_, index) => ({
			write: Math.floor(index / 2) + 1,
			when: index % 2 === 0 ? ('before' as const) : ('after' as const),
		}));
		const part = everyPoint ? 1 : Math.max(1, all.length / sample);
		return Array.from({length: Math.floor(all.length / part)}, (_, index) => {
			const low = Math.floor(index * part);
			return all[random.integer(low, Math.max(low, Math.floor((index + 1) * part) - 1))];
		}).filter(point => point !== undefined);
	};

	test('a copy that nobody kills is right, and so is its undo', async () => {
		const one = await Case.begin(format);
		const began = performance.now();
		const copied = await one.run({action: 'copy'});
		took.copy = performance.now() - began;
		await one.expectDone(copied);
		const copiedAt = performance.now();
		const undone = await one.run({action: 'undo'});
		took.undo = performance.now() - copiedAt;
		expect(undone, one.story).toMatchObject({finished: {state: 'undone', undone: 32, findings: []}});
		await one.expectUndone();
		if (copied.killed === undefined) writes.copy = copied.writes.length;
		if (undone.killed === undefined) writes.undo = undone.writes.length;
	});

	test(`a copy that was killed at writes chosen by seed ${chosenSeed} is finished by the next start`, {
		timeout: 300_000,
	}, async () => {
		for (const kill of points(writes.copy)) {
			const one = await Case.begin(format);
			await one.run({action: 'copy', kill});
			await one.expectDone(await one.finish());
		}
	});

	test(`a copy that was killed and is undone at once leaves what was there, by seed ${chosenSeed}`, {
		timeout: 300_000,
	}, async () => {
		for (const kill of points(writes.copy)) {
			const one = await Case.begin(format);
			await one.run({action: 'copy', kill});
			if ((await runsIn(one.home)).length > 0) await one.run({action: 'undo'});
			await one.expectUndone();
		}
	});

	test(`an undo that was killed is finished by another, by seed ${chosenSeed}`, {
		timeout: 300_000,
	}, async () => {
		for (const kill of points(writes.undo)) {
			const one = await Case.begin(format);
			await one.run({action: 'copy'});
			await one.run({action: 'undo', kill});
			await one.run({action: 'undo'});
			await one.expectUndone();
		}
	});

	test(`what was killed at any time, also while a message was written, is finished and undone, by seed ${chosenSeed}`, {
		timeout: 300_000,
	}, async () => {
		for (let time = 0; time < (everyPoint ? 60 : 4); time++) {
			const one = await Case.begin(format);
			const within = (most: number) => random.integer(1, Math.ceil(most));
			for (const most of [took.copy, took.copy]) {
				const runs = await runsIn(one.home);
				const action = runs.length === 0 ? 'copy' : 'resume';
				await one.run({action, killAfter: within(most)});
			}

			await one.expectDone(await one.finish());
			await one.run({action: 'undo', killAfter: within(took.undo)});
			const undone = await one.run({action: 'undo'});
			expect(undone, one.story).toMatchObject({finished: {state: 'undone'}});
			await one.expectUndone();
		}
	});
});
