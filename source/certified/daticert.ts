import {isUtf8} from 'node:buffer';

/**
 * What the provider tells of a certified message in daticert.xml (RFC 6109, 4.3), as far as a person wants to know it.
 * It is text from outside, and proves nothing: the signature does.
 */
export interface CertifiedData {
	readonly sender?: string;
	readonly recipients: readonly string[];
	/** There are more recipients than are told. */
	readonly hasMore: boolean;
	readonly subject?: string;
	/** Who issued it. */
	readonly provider?: string;
	/** As it is written: day, time and zone. */
	readonly date?: string;
	/** To whom it was delivered. */
	readonly delivery?: string;
	/** Of a receipt of delivery: `completa`, `breve` or `sintetica`. */
	readonly receipt?: string;
	/** The Message-ID of the message that it is about. */
	readonly reference?: string;
	/** What went wrong, in the provider's words. */
	readonly error?: string;
}

/** Bytes of a daticert.xml that are read. */
export const longestDaticert = 256 * 1024;

const most = {recipients: 20, depth: 16, text: 1000} as const;

const attribute = String.raw`\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*')`;
const token = new RegExp(
	[
		String.raw`<!--[^]*?-->|<\?[^]*?\?>`,
		String.raw`<!\[CDATA\[(?<raw>[^]*?)\]\]>`,
		String.raw`</(?<end>[\w:.-]+)\s*>`,
		String.raw`<(?<start>[\w:.-]+)(?<attributes>(?:${attribute})*)\s*(?<empty>/?)>`,
		'(?<text>[^<]+)',
	].join('|'),
	'y',
);

/**
 * Reads a daticert.xml. It is XML without a document type and without entities but XML's own five: whatever else is
 * in it, or not well formed, is not read at all.
 *
 * @returns undefined where it can't be read
 */
export function certifiedDataOf(xml: Buffer): CertifiedData | undefined {
	if (xml.length > longestDaticert) return undefined;
	const source = (isUtf8(xml) ? xml.toString('utf8') : new TextDecoder('windows-1252').decode(xml)).replace(
		/^\ufeff/,
		'',
	);
	const found = new Map<string, string[]>();
	const add = (name: string, value: string) => {
		const text = value.replaceAll(/\s+/g, ' ').trim().slice(0, most.text);
		if (text === '') return;
		const known = found.get(name);
		if (known) known.push(text);
		else found.set(name, [text]);
	};
	const open: {readonly name: string; text: string}[] = [];
	let isOver = false;
	for (token.lastIndex = 0; token.lastIndex < source.length; ) {
		const groups = token.exec(source)?.groups;
		if (!groups) return undefined;
		const {raw, end, start, attributes = '', empty, text} = groups;
		const inner = open.at(-1);
		if (text !== undefined || raw !== undefined) {
			const plain = raw ?? resolved(text ?? '');
			if (plain === undefined || (!inner && plain.trim() !== '')) return undefined;
			if (inner) inner.text += plain;
		} else if (start !== undefined) {
			if (isOver || open.length >= most.depth || (!inner && start !== 'postacert')) return undefined;
			const type = /\stipo\s*=\s*["']([^"']*)/.exec(attributes)?.[1];
			if (type !== undefined && start === 'ricevuta') add('ricevuta', resolved(type) ?? '');
			const zone = /\szona\s*=\s*["']([^"']*)/.exec(attributes)?.[1];
			if (zone !== undefined && start === 'data') add('zona', resolved(zone) ?? '');
			if (empty === '') open.push({name: start, text: ''});
			else if (!inner) isOver = true;
		} else if (end !== undefined) {
			if (inner?.name !== end) return undefined;
			open.pop();
			add(end, inner.text);
			isOver = open.length === 0;
		}
	}

	return isOver ? dataIn(found) : undefined;
}

function dataIn(found: ReadonlyMap<string, readonly string[]>): CertifiedData {
	const first = (name: string) => found.get(name)?.[0];
	const recipients = found.get('destinatari') ?? [];
	const date = [first('giorno'), first('ora'), first('zona')].filter(Boolean).join(' ');
	const told = {
		sender: first('mittente'),
		subject: first('oggetto'),
		provider: first('gestore-emittente'),
		date: date === '' ? undefined : date,
		delivery: first('consegna'),
		receipt: first('ricevuta'),
		reference: first('msgid'),
		error: first('errore-esteso'),
	};
	return {
		...Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined)),
		recipients: recipients.slice(0, most.recipients),
		hasMore: recipients.length > most.recipients,
	};
}

const entities: ReadonlyMap<string, string> = new Map([
	['amp', '&'],
	['lt', '<'],
	['gt', '>'],
	['quot', '"'],
	['apos', "'"],
]);

/** Text with XML's own entities and numbers of signs resolved; undefined where it has any other. */
function resolved(text: string): string | undefined {
	let isSound = true;
	const plain = text.replaceAll(
		/&(?:#(\d{1,7})|#x([\dA-Fa-f]{1,6})|(\w+))?;?/g,
		(whole, decimal, hexadecimal, name) => {
			const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
			const sign =
				name === undefined
					? code <= 0x10_ff_ff
						? String.fromCodePoint(code)
						: undefined
					: entities.get(name);
			isSound &&= whole.endsWith(';') && sign !== undefined;
			return sign ?? '';
		},
	);
	return isSound ? plain : undefined;
}
