import {createHash} from 'node:crypto';
import {basename, join} from 'node:path';
import {z} from 'zod';
import {filesFormats} from '../../accounts/account.ts';
import {homeFolder} from '../../home.ts';
import {Problem, type Side} from '../../problem.ts';
import {parseInternalDate} from '../internal-date.ts';
import type {Role} from '../store.ts';
import {onDisk, rm, shownName, stat} from './disk.ts';
import {linesOf} from './reading.ts';
import {appendSynced, writeWhole} from './writing.ts';

const roles = [
	'inbox',
	'sent',
	'drafts',
	'trash',
	'junk',
	'archive',
	'templates',
	'all',
	'flagged',
	'important',
] as const satisfies readonly Role[];

/** UIDs and UIDVALIDITY have 32 bits, and are no 0 (RFC 9051, 9, nz-number). */
export const number32 = z.number().int().positive().max(0xffff_ffff);

/** An internal date (RFC 9051, 9, date-time): a message must not lose its own because somebody has spoilt the line. */
export const internalDate = z.string().refine(text => parseInternalDate(text) !== undefined);

const headSchema = z.object({
	/** The version of this form. */
	trasloco: z.literal(1),
	format: z.enum(filesFormats),
	uidValidity: number32,
	uidNext: number32,
	/** The folder's levels, where its name on the disk does not say them. */
	path: z
		.array(z.string().regex(/^[^/\0]*$/))
		.min(1)
		.optional(),
	role: z.enum(roles).optional(),
	subscribed: z.boolean().optional(),
});

/** What of it a folder can be read without. */
const mendedHead = headSchema.extend({
	path: headSchema.shape.path.catch(undefined),
	role: headSchema.shape.role.catch(undefined),
	subscribed: headSchema.shape.subscribed.catch(undefined),
});

/** The first line: what is known of the folder. */
export type Head = z.infer<typeof headSchema>;

/** How a message's line is read that is not as it should be, so that the message can be copied nevertheless. */
export interface Mending<Line> {
	/** What makes no sense becomes what says nothing; of the UID, 0. */
	readonly schema: z.ZodType<Line>;
	/** Whether two lines are of one message. */
	isSame(one: Line, other: Line): boolean;
}

/** What of a sidecar could not be read. */
export interface Doubts {
	/** The folder's role, its name, or whether it is subscribed to. */
	readonly head: boolean;
	/** Of so many messages, and where the first of them stands: `trasloco.jsonl:7`. */
	readonly lines: number;
	readonly first: string;
}

/** What is known of messages, by their UIDs and in that order. A `Map` is one. */
export interface Lines<Line> {
	readonly size: number;
	get(uid: number): Line | undefined;
	set(uid: number, line: Line): unknown;
	delete(uid: number): boolean;
	clear(): void;
	values(): Iterable<Line>;
}

/**
 * What is known of a folder and its messages besides their content, as lines of JSON in a file of its own: first the
 * folder's, then one a message. It grows by lines; what has become untrue is left out when it is written anew. A
 * line that was not written to its end is as if it were not there.
 */
export class Sidecar<Line extends {readonly uid: number}, Known extends Lines<Line> = Map<number, Line>> {
	readonly path: string;
	/** What could not be read where there was something to be mended. */
	readonly doubts: Doubts | undefined;
	head: Head;
	lines: Known;
	/** Whether the file has all that is known here, and ends with a whole line. */
	#isWritten: boolean;
	#hasDead = false;
	#uidNext: number;
	/** Tells the file, as this has read or written it last, from any other. */
	#stamp: string | undefined;

	constructor(path: string, head: Head, lines: Known, isWritten = false, stamp?: string, doubts?: Doubts) {
		this.path = path;
		this.doubts = doubts;
		this.#stamp = stamp;
		this.head = head;
		this.lines = lines;
		this.#isWritten = isWritten;
		this.#uidNext = head.uidNext;
		for (const {uid} of lines.values()) this.#uidNext = Math.max(this.#uidNext, uid + 1);
	}

	/**
	 * Reads one; undefined where there is none.
	 *
	 * @param lineSchema what a message's line is in this format
	 * @param lines where they are put
	 * @param mending absent where nothing may be lost, since it is to be written anew
	 * @throws {Problem} `file-unreadable`
	 */
	static async read<Line extends {readonly uid: number}, Known extends Lines<Line>>(
		side: Side,
		path: string,
		lineSchema: z.ZodType<Line>,
		lines: Known,
		mending?: Mending<Line>,
	): Promise<Sidecar<Line, Known> | undefined> {
		const doubts: number[] = [];
		const parse = <T>(schema: z.ZodType<T>, line: string, number: number): T =>
			parsed(side, path, schema, line, number);
		const read = (line: string, number: number): Line | undefined => {
			if (!mending) return parse(lineSchema, line, number);
			const value = jsonOf(line);
			const {success, data} = lineSchema.safeParse(value);
			if (success) return data;
			doubts.push(number);
			return mending.schema.safeParse(value).data;
		};
		/** Those without a UID of their own. */
		const others: Line[] = [];
		let isHeadMended = false;
		let head: Head | undefined;
		let number = 0;
		let isTorn = false;
		let isInOrder = true;
		let last = 0;
		const stamp = await stampOf(path);
		try {
			for await (const {text, isWhole} of linesOf(path)) {
				number++;
				isTorn = !isWhole;
				if (!head) {
					isHeadMended = mending !== undefined && !headSchema.safeParse(jsonOf(text)).success;
					head = parse(isHeadMended ? mendedHead : headSchema, text, number);
				} else if (isWhole) {
					const message = read(text, number);
					if (!message) continue;
					const known = lines.get(message.uid);
					if (mending && (message.uid === 0 || (known && !mending.isSame(known, message)))) {
						if (message.uid !== 0) doubts.push(number);
						others.push(message);
						continue;
					}

					isInOrder &&= message.uid >= last || known !== undefined;
					last = Math.max(last, message.uid);
					lines.set(message.uid, message);
				}
			}
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw error;
		}

		if (!isInOrder) {
			const all = [...lines.values()].sort((a, b) => a.uid - b.uid);
			lines.clear();
			for (const line of all) lines.set(line.uid, line);
		}

		for (const message of others) lines.set(++last, {...message, uid: last});
		const [first] = doubts;
		const told =
			first === undefined && !isHeadMended
				? undefined
				: {head: isHeadMended, lines: doubts.length, first: `${shownName(basename(path))}:${first}`};
		return new Sidecar(path, head ?? parse(headSchema, '', 1), lines, !isTorn, stamp, told);
	}

	/** What it says of the folder alone; undefined where there is none. @throws {Problem} `file-unreadable` */
	static async readHead(side: Side, path: string): Promise<Head | undefined> {
		const schema = side === 'source' ? mendedHead : headSchema;
		try {
			for await (const {text} of linesOf(path)) return parsed(side, path, schema, text, 1);
			return parsed(side, path, headSchema, '', 1);
		} catch (error) {
			if (isMissing(error)) return undefined;
			throw error;
		}
	}

	/** The next UID that nobody has had. */
	get uidNext(): number {
		return this.#uidNext;
	}

	/** Whether somebody else has written the file since. */
	async hasChanged(): Promise<boolean> {
		return (await stampOf(this.path)) !== this.#stamp;
	}

	/** Whether the file has lines that are not true any more. */
	get isUntidy(): boolean {
		return this.#hasDead;
	}

	/** Writes lines, and is sure that they are on the disk. */
	async add(lines: readonly Line[]): Promise<void> {
		if (this.#isWritten) {
			if (lines.length === 0) return;
			// Should it fail half way, the rest of a line is cut off by writing all of it anew.
			this.#isWritten = false;
			await appendSynced(this.path, lines.map(toText).join(''));
			this.#isWritten = true;
			this.#stamp = await stampOf(this.path);
			this.#take(lines);
		} else {
			await this.#write(lines);
			this.#take(lines);
		}
	}

	/** Knows these lines and no others from now on. */
	async replace(lines: Known): Promise<void> {
		this.lines = lines;
		for (const {uid} of lines.values()) this.#uidNext = Math.max(this.#uidNext, uid + 1);
		await this.#write([]);
	}

	/** These are not there any more; the file is told by `tidy`. */
	forget(uids: Iterable<number>): void {
		// The last ones first: they are the ones that go most often, and go most easily.
		for (const uid of [...uids].reverse()) this.#hasDead = this.lines.delete(uid) || this.#hasDead;
	}

	async setHead(head: Partial<Head>): Promise<void> {
		this.head = {...this.head, ...head};
		await this.#write([]);
	}

	/** Leaves out of the file what is not true any more. */
	async tidy(): Promise<void> {
		if (this.#hasDead) await this.#write([]);
	}

	async remove(): Promise<void> {
		await rm(this.path, {force: true});
	}

	async #write(more: readonly Line[]): Promise<void> {
		const uidNext = Math.max(this.#uidNext, ...more.slice(-1).map(({uid}) => uid + 1));
		await writeWhole(this.path, inParts({...this.head, uidNext}, this.lines.values(), more));
		this.#stamp = await stampOf(this.path);
		this.#isWritten = true;
		this.#hasDead = false;
	}

	#take(lines: readonly Line[]): void {
		for (const line of lines) {
			this.lines.set(line.uid, line);
			this.#uidNext = Math.max(this.#uidNext, line.uid + 1);
		}
	}
}

/** What differs when a file is written, whoever does it; undefined where there is none. */
async function stampOf(path: string): Promise<string | undefined> {
	try {
		const {ino, size, mtimeMs} = await stat(path);
		return `${ino} ${size} ${mtimeMs}`;
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw error;
	}
}

/** Where the UIDs of a folder are kept that nothing may be written into, or nothing has been yet. @param path of the folder, without symbolic links */
export function ownPlace(side: Side, path: string): string {
	const name = createHash('sha256').update(`${side} `).update(onDisk(path)).digest('hex').slice(0, 32);
	return join(homeFolder('files'), `${name}.jsonl`);
}

let lastValidity = 0;

/** A UIDVALIDITY that no folder has had before (RFC 9051, 2.3.1.1). */
export function newValidity(): number {
	lastValidity = Math.max(Math.floor(Date.now() / 1000), lastValidity + 1);
	return lastValidity;
}

/** All lines as text, many at a time: there may be as many as messages in a large folder. */
function* inParts(head: Head, ...all: readonly Iterable<unknown>[]): Generator<string> {
	let part = toText(head);
	for (const lines of all) {
		for (const line of lines) {
			part += toText(line);
			if (part.length < 64 * 1024) continue;
			yield part;
			part = '';
		}
	}

	yield part;
}

function toText(value: unknown): string {
	return `${JSON.stringify(value)}\n`;
}

function parsed<T>(side: Side, path: string, schema: z.ZodType<T>, line: string, number: number): T {
	try {
		return schema.parse(JSON.parse(line));
	} catch (error) {
		throw unreadable(side, path, `line ${number}`, error);
	}
}

function jsonOf(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}

function unreadable(side: Side, path: string, why: string, cause: unknown): Problem {
	return new Problem({code: 'file-unreadable', side, params: {path: shownName(path), why}}, cause);
}

export function isMissing(error: unknown): boolean {
	return codeOf(error) === 'ENOENT';
}

/** What the operating system calls an error, such as `ENOSPC`. */
export function codeOf(error: unknown): string | undefined {
	return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
