import {rm} from 'node:fs/promises';
import {expect} from 'vitest';
import type {EngineEvent, Finished} from '../../source/engine/events.ts';
import {proposeMappings} from '../../source/engine/mapping.ts';
import {Session} from '../../source/engine/session.ts';
import {Problem} from '../../source/problem.ts';
import type {FolderShape, Snapshot} from '../servers/mailbox.ts';
import {FaultProxy} from '../servers/proxy.ts';
import type {MailServer} from '../servers/server.ts';
import {freshHome, loginOf, runsIn} from './killed-mailbox.ts';
import {
	type Death,
	destinationNames,
	type Incident,
	type Scenario,
	type Side,
	sourceNames,
	type Trouble,
} from './random-scenario.ts';
import {freshMailbox, type Mailbox, OtherClient, placeOf, runFolder} from './random-world.ts';

/** The process is no more: nothing is written after it, and nothing is sent. */
class Dead extends Error {}

/** What was chosen to be copied: a folder and where it goes. */
type Chosen = {readonly source: string; readonly destination: string};

/** One random scenario from its mailboxes to its undo. */
export class Trial {
	readonly story: string[];
	readonly #scenario: Scenario;
	readonly #home: string;
	readonly #boxes: Readonly<Record<Side, Mailbox>>;
	readonly #proxies: Readonly<Record<Side, FaultProxy>>;
	readonly #others: Readonly<Record<Side, OtherClient>>;
	#chosen: readonly Chosen[] = [];
	#session: Session | undefined;

	private constructor(
		scenario: Scenario,
		home: string,
		boxes: Readonly<Record<Side, Mailbox>>,
		proxies: Readonly<Record<Side, FaultProxy>>,
	) {
		this.story = [];
		this.#scenario = scenario;
		this.#home = home;
		this.#boxes = boxes;
		this.#proxies = proxies;
		this.#others = {
			source: new OtherClient(boxes.source, 'source', this.story),
			destination: new OtherClient(boxes.destination, 'destination', this.story),
		};
	}

	static async begin(
		scenario: Scenario,
		source: MailServer,
		destination: {readonly server: MailServer; readonly withoutUids: boolean},
	): Promise<Trial> {
		const boxes = {
			source: await freshMailbox(source, sourceNames, scenario.source),
			destination: await freshMailbox(destination.server, destinationNames, scenario.destination),
		};
		const proxies = {
			source: await FaultProxy.start(source.imapPort),
			destination: await FaultProxy.start(destination.server.imapPort, destination),
		};
		return new Trial(scenario, await freshHome(), boxes, proxies);
	}

	async run(): Promise<void> {
		process.env.TRASLOCO_HOME = this.#home;
		const finished = await this.#persevere(this.#scenario.copy.deaths, async session => {
			const [run] = await runsIn(this.#home);
			if (run !== undefined) {
				await this.#connect(session, ['source', 'destination']);
				return session.resume(run);
			}

			await this.#plan(session);
			return session.copy();
		});
		this.#calm();
		await this.#expectCopied(finished);
		await this.#expectSourceUntouched();

		this.#arrange(this.#scenario.undo);
		const undone = await this.#persevere(this.#scenario.undo.deaths, async session => {
			await this.#connect(session, ['destination']);
			return session.undo(finished.run, false);
		});
		this.#calm();
		await this.#expectUndone(undone);
		await this.#expectSourceUntouched();
	}

	async end(): Promise<void> {
		await this.#session?.close();
		for (const proxy of Object.values(this.#proxies)) await proxy.close();
		await rm(this.#home, {recursive: true, force: true});
	}

	/** Every incident waits for its moment. */
	#arrange({incidents}: Trouble): void {
		for (const side of ['source', 'destination'] as const) {
			let passed = 0;
			for (const incident of incidents
				.filter(each => each.side === side)
				.sort((one, other) => one.after - other.after)) {
				this.#await(incident, Math.max(0, incident.after - passed));
				passed = incident.after + 1;
			}
		}
	}

	#await(incident: Incident, before: number): void {
		const {side} = incident;
		const proxy = this.#proxies[side];
		const tell = (what: string) => this.story.push(`${side}: ${what}`);
		switch (incident.kind) {
			case 'fault':
				proxy.meet(/./, {...incident.fault}, before).then(() => tell(JSON.stringify(incident.fault)));
				return;
			case 'silence':
				proxy
					.meet(/^(?:APPEND|UID|STATUS|SELECT|EXAMINE)/, {kind: 'silence'}, before)
					.then(() => tell('silence'));
				return;
			case 'cut':
				proxy.cutAfter(incident.direction, incident.bytes);
				return;
			case 'meddle':
				// Between a look at a folder and its end, what comes into it is lost: no command of IMAP looks and deletes at once.
				proxy.meet(
					/^(?!DELETE)/,
					{kind: 'first', work: () => this.#others[side].meddle(incident.meddling)},
					before,
				);
				return;
			case 'intrude':
				proxy.meet(/^APPEND/, {kind: 'first', work: () => this.#others[side].intrude()}, before);
				return;
		}
	}

	#calm(): void {
		for (const proxy of Object.values(this.#proxies)) proxy.behave();
	}

	/** Does it, and again with a new engine for as long as it dies or does not come to its end. */
	async #persevere(
		deaths: readonly Death[],
		work: (session: Session) => Promise<Finished>,
	): Promise<Finished> {
		const kills = [...deaths];
		for (let attempt = 0; attempt < 25; attempt++) {
			const session = this.#start(kills.shift());
			try {
				const finished = await work(session);
				this.story.push(`engine: ${finished.state} ${JSON.stringify(finished.problem ?? '')}`);
				if (finished.state !== 'failed' && finished.state !== 'interrupted') return finished;
				expect(finished.problem, 'why it failed').toMatchObject({code: 'connection-lost'});
			} catch (error) {
				if (!(error instanceof Dead) && !isPassing(error)) throw error;
				// Whoever starts it is told, and starts it again.
				this.story.push(`engine: ${error.message || 'dead'}`);
			} finally {
				await session.close();
			}
		}

		throw new Error('it does not come to its end');
	}

	#start(death: Death | undefined): Session {
		let writes = 0;
		let isDead = false;
		const session = new Session((event: EngineEvent) => this.#tell(event), {
			patience: {pauses: [1, 5, 20], total: 20_000},
			silence: 300,
			// So that several connections carry what takes a moment.
			look: 3,
			watch: (step, when) => {
				if (isDead) throw new Dead();
				if (when === 'before') writes++;
				if (writes !== death?.write || when !== death.when) return;
				this.story.push(`engine: killed ${when} ${step}`);
				isDead = true;
				for (const proxy of Object.values(this.#proxies)) proxy.cut();
				throw new Dead();
			},
		});
		this.#session = session;
		return session;
	}

	#tell(event: EngineEvent): void {
		if (event.event === 'retry') this.story.push(`engine: retry, ${JSON.stringify(event.problem)}`);
		if (event.event === 'connections') this.story.push(`engine: ${event.count} connections`);
		if (event.event === 'finding') this.story.push(`engine: ${JSON.stringify(event.finding)}`);
	}

	#login(side: Side) {
		const {server, user} = this.#boxes[side];
		return loginOf(server, user, this.#proxies[side].port);
	}

	async #connect(session: Session, sides: readonly Side[]): Promise<void> {
		for (const side of sides) {
			const {account, password} = this.#login(side);
			await session.connect(side, account, password);
		}
	}

	/** Plans in peace, so that what is to come of it is known; then the trouble begins. */
	async #plan(session: Session): Promise<void> {
		this.#calm();
		await this.#expectSourceUntouched();
		await this.#others.source.look();
		await this.#others.destination.look();
		const {account, password} = this.#login('source');
		const here = await session.connect('source', account, password);
		const to = this.#login('destination');
		const there = await session.connect('destination', to.account, to.password);
		const merged = this.#scenario.merge && here.folders.some(({name}) => name === 'Vecchia');
		const map = new Map(merged ? ['INBOX', 'Vecchia'].map(name => [name, 'INBOX'] as const) : []);
		const plan = await session.plan(proposeMappings(here, there, {map}), this.#scenario.verify);
		this.#chosen = plan.folders.map(({mapping}) => ({
			source: mapping.source.name,
			destination: mapping.target.name,
		}));
		this.#arrange(this.#scenario.copy);
	}

	async #expectCopied(finished: Finished): Promise<void> {
		const after = await this.#others.destination.now();
		const ours = this.#expectOthersLeftAlone(after);
		const {before, ledger} = this.#others.destination;
		const source = this.#others.source.before;
		for (const [name, group] of Map.groupBy(this.#chosen, ({destination}) => destination)) {
			const there = ours.get(name) ?? [];
			ours.delete(name);
			const read = group.flatMap(each => source.find(folder => folder.name === each.source)?.messages ?? []);
			const held = before.find(folder => folder.name === name)?.messages ?? [];
			const wanted = counted(read.map(({digest}) => digest));
			for (const [digest, count] of counted(held.map(message => message.digest)))
				wanted.set(digest, Math.max(0, (wanted.get(digest) ?? 0) - count));
			const found = counted(there.map(({digest}) => digest));
			const taken = counted([
				...ledger.takenOthers.filter(({folder}) => folder === name).map(({digest}) => digest),
				// Where another client has moved a copy out of the staging folder to where it belongs, it is there.
				...[...ledger.moved].filter(([place]) => folderOf(place) === name).map(([, digest]) => digest),
			]);
			let missing = 0;
			let atLeast = 0;
			for (const digest of new Set([...wanted.keys(), ...found.keys()])) {
				const lacking = (wanted.get(digest) ?? 0) - (found.get(digest) ?? 0);
				expect(lacking, `too many of ${digest.slice(0, 8)} in ${name}`).toBeGreaterThanOrEqual(0);
				missing += lacking;
				// What others took out again was copied, or was copied once more.
				atLeast += Math.max(0, lacking - (taken.get(digest) ?? 0));
			}

			const sources = new Set(group.map(each => each.source));
			const told = finished.findings
				.filter(({kind, source: from}) => notCopied.has(kind) && sources.has(from ?? ''))
				.reduce((sum, {count = 1}) => sum + count, 0);
			expect(told, `told of ${told} missing in ${name}, which lacks ${missing}`).toBeGreaterThanOrEqual(
				atLeast,
			);
			expect(told, `told of ${told} missing in ${name}, which lacks ${missing}`).toBeLessThanOrEqual(missing);
			const folders = finished.folders.filter(each => sources.has(each.source));
			expect(
				folders.reduce((sum, {skipped}) => sum + skipped, 0),
				`left out of ${name}`,
			).toBe(told);
			this.#expectKept(name, there, read);
		}

		expect([...ours], 'messages of the run elsewhere').toEqual([]);
		for (const {sourceCount, copied, alreadyThere, skipped} of finished.folders)
			expect(sourceCount).toBe(copied + alreadyThere + skipped);
		const differs = finished.findings.some(({severity}) => severity === 'difference');
		expect(finished.state).toBe(differs || finished.skipped > 0 ? 'differences' : 'done');
		this.#expectNoFolderLeft(after);
	}

	/** Flags and dates are some of those that the source has for this content. */
	#expectKept(name: string, there: FolderShape['messages'], read: FolderShape['messages']): void {
		const {source, destination} = this.#others;
		if (source.ledger.flagged.size + destination.ledger.flagged.size > 0) return;
		const known = counted(read.map(kept));
		for (const [message, count] of counted(there.map(kept)))
			expect(known.get(message) ?? 0, `${message} in ${name}`).toBeGreaterThanOrEqual(count);
	}

	/**
	 * What was there before, and what others have done meanwhile, is as they left it.
	 *
	 * @returns what else there is, by the folder's name: the run's own
	 */
	#expectOthersLeftAlone(after: Snapshot): Map<string, FolderShape['messages'][number][]> {
		const {before, ledger} = this.#others.destination;
		const now = new Map(
			after.flatMap(folder =>
				folder.messages.map(message => [placeOf(folder, message.uid), message] as const),
			),
		);
		for (const folder of before) {
			expect(
				after.find(({name}) => name === folder.name),
				folder.name,
			).toMatchObject({uidValidity: folder.uidValidity, subscribed: folder.subscribed});
			for (const message of folder.messages) {
				const place = placeOf(folder, message.uid);
				if (ledger.taken.has(place)) continue;
				const {digest, flags, epoch} = message;
				expect(now.get(place), `${place}, which was there before`).toMatchObject({
					digest,
					epoch,
					...(ledger.flagged.has(place) ? {} : {flags}),
				});
				now.delete(place);
			}
		}

		for (const [place, digest] of ledger.added) {
			expect(now.get(place), `${place}, which another client has put there`).toMatchObject({digest});
			now.delete(place);
		}

		for (const [place, digest] of ledger.moved) if (now.get(place)?.digest === digest) now.delete(place);
		const ours = new Map<string, FolderShape['messages'][number][]>();
		for (const folder of after) {
			const left = folder.messages.filter(({uid}) => now.has(placeOf(folder, uid)));
			if (left.length > 0) ours.set(folder.name, left);
		}

		return ours;
	}

	#expectNoFolderLeft(after: Snapshot): void {
		const {added} = this.#others.destination.ledger;
		for (const {name} of after.filter(folder => runFolder.test(folder.name)))
			expect(
				[...added.keys()].some(place => place.startsWith(`${name} `)),
				name,
			).toBe(true);
	}

	async #expectUndone(finished: Finished): Promise<void> {
		expect(finished.state).toBe('undone');
		const after = await this.#others.destination.now();
		expect([...this.#expectOthersLeftAlone(after)], 'left over').toEqual([]);
		const {before, ledger} = this.#others.destination;
		const used = [...ledger.added.keys(), ...ledger.moved.keys()].map(folderOf);
		const wanted = new Set([...before.map(({name}) => name), ...used]);
		for (const name of used) if (name.includes('.')) wanted.add(name.split('.')[0] ?? '');
		expect(after.map(({name}) => name).sort()).toEqual([...wanted].sort());
	}

	async #expectSourceUntouched(): Promise<void> {
		const {before, ledger} = this.#others.source;
		if (before.length === 0) return;
		const after = await this.#others.source.now();
		for (const folder of before) {
			if (ledger.gone.has(folder.name)) continue;
			const now = after.find(({name}) => name === folder.name);
			if (!ledger.touched.has(folder.name)) {
				expect(now, `${folder.name} at the source`).toEqual(folder);
				continue;
			}

			const messages = new Map(now?.messages.map(message => [placeOf(folder, message.uid), message]));
			for (const message of folder.messages) {
				const place = placeOf(folder, message.uid);
				if (ledger.taken.has(place)) continue;
				const {flags, ...rest} = message;
				const wanted = ledger.flagged.has(place) ? rest : {...rest, flags};
				expect(messages.get(place), `${place} at the source`).toMatchObject(wanted);
				messages.delete(place);
			}

			expect(
				[...messages.keys()].filter(place => !ledger.added.has(place)),
				'new at the source',
			).toEqual([]);
		}
	}
}

/** The folder of a place (`placeOf`). */
function folderOf(place: string): string {
	return place.split(' ').slice(0, -2).join(' ');
}

/** What a login may meet while there are faults. */
function isPassing(error: unknown): error is Problem {
	const codes = ['connection-lost', 'bad-answer', 'unreachable', 'not-imap', 'not-now', 'login-unavailable'];
	return error instanceof Problem && codes.includes(error.data.code);
}

/** Findings about messages that were not copied. */
const notCopied = new Set(['vanished', 'unreadable', 'refused', 'too-large', 'source-renumbered']);

function counted<T>(items: Iterable<T>): Map<T, number> {
	const counts = new Map<T, number>();
	for (const item of items) counts.set(item, (counts.get(item) ?? 0) + 1);
	return counts;
}

function kept({digest, flags, epoch}: FolderShape['messages'][number]): string {
	return `${digest.slice(0, 8)} ${flags.join(',')} ${epoch}`;
}
