import {Worker} from 'node:worker_threads';
import type {CertifiedData} from '../certified/daticert.ts';
import type {CertifiedKind} from '../certified/kind.ts';
import {certifiedKindOf} from '../certified/telling.ts';
import {type HeaderField, headerFields} from '../header-fields.ts';
import type {Answer, Attachment, Certificate, Question, Told} from './thread.ts';

/** A message as a person reads it. All of it is text from outside. */
export interface MessagePreview {
	readonly bytes: number;
	/** The header's fields in their order, unfolded and decoded. */
	readonly headers: readonly HeaderField[];
	/** The text part, or what its HTML says as text; cut to a readable length. */
	readonly text: string;
	readonly isTextCut: boolean;
	/** The name is empty where it has none. */
	readonly attachments: readonly Attachment[];
	/** There is more than is told here: headers or attachments beyond a limit, or parts that can't be made sense of. */
	readonly isPartial: boolean;
	/** Of certified mail. */
	readonly certified?: CertifiedPreview;
}

/** What certified mail says of itself. */
export interface CertifiedPreview {
	readonly kind: CertifiedKind;
	/** The Message-ID of the message that it is about, by its header. */
	readonly reference?: string;
	/** What daticert.xml tells: `unreadable` where it can't be read; absent where there is none. */
	readonly data?: CertifiedData | 'unreadable';
}

/** How long parsing may take, in milliseconds: then it is given up. */
export interface Patience {
	/** From one piece to the next, or for the text at the end. */
	readonly step: number;
	/** In all, without the time in which pieces are waited for. */
	readonly whole: number;
}

const usualPatience: Patience = {step: 10_000, whole: 60_000};

/** Megabytes of heap that parsing may take. */
const heapMegabytes = 256;

/** Bytes of the beginning in which the header is looked for, and fields of it that are told. */
const headBytes = 256 * 1024;
const mostFields = 200;

const mostAttachments = 200;

/**
 * A message as a person reads it. Its content may be anything, and no parser is quick with all that may be
 * written: so it is parsed in a thread of its own, which is ended when it takes too long or too much. What is
 * known by then is told, and that it is not all.
 *
 * @param pieces the message as it is, however it is cut
 * @throws what `pieces` throws
 */
export async function previewOf(
	pieces: AsyncIterable<Buffer>,
	patience: Patience = usualPatience,
): Promise<MessagePreview> {
	await using parser = new ParserThread(patience);
	const head: Buffer[] = [];
	let bytes = 0;
	let isSound = true;
	for await (const piece of pieces) {
		if (bytes < headBytes) head.push(piece);
		bytes += piece.length;
		isSound &&= (await parser.ask(piece)) !== undefined;
	}

	const body = isSound ? await parser.ask('end') : undefined;
	const header = Buffer.concat(head);
	const {fields, isCut} = headerFields(header, mostFields);
	const kind = certifiedKindOf(header);
	const reference = fields.find(({name}) => name.toLowerCase() === 'x-riferimento-message-id')?.value;
	return {
		bytes,
		headers: fields,
		text: body?.text ?? '',
		isTextCut: body?.isTextCut ?? false,
		attachments: parser.attachments,
		isPartial: isCut || parser.hasMore || body === undefined,
		...(kind
			? {
					certified: {
						kind,
						...(reference ? {reference} : {}),
						...(parser.certificate ? {data: parser.certificate.data ?? 'unreadable'} : {}),
					},
				}
			: {}),
	};
}

/** The thread that parses, and what it has told so far. */
class ParserThread implements AsyncDisposable {
	readonly attachments: Attachment[] = [];
	/** There were more attachments than are told. */
	hasMore = false;
	/** The first that came. */
	certificate: Certificate | undefined;
	readonly #worker: Worker;
	readonly #step: number;
	#left: number;
	#isOver = false;
	#answer: (answer: Answer | undefined) => void = () => {};

	constructor({step, whole}: Patience) {
		this.#step = step;
		this.#left = whole;
		// Beside this file, compiled as this file is.
		const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
		this.#worker = new Worker(new URL(`thread.${extension}`, import.meta.url), {
			resourceLimits: {maxOldGenerationSizeMb: heapMegabytes},
		});
		const end = () => {
			this.#isOver = true;
			this.#answer(undefined);
		};
		this.#worker.on('message', (message: Told) => {
			if (message.kind === 'attachment') this.#attach(message.attachment);
			else if (message.kind === 'certificate') this.certificate ??= message;
			else if (message.kind === 'answer') this.#answer(message);
			else end();
		});
		this.#worker.on('error', end).on('exit', end);
	}

	/** Hands over a piece, or says that it was the last; undefined where it can't be made sense of, or not in time. */
	async ask(question: Question): Promise<Answer | undefined> {
		if (this.#isOver) return undefined;
		const {promise, resolve} = Promise.withResolvers<Answer | undefined>();
		this.#answer = resolve;
		const timer = setTimeout(() => resolve(undefined), Math.min(this.#step, this.#left));
		const asked = performance.now();
		this.#worker.postMessage(question);
		const answer = await promise;
		clearTimeout(timer);
		this.#left -= performance.now() - asked;
		return answer;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#worker.terminate();
	}

	#attach(attachment: Attachment): void {
		if (this.attachments.length < mostAttachments) this.attachments.push(attachment);
		else this.hasMore = true;
	}
}
