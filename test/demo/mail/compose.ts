/** Builds messages byte by byte, the same at every run: a seed stands where chance would. */
import type {DemoMessage} from '../server.ts';

/** A number from 0 up to 1, as Math.random gives, but repeatable (mulberry32). */
export type Chance = () => number;

export function chanceFrom(seed: string): Chance {
	let state = [...seed].reduce(
		(sum, character) => Math.imul(sum ^ (character.codePointAt(0) ?? 0), 16_777_619),
		2_166_136_261,
	);
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

export function pick<Item>(items: readonly [Item, ...Item[]], chance: Chance): Item {
	return items[Math.floor(chance() * items.length)] ?? items[0];
}

/** Bytes that compress as badly as a scanned page. */
export function blob(size: number, chance: Chance): Buffer {
	const bytes = Buffer.alloc(size);
	for (let at = 0; at < size; at++) {
		bytes[at] = chance() * 256;
	}

	return bytes;
}

/** The header and body of one MIME entity, without a line end after it. */
export type Part = {readonly headers: readonly string[]; readonly body: Buffer};

export function textPart(text: string, subtype = 'plain', headers: readonly string[] = []): Part {
	return {
		headers: [`Content-Type: text/${subtype}; charset=UTF-8`, 'Content-Transfer-Encoding: 8bit', ...headers],
		body: Buffer.from(text.replace(/\r?\n/g, '\r\n')),
	};
}

export function filePart(name: string, type: string, content: Buffer): Part {
	return {
		headers: [
			`Content-Type: ${type}; name="${name}"`,
			'Content-Transfer-Encoding: base64',
			`Content-Disposition: attachment; filename="${name}"`,
		],
		body: Buffer.from(content.toString('base64').replace(/.{76}(?=.)/g, '$&\r\n')),
	};
}

export function multipart(type: string, boundary: string, parts: readonly Part[], text = ''): Part {
	return {
		headers: [`Content-Type: multipart/${type}; boundary="${boundary}"`],
		body: Buffer.concat([
			Buffer.from(text),
			...parts.flatMap(part => [Buffer.from(`--${boundary}\r\n`), entity(part), Buffer.from('\r\n')]),
			Buffer.from(`--${boundary}--\r\n`),
		]),
	};
}

export function entity({headers, body}: Part): Buffer {
	return Buffer.concat([Buffer.from(`${headers.join('\r\n')}\r\n\r\n`), body]);
}

/** A header value with what is not ASCII in encoded words (RFC 2047), each on a line of its own. */
export function headerText(text: string): string {
	if (/^[\x20-\x7e]*$/.test(text)) {
		return text;
	}

	const words: string[] = [];
	let word = '';
	for (const character of text) {
		if (Buffer.byteLength(word + character) > 42) {
			words.push(word);
			word = '';
		}

		word += character;
	}

	words.push(word);
	return words.map(word => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}

export type Person = {readonly name: string; readonly address: string};

export function mailbox({name, address}: Person): string {
	const encoded = headerText(name);
	return encoded === name ? `"${name}" <${address}>` : `${encoded} <${address}>`;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** A moment as a clock somewhere shows it. */
export type Clock = {
	readonly rfc5322: string;
	/** IMAP's `dd-Mon-yyyy hh:mm:ss +zzzz`. */
	readonly imap: string;
	/** `dd/mm/yyyy`, `hh:mm:ss` and the zone, as certified mail writes them. */
	readonly italian: {readonly day: string; readonly time: string; readonly zone: string};
};

/** @param zoneMinutes east of Greenwich; Italy's where it is left out, near enough (summer time from April to October). */
export function clock(time: Date, zoneMinutes?: number): Clock {
	const month = time.getUTCMonth();
	const minutes = zoneMinutes ?? (month >= 3 && month <= 9 ? 120 : 60);
	const local = new Date(time.getTime() + minutes * 60_000);
	const two = (number: number) => `${number}`.padStart(2, '0');
	const zone = `${minutes < 0 ? '-' : '+'}${two(Math.floor(Math.abs(minutes) / 60))}${two(Math.abs(minutes) % 60)}`;
	const day = two(local.getUTCDate());
	const monthName = months[local.getUTCMonth()] ?? '';
	const year = local.getUTCFullYear();
	const hour = local.toISOString().slice(11, 19);
	return {
		rfc5322: `${days[local.getUTCDay()] ?? ''}, ${day} ${monthName} ${year} ${hour} ${zone}`,
		imap: `${day}-${monthName}-${year} ${hour} ${zone}`,
		italian: {day: `${day}/${two(local.getUTCMonth() + 1)}/${year}`, time: hour, zone},
	};
}

export type Letter = {
	readonly from: Person;
	readonly to: Person;
	readonly subject: string;
	readonly time: Date;
	readonly zoneMinutes?: number;
	readonly messageId: string;
	readonly headers?: readonly string[];
	readonly content: Part;
	readonly flags: readonly string[];
};

/** A whole message, as it is after delivery. */
export function compose(letter: Letter): DemoMessage {
	const when = clock(letter.time, letter.zoneMinutes);
	const headers = [
		...(letter.headers ?? []),
		`Message-ID: <${letter.messageId}>`,
		`Date: ${when.rfc5322}`,
		`From: ${mailbox(letter.from)}`,
		`To: ${mailbox(letter.to)}`,
		`Subject: ${headerText(letter.subject)}`,
		'MIME-Version: 1.0',
		...letter.content.headers,
	];
	return {
		raw: entity({headers, body: letter.content.body}),
		flags: letter.flags,
		date: clock(new Date(letter.time.getTime() + 3000), letter.zoneMinutes).imap,
	};
}
