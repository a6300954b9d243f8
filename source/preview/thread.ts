import {parentPort} from 'node:worker_threads';
import {type AttachmentStream, MailParser, type MessageText} from 'mailparser';
import {type CertifiedData, certifiedDataOf, longestDaticert} from '../certified/daticert.ts';

/** Something that comes with a message. */
export interface Attachment {
	readonly name: string;
	readonly type: string;
	readonly bytes: number;
}

/** A piece of the message, or that there is no more. */
export type Question = Uint8Array | 'end';

/** A piece has been taken; or, at the end, what the message says. */
export interface Answer {
	readonly kind: 'answer';
	readonly text: string;
	readonly isTextCut: boolean;
}

/** What its provider tells of certified mail; without `data` there is something that can't be read. */
export interface Certificate {
	readonly kind: 'certificate';
	readonly data?: CertifiedData;
}

/** What the thread tells: attachments as they come, one answer to each question, or that there will be none. */
export type Told =
	| Answer
	| Certificate
	| {readonly kind: 'attachment'; readonly attachment: Attachment}
	| {readonly kind: 'failed'};

/** Bytes of text parts that are looked at, as they are encoded, and characters that are told. */
const textBytes = 512 * 1024;
const textCharacters = 100_000;

/** Characters of an attachment's name or type: no file system has longer ones. */
const longestName = 255;

/** What mailparser does with each part; its types don't tell. */
declare module 'mailparser' {
	interface MailParser {
		readonly curnode?: {readonly isAttachment?: boolean; readonly decoder?: unknown};
		processChunk(
			chunk: {readonly type: 'node' | 'data' | 'body'; readonly value?: Buffer},
			done: () => void,
		): void;
	}
}

/** Reads all of a message, but keeps no more of its text than is shown: a text may be as long as an attachment. */
class FrugalParser extends MailParser {
	isCut = false;
	#left = textBytes;

	override processChunk(
		chunk: Parameters<MailParser['processChunk']>[0],
		done: Parameters<MailParser['processChunk']>[1],
	): void {
		const isText = chunk.type === 'body' && this.curnode?.decoder && !this.curnode.isAttachment;
		if (isText && this.#left <= 0) {
			this.isCut = true;
			setImmediate(done);
			return;
		}

		if (isText) this.#left -= chunk.value?.length ?? 0;
		super.processChunk(chunk, done);
	}
}

function tell(told: Told): void {
	parentPort?.postMessage(told);
}

const parser = new FrugalParser({skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true});
let text = '';
let isSound = true;
const answer = () => {
	if (isSound) tell({kind: 'answer', text: '', isTextCut: false});
};

parser.on('data', (part: AttachmentStream | MessageText) => {
	if (part.type === 'text') {
		text = part.text ?? '';
		return;
	}

	let bytes = 0;
	const isCertificate = part.filename?.toLowerCase() === 'daticert.xml';
	const chunks: Buffer[] = [];
	part.content.on('data', (chunk: Buffer) => {
		bytes += chunk.length;
		if (isCertificate && bytes <= longestDaticert) chunks.push(chunk);
	});
	part.content.on('end', () => {
		const [name = '', type] = [part.filename, part.contentType].map(each => each?.slice(0, longestName));
		tell({kind: 'attachment', attachment: {name, type: type ?? '', bytes}});
		if (isCertificate) {
			const data = bytes <= longestDaticert ? certifiedDataOf(Buffer.concat(chunks)) : undefined;
			tell({kind: 'certificate', ...(data ? {data} : {})});
		}

		part.release();
	});
});
parser.on('end', () => {
	if (!isSound) return;
	const isTextCut = parser.isCut || text.length > textCharacters;
	tell({kind: 'answer', text: text.slice(0, textCharacters), isTextCut});
});
parser.on('error', () => {
	isSound = false;
	tell({kind: 'failed'});
});
parentPort?.on('message', (question: Question) => {
	if (question === 'end') parser.end();
	else if (parser.write(question)) answer();
	else parser.once('drain', answer);
});
