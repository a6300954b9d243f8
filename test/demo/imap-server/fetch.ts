/** What FETCH can ask of a message (RFC 3501 section 6.4.5), without ENVELOPE, BODYSTRUCTURE and single parts. */
import type {Message} from './account.ts';
import {type Argument, BadCommand, textOf} from './wire.ts';

export type FetchItem = {
	/** What it is called in the answer. */
	readonly name: string;
	readonly setsSeen: boolean;
	/** True where the whole message is read. */
	readonly whole: boolean;
	readonly value: (message: Message, recent: boolean) => string | Buffer;
};

const macros: Readonly<Record<string, readonly string[]>> = {
	FAST: ['FLAGS', 'INTERNALDATE', 'RFC822.SIZE'],
};

/** @throws {BadCommand} on an item that this server does not know. */
export function parseFetchItems(argument: Argument | undefined): FetchItem[] {
	const texts = argument?.type === 'list' ? argument.items.map(textOf) : [textOf(argument)];
	return texts.flatMap(text => macros[text.toUpperCase()] ?? [text]).map(parseItem);
}

export function flagsText(message: Message, recent: boolean): string {
	return `(${[...message.flags, ...(recent ? ['\\Recent'] : [])].join(' ')})`;
}

function parseItem(text: string): FetchItem {
	const plain = (value: FetchItem['value']): FetchItem => ({
		name: text.toUpperCase(),
		setsSeen: false,
		whole: false,
		value,
	});
	switch (text.toUpperCase()) {
		case 'UID': {
			return plain(message => `${message.uid}`);
		}

		case 'FLAGS': {
			return plain(flagsText);
		}

		case 'INTERNALDATE': {
			return plain(message => `"${message.internalDate}"`);
		}

		case 'RFC822.SIZE': {
			return plain(message => `${message.raw.length}`);
		}

		case 'RFC822': {
			return {...plain(message => message.raw), setsSeen: true, whole: true};
		}

		case 'RFC822.HEADER': {
			return plain(message => splitMessage(message.raw).header);
		}

		case 'RFC822.TEXT': {
			return {...plain(message => splitMessage(message.raw).text), setsSeen: true};
		}

		default: {
			return parseSection(text);
		}
	}
}

function parseSection(text: string): FetchItem {
	const parts = /^BODY(\.PEEK)?\[([^\]]*)\](?:<(\d+)\.(\d+)>)?$/i.exec(text);
	if (!parts) {
		throw new BadCommand(`This server does not know the item ${text}`);
	}

	const section = parts[2] ?? '';
	const read = sectionReader(section);
	const from = parts[3] === undefined ? undefined : Number(parts[3]);
	return {
		name: `BODY[${section}]${from === undefined ? '' : `<${from}>`}`,
		setsSeen: parts[1] === undefined,
		whole: section === '',
		value: message => {
			const bytes = read(message.raw);
			return from === undefined ? bytes : bytes.subarray(from, from + Number(parts[4]));
		},
	};
}

function sectionReader(section: string): (raw: Buffer) => Buffer {
	const fields = /^HEADER\.FIELDS(\.NOT)? \(([^)]*)\)$/i.exec(section);
	if (fields) {
		const names = new Set((fields[2] ?? '').toLowerCase().replaceAll('"', '').split(/ +/));
		return raw => pickFields(splitMessage(raw).header, name => names.has(name) === (fields[1] === undefined));
	}

	switch (section.toUpperCase()) {
		case '': {
			return raw => raw;
		}

		case 'HEADER': {
			return raw => splitMessage(raw).header;
		}

		case 'TEXT': {
			return raw => splitMessage(raw).text;
		}

		default: {
			throw new BadCommand(`This server does not know the section ${section}`);
		}
	}
}

/** The header ends with its empty line, which belongs to it. */
function splitMessage(raw: Buffer): {header: Buffer; text: Buffer} {
	if (raw.subarray(0, 2).equals(Buffer.from('\r\n'))) {
		return {header: raw.subarray(0, 2), text: raw.subarray(2)};
	}

	const end = raw.indexOf('\r\n\r\n');
	const cut = end === -1 ? raw.length : end + 4;
	return {header: raw.subarray(0, cut), text: raw.subarray(cut)};
}

function pickFields(header: Buffer, wanted: (name: string) => boolean): Buffer {
	const fields = header.toString('latin1').split(/\r\n(?![ \t])/);
	const picked = fields.filter(
		field => field !== '' && wanted(field.slice(0, field.indexOf(':')).trim().toLowerCase()),
	);
	return Buffer.from([...picked, '', ''].join('\r\n').replace(/^\r\n\r\n$/, '\r\n'), 'latin1');
}

/** One untagged FETCH as bytes. */
export function formatFetch(
	sequence: number,
	message: Message,
	items: readonly FetchItem[],
	recent: boolean,
): Buffer {
	const chunks: Buffer[] = [Buffer.from(`* ${sequence} FETCH (`)];
	for (const [index, item] of items.entries()) {
		const value = item.value(message, recent);
		const before = `${index === 0 ? '' : ' '}${item.name} `;
		if (typeof value === 'string') {
			chunks.push(Buffer.from(before + value));
		} else {
			chunks.push(Buffer.from(`${before}{${value.length}}\r\n`), value);
		}
	}

	return Buffer.concat([...chunks, Buffer.from(')\r\n')]);
}

/** The value of a header field, unfolded, or undefined. */
export function headerField(raw: Buffer, name: string): string | undefined {
	const picked = pickFields(splitMessage(raw).header, other => other === name.toLowerCase()).toString(
		'latin1',
	);
	const colon = picked.indexOf(':');
	return colon === -1
		? undefined
		: picked
				.slice(colon + 1)
				.replace(/\r\n/g, '')
				.trim();
}
