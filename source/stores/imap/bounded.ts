import type {ImapFlow} from 'imapflow';
import {Unusable, type UnusableAnswer} from './unusable.ts';

/** What a server may need for something, at the most. */
export interface Bounds {
	/** Bytes of all its answers together. ImapFlow bounds each of them, and keeps what they make. */
	readonly bytes: number;
	/** Milliseconds until the end. ImapFlow bounds the silence alone, which a server may break now and then. */
	readonly ms: number;
}

/** The part of ImapFlow that it takes. */
type Client = Pick<ImapFlow, 'stats' | 'close' | 'on' | 'off'>;

/** ImapFlow's errors about answers. */
const whyOf: ReadonlyMap<string, UnusableAnswer> = new Map([
	['LiteralTooLarge', 'too-large'],
	['ResponseTooLarge', 'too-large'],
	['LineTooLarge', 'line'],
	['ParserError', 'malformed'],
	['ResponseProcessingFailed', 'malformed'],
	['UnexpectedTag', 'malformed'],
	['InvalidResponse', 'malformed'],
]);

/** Milliseconds between two looks at how much has come. */
const often = 50;

/**
 * Does something with ImapFlow within bounds; out of them the connection is closed.
 *
 * @throws {Unusable}
 */
export async function bounded<T>(client: Client, {bytes, ms}: Bounds, work: () => Promise<T>): Promise<T> {
	let why: UnusableAnswer | undefined;
	const end = (reason: UnusableAnswer) => {
		why ??= reason;
		client.close();
	};
	// What is under way fails with the end of the connection; why it ended is told here alone.
	const failed = (error: unknown) => {
		why ??= codeOf(error);
	};
	const before = client.stats().received;
	const looking = setInterval(() => {
		if (client.stats().received - before > bytes) end('too-many');
	}, often);
	const patience = setTimeout(() => end('endless'), ms);
	client.on('error', failed);
	try {
		const done = await work();
		if (why !== undefined) throw new Unusable(why);
		return done;
	} catch (error) {
		failed(error);
		if (why === undefined || error instanceof Unusable) throw error;
		throw new Unusable(why, error);
	} finally {
		clearInterval(looking);
		clearTimeout(patience);
		client.off('error', failed);
	}
}

function codeOf(error: unknown): UnusableAnswer | undefined {
	return error instanceof Error && 'code' in error ? whyOf.get(String(error.code)) : undefined;
}
