import {largestMessage, type MessageContent, type Wanted} from '../store.ts';
import {Unusable} from './unusable.ts';

/** Messages of one folder that go into one FETCH. */
export interface Batch {
	readonly folder: string;
	readonly uidValidity: number;
	readonly messages: readonly {readonly uid: number; readonly bytes: number}[];
	readonly bytes: number;
}

/**
 * Fetches one batch: calls back for each message as it comes, ends when all have come that are there.
 *
 * @returns UIDs that are refused for now
 */
export type FetchBatch = (
	batch: Batch,
	onMessage: (message: MessageContent) => void,
) => Promise<ReadonlySet<number>>;

/** Messages that are wanted, and how many of them may be asked for at once. */
export interface Asked extends Wanted {
	readonly together?: number;
}

/** One FETCH asks for so much at the most, so that the next can be asked for while it comes. */
const batchBytes = 1024 * 1024;
const batchMessages = 200;
/** However small a server says that its messages are. */
const mostUnderWay = 16;

/** So many bytes are handed on at once, or what has come in so many milliseconds: each handing on has its price. */
const portion = {bytes: 512 * 1024, ms: 100};

/** A batch under way. What comes before its turn waits here. */
interface Arriving {
	readonly arrived: MessageContent[];
	isOver: boolean;
}

/**
 * Reads batches with several FETCH under way, so that a round trip is waited for once and not once a
 * batch; hands them on in the order of the asking, however a server mixes its answers. What is asked for and not yet consumed is bounded by `window`, and with it the memory: a reader that
 * is slow stops the asking, not the socket. Sizes that a server tells may be wrong: what has come counts with
 * those that it has.
 *
 * @throws {Unusable} `sizes`, where far more has come than was asked for
 */
export async function* readAhead(
	wanted: Iterable<Asked>,
	window: number,
	fetch: FetchBatch,
): AsyncGenerator<readonly MessageContent[], void, void> {
	const batches = batchesOf(wanted);
	const sizes = new WeakMap<MessageContent, number>();
	const arriving: Arriving[] = [];
	let ready: MessageContent[] = [];
	let readyBytes = 0;
	let asked = 0;
	let underWay = 0;
	let exhausted = false;
	let failure: {readonly error: unknown} | undefined;
	let wake = () => {};
	let unread = 0;
	/** Runs while there is something to hand on: when it ends, that is handed on, however little. */
	let patience: NodeJS.Timeout | undefined;
	let isDue = false;

	const handOn = (message: MessageContent) => {
		ready.push(message);
		readyBytes += lengthOf(message);
		if (readyBytes >= portion.bytes) wake();
		else
			patience ??= setTimeout(() => {
				isDue = true;
				wake();
			}, portion.ms);
	};
	/** What has come already of those behind a batch that is over. */
	const goOn = () => {
		while (arriving[0]?.isOver) {
			arriving.shift();
			for (const message of arriving[0]?.arrived.splice(0) ?? []) handOn(message);
		}
	};

	const start = (batch: Batch) => {
		const missing = new Map(batch.messages.map(message => [message.uid, message.bytes]));
		const own: Arriving = {arrived: [], isOver: false};
		arriving.push(own);
		asked += batch.bytes;
		underWay++;
		const deliver = (message: MessageContent) => {
			const announced = missing.get(message.uid);
			if (announced === undefined) return;
			missing.delete(message.uid);
			const arrived = lengthOf(message);
			const excess = Math.max(0, arrived - announced);
			asked += excess;
			unread += arrived;
			if (unread > window + largestMessage) throw new Unusable('sizes');
			sizes.set(message, announced + excess);
			if (own === arriving[0]) handOn(message);
			else own.arrived.push(message);
		};
		fetch(batch, deliver)
			.then(refused => {
				for (const [uid, bytes] of [...missing]) {
					if (refused.has(uid)) asked -= bytes;
					else deliver({folder: batch.folder, uid, bytes, flags: [], internalDate: ''});
				}
			})
			.catch(error => {
				failure ??= {error};
			})
			.finally(() => {
				own.isOver = true;
				underWay--;
				goOn();
				wake();
			});
	};

	try {
		for (;;) {
			while (!exhausted && !failure && underWay < mostUnderWay && (asked === 0 || asked < window)) {
				const next = batches.next();
				if (next.done) exhausted = true;
				else start(next.value);
			}

			if (ready.length > 0 && (isDue || readyBytes >= portion.bytes || underWay === 0 || failure)) {
				const messages = ready;
				ready = [];
				readyBytes = 0;
				isDue = false;
				clearTimeout(patience);
				patience = undefined;
				yield messages;
				for (const message of messages) {
					asked -= sizes.get(message) ?? 0;
					unread -= lengthOf(message);
				}

				continue;
			}

			if (failure) throw failure.error;
			if (exhausted && underWay === 0) return;
			await new Promise<void>(resolve => {
				wake = resolve;
			});
		}
	} finally {
		clearTimeout(patience);
	}
}

/** Bytes of the content that has come. */
function lengthOf({content, digested}: MessageContent): number {
	return content?.length ?? digested?.bytes ?? 0;
}

function* batchesOf(wanted: Iterable<Asked>): Generator<Batch, undefined, void> {
	for (const {folder, uidValidity, messages, together = batchMessages} of wanted) {
		const most = Math.min(together, batchMessages);
		let batch: {uid: number; bytes: number}[] = [];
		let bytes = 0;
		for (const message of messages) {
			if (batch.length > 0 && (batch.length >= most || bytes + message.bytes > batchBytes)) {
				yield {folder, uidValidity, messages: batch, bytes};
				batch = [];
				bytes = 0;
			}

			batch.push(message);
			// An empty message still takes a place: without this, none of them would ever fill a batch.
			bytes += Math.max(message.bytes, 1);
		}

		if (batch.length > 0) yield {folder, uidValidity, messages: batch, bytes};
	}

	return undefined;
}
