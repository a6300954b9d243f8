import type {Account} from '../../source/accounts/account.ts';
import type {
	Comparison,
	DifferenceKind,
	ListedMessage,
	MessagePreview,
} from '../../source/engine/comparison.ts';
import type {EngineEvent, Finished} from '../../source/engine/events.ts';
import {type Mapping, type MappingOptions, proposeMappings} from '../../source/engine/mapping.ts';
import type {Plan, Verify} from '../../source/engine/plan.ts';
import {Session} from '../../source/engine/session.ts';
import {Problem, type ProblemData, type Side} from '../../source/problem.ts';
import type {StoreInfo} from '../../source/stores/store.ts';
import type {Mailbox, Move} from '../commands/trasloco.ts';
import {type SeedFolder, seed} from '../servers/mailbox.ts';
import {FaultProxy} from '../servers/proxy.ts';

/** An engine that is connected to two mailboxes, and that can be cut off from either. */
export class TwoAccounts implements AsyncDisposable {
	readonly events: EngineEvent[] = [];
	readonly lines: Readonly<Record<Side, FaultProxy>>;
	readonly #session = new Session(event => this.events.push(event));
	readonly #move: Move;
	#infos: Partial<Record<Side, StoreInfo>> = {};
	#mappings: readonly Mapping[] = [];

	private constructor(move: Move, lines: TwoAccounts['lines']) {
		this.#move = move;
		this.lines = lines;
	}

	/** Fills two mailboxes and connects both. */
	static async open(
		move: Move,
		here: readonly SeedFolder[],
		there: readonly SeedFolder[],
	): Promise<TwoAccounts> {
		const {source, destination} = move;
		await Promise.all([
			seed(source.server, source.user.name, here),
			seed(destination.server, destination.user.name, there),
		]);
		const accounts = new TwoAccounts(move, {
			source: await FaultProxy.start(source.server.imapPort),
			destination: await FaultProxy.start(destination.server.imapPort),
		});
		for (const side of ['source', 'destination'] as const) await accounts.connect(side);
		return accounts;
	}

	/** Logs in, anew where it was. */
	async connect(side: Side): Promise<void> {
		const {user}: Mailbox = this.#move[side];
		const account: Account = {
			host: '127.0.0.1',
			port: this.lines[side].port,
			security: 'plain',
			user: user.name,
		};
		this.#infos = {...this.#infos, [side]: await this.#session.connect(side, account, user.password)};
	}

	compare(options: MappingOptions = {}, deep = false): Promise<Comparison> {
		const {source, destination} = this.#infos;
		if (!source || !destination) throw new Error('a side is not connected');
		this.#mappings = proposeMappings(source, destination, options);
		return this.#session.compare(this.#mappings, deep);
	}

	/** The plan for the mappings that were compared last. */
	plan(verify: Verify = 'full', asCompared = false): Promise<Plan> {
		return this.#session.plan(this.#mappings, verify, {asCompared});
	}

	copy({markRead = false} = {}): Promise<Finished> {
		return this.#session.copy(undefined, markRead);
	}

	async differences(
		kind: DifferenceKind,
		folder = 0,
		start = 0,
		count = 100,
	): Promise<readonly ListedMessage[]> {
		return (await this.#session.differences({folder, kind, start, count})).messages;
	}

	/** The number of all that there are of a kind. */
	async total(kind: DifferenceKind, folder = 0): Promise<number> {
		return (await this.#session.differences({folder, kind, start: 0, count: 0})).total;
	}

	message(side: Side, folder: string, uidValidity: number, uid: number): Promise<MessagePreview> {
		return this.#session.message({side, folder, uidValidity, uid});
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#session.close();
		for (const line of Object.values(this.lines)) await line.close();
	}
}

/** What a request is refused with. */
export async function problemOf(work: Promise<unknown>): Promise<ProblemData> {
	const error = await work.then(
		() => undefined,
		reason => reason,
	);
	if (error instanceof Problem) return error.data;
	throw new Error('There was no problem', {cause: error});
}
