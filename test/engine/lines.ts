import {afterAll, afterEach, beforeAll, expect} from 'vitest';
import type {EngineEvent, Finished} from '../../source/engine/events.ts';
import {proposeMappings} from '../../source/engine/mapping.ts';
import type {Plan, Verify} from '../../source/engine/plan.ts';
import {Session, type SessionOptions} from '../../source/engine/session.ts';
import {type DovecotOptions, startDovecot} from '../servers/dovecot.ts';
import {type Snapshot, seed, snapshot} from '../servers/mailbox.ts';
import {FaultProxy, type FaultProxyOptions} from '../servers/proxy.ts';
import type {MailServer} from '../servers/server.ts';
import {
	chosen,
	destinationOptions,
	expectCopied,
	expectUntouched,
	freshDestination,
	freshHome,
	loginOf,
	manyUsers,
	sourceFolders,
} from './killed-mailbox.ts';

/** The user of the source that is copied from. */
export const sourceUser = 'sorgente';

export type LinesOptions = FaultProxyOptions & SessionOptions;

/** A fresh destination, and an engine that speaks to both sides through faults. */
export class Lines implements AsyncDisposable {
	readonly events: EngineEvent[] = [];
	readonly session: Session;
	readonly source: MailServer;
	readonly from: FaultProxy;
	readonly to: FaultProxy;
	readonly place: {readonly server: MailServer; readonly user: string; readonly before: Snapshot};

	private constructor(
		source: MailServer,
		from: FaultProxy,
		to: FaultProxy,
		place: Lines['place'],
		options: SessionOptions,
	) {
		this.source = source;
		this.from = from;
		this.to = to;
		this.place = place;
		const patience = {pauses: [10, 30], total: 30_000};
		this.session = new Session(event => this.events.push(event), {patience, ...options});
	}

	static async open(source: MailServer, server: MailServer, options: LinesOptions = {}): Promise<Lines> {
		const from = await FaultProxy.start(source.imapPort);
		const to = await FaultProxy.start(server.imapPort, options);
		const place = {server, ...(await freshDestination(server))};
		return new Lines(source, from, to, place, options);
	}

	/** Connects and plans, so that the next fault meets the copy. */
	async plan(verify: Verify = 'full'): Promise<Plan> {
		const from = loginOf(this.source, sourceUser, this.from.port);
		const to = loginOf(this.place.server, this.place.user, this.to.port);
		const here = await this.session.connect('source', from.account, from.password);
		const there = await this.session.connect('destination', to.account, to.password);
		return this.session.plan(proposeMappings(here, there, {map: new Map(chosen)}), verify);
	}

	/** The events of one kind so far. */
	told<Kind extends EngineEvent['event']>(kind: Kind): Extract<EngineEvent, {event: Kind}>[] {
		return this.events.filter((event): event is Extract<EngineEvent, {event: Kind}> => event.event === kind);
	}

	async expectCopied(finished: Finished, source: Snapshot, label: string): Promise<void> {
		const {state, copied, findings, problem} = finished;
		const told = `${label}: ${JSON.stringify({problem, findings})}`;
		expect({state, copied, findings}, told).toEqual({state: 'done', copied: 32, findings: []});
		await expectCopied(this.place, source, label);
	}

	async expectUndone(finished: Finished, label: string): Promise<void> {
		const {state, findings, problem} = finished;
		expect({state, findings}, `${label}: ${JSON.stringify(problem)}`).toEqual({
			state: 'undone',
			findings: [],
		});
		await expectUntouched(this.place, label);
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.session.close();
		await this.from.close();
		await this.to.close();
	}
}

/** One server a side for a whole test file, and lines between them, one after another. */
export interface Ground {
	/** What the source holds before, and after each test still. */
	readonly source: Snapshot;
	/** Lines to a fresh destination, planned; closed after the test. */
	begin(options?: LinesOptions): Promise<Lines>;
}

/** At a destination that takes a message a command, something may happen between any two of them. */
export const oneByOne: DovecotOptions = {withoutCapabilities: ['MULTIAPPEND']};

/** Starts the servers before the file's tests, and stops them after. */
export function serveLines(options: DovecotOptions = {}): Ground {
	const servers: MailServer[] = [];
	let before: Snapshot = [];
	let lines: Lines | undefined;
	beforeAll(async () => {
		process.env.TRASLOCO_HOME = await freshHome();
		const [source, destination] = await Promise.all([
			startDovecot({users: [{name: sourceUser, password: 'segreto'}]}),
			startDovecot({...destinationOptions, ...options, users: manyUsers(60)}),
		]);
		servers.push(source, destination);
		await seed(source, sourceUser, sourceFolders);
		before = await snapshot(source, sourceUser);
	});
	afterEach(async () => {
		await lines?.[Symbol.asyncDispose]();
		lines = undefined;
		const [source] = servers;
		if (source) expect(await snapshot(source, sourceUser)).toEqual(before);
	});
	afterAll(() => Promise.all(servers.map(server => server.stop())));
	return {
		get source() {
			return before;
		},
		async begin(options) {
			const [source, destination] = servers;
			if (!source || !destination) throw new Error('The servers are not started yet');
			lines = await Lines.open(source, destination, options);
			await lines.plan();
			return lines;
		},
	};
}
