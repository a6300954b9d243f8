import {type Hostile, type Script, startHostile} from './hostile.ts';

/** A message as Gmail keeps it: once, under any number of labels. */
export type GmailMessage = {
	/** X-GM-MSGID: 64 bits, in decimal. */
	readonly id: string;
	/** As Gmail writes them, without quotes: `\Inbox`, `Work/Clients`, `&ANw-bung`. Under none, it is archived. */
	labels: readonly string[];
	readonly content: string;
	readonly flags?: readonly string[];
};

/** What Gmail calls its own folders in a language. */
export type GmailNames = Readonly<Record<keyof typeof own, string>>;

/** Gmail's own folders: their attributes (RFC 6154), and the label that they show. */
const own = {
	drafts: ['\\Drafts', '\\Draft'],
	trash: ['\\Trash', '\\Trash'],
	important: ['\\Important', '\\Important'],
	sent: ['\\Sent', '\\Sent'],
	junk: ['\\Junk', '\\Spam'],
	starred: ['\\Flagged', '\\Starred'],
	all: ['\\All', ''],
} as const;

export const italian: GmailNames = {
	drafts: 'Bozze',
	trash: 'Cestino',
	important: 'Importanti',
	sent: 'Posta inviata',
	junk: 'Spam',
	starred: 'Speciali',
	all: 'Tutti i messaggi',
};

export const english: GmailNames = {
	drafts: 'Drafts',
	trash: 'Trash',
	important: 'Important',
	sent: 'Sent Mail',
	junk: 'Spam',
	starred: 'Starred',
	all: 'All Mail',
};

/** As imap.gmail.com said them after a login in September 2026, but for compression. */
const capabilities =
	'IMAP4rev1 UNSELECT IDLE NAMESPACE QUOTA ID XLIST CHILDREN X-GM-EXT-1 UIDPLUS ENABLE MOVE CONDSTORE ESEARCH UTF8=ACCEPT LIST-EXTENDED LIST-STATUS LITERAL- SPECIAL-USE APPENDLIMIT=35651584';

type Shown = {readonly name: string; readonly attributes: string; readonly label: string};

/**
 * A server that answers as Gmail does (X-GM-EXT-1): each message in the folder of each of its labels, and in that of all
 * mail. What is read from it is looked up at each command, so a test may change labels and add messages.
 */
export async function startGmail(
	messages: readonly GmailMessage[],
	{names = italian, labels = []}: {readonly names?: GmailNames; readonly labels?: readonly string[]} = {},
): Promise<Hostile> {
	const folders: readonly Shown[] = [
		{name: 'INBOX', attributes: '\\HasNoChildren', label: '\\Inbox'},
		...labels.map(label => ({name: label, attributes: '\\HasNoChildren', label})),
		{name: '[Gmail]', attributes: '\\HasChildren \\Noselect', label: 'none'},
		...Object.entries(own).map(([key, [attribute, label]]) => ({
			name: `[Gmail]/${names[key as keyof typeof own]}`,
			attributes: `${attribute} \\HasNoChildren`,
			label,
		})),
	];
	const numberOf = (folder: Shown) => folders.indexOf(folder) + 1;
	/** The messages of a folder by UID, in its order. */
	const shownIn = (folder: Shown) =>
		messages.flatMap((message, index) => {
			const isHidden = message.labels.includes('\\Trash') || message.labels.includes('\\Spam');
			const isShown = folder.label === '' ? !isHidden : message.labels.includes(folder.label);
			return isShown ? [{uid: numberOf(folder) * 1000 + index, message}] : [];
		});
	const counts = (folder: Shown) =>
		`(MESSAGES ${shownIn(folder).length} UIDNEXT ${numberOf(folder) * 1000 + messages.length} UIDVALIDITY ${numberOf(folder)})`;
	const opened = new Map<number, Shown>();
	const named = (command: string) => {
		const name = /^\w+ (?:"((?:\\.|[^"])*)"|(\S+))/.exec(command);
		const raw = (name?.[1]?.replaceAll(/\\(.)/g, '$1') ?? name?.[2] ?? '').replace(/^inbox$/i, 'INBOX');
		return folders.find(folder => folder.name === raw);
	};
	const script: Script = (command, tag, _isEncrypted, connection) => {
		const [word = ''] = command.toUpperCase().split(' ');
		const folder = named(command);
		switch (word) {
			case 'GREETING':
				return '* OK Gimap ready for requests from 127.0.0.1\r\n';
			case 'CAPABILITY':
				return `* CAPABILITY ${capabilities}\r\n`;
			case 'NAMESPACE':
				return '* NAMESPACE (("" "/")) NIL NIL\r\n';
			case 'LIST':
				return folders
					.map(each => {
						const listed = `* LIST (${each.attributes}) "/" ${quoted(each.name)}\r\n`;
						const isPlain = each.label === 'none' || !command.includes('STATUS');
						return isPlain ? listed : `${listed}* STATUS ${quoted(each.name)} ${counts(each)}\r\n`;
					})
					.join('');
			case 'LSUB':
				return folders.map(({name}) => `* LSUB () "/" ${quoted(name)}\r\n`).join('');
			case 'STATUS':
				return folder ? `* STATUS ${quoted(folder.name)} ${counts(folder)}\r\n` : '';
			case 'SELECT':
			case 'EXAMINE': {
				if (!folder) return {all: `${tag} NO [NONEXISTENT] Unknown Mailbox (Failure)\r\n`};
				opened.set(connection, folder);
				return [
					'* FLAGS (\\Answered \\Flagged \\Draft \\Deleted \\Seen $NotPhishing $Phishing)',
					'* OK [PERMANENTFLAGS ()] Flags permitted.',
					`* OK [UIDVALIDITY ${numberOf(folder)}] UIDs valid.`,
					`* ${shownIn(folder).length} EXISTS`,
					'* 0 RECENT',
					`* OK [UIDNEXT ${numberOf(folder) * 1000 + messages.length}] Predicted next UID.`,
					'',
				].join('\r\n');
			}

			case 'UID': {
				const open = opened.get(connection);
				if (!open || !/^UID FETCH/i.test(command)) return '';
				const isAsked = inSet(/^UID FETCH (\S+)/i.exec(command)?.[1] ?? '');
				return shownIn(open)
					.map(({uid, message}, index) =>
						isAsked(uid) ? fetched(index + 1, uid, message, open, command) : '',
					)
					.join('');
			}

			default:
				return undefined;
		}
	};
	return startHostile(script);
}

/** One FETCH answer: the items in Gmail's own order, UID after what is its own. */
function fetched(
	sequence: number,
	uid: number,
	{id, labels, content, flags = []}: GmailMessage,
	{label}: Shown,
	command: string,
): string {
	const asks = (item: string) => command.includes(item);
	// The label of the open folder is left out: only the folder of all mail shows all of them.
	const others = labels.filter(each => each !== label);
	const section = /BODY\.PEEK(\[[^\]]*\])/.exec(command)?.[1];
	const body = section === '[]' ? content : headerOf(content, section ?? '');
	const items = [
		...(asks('X-GM-MSGID') ? [`X-GM-MSGID ${id}`] : []),
		...(asks('X-GM-LABELS') ? [`X-GM-LABELS (${others.map(written).join(' ')})`] : []),
		`UID ${uid}`,
		...(asks('RFC822.SIZE') ? [`RFC822.SIZE ${Buffer.byteLength(content)}`] : []),
		...(asks('INTERNALDATE') ? ['INTERNALDATE "05-Feb-2024 09:11:12 +0000"'] : []),
		...(asks('FLAGS') ? [`FLAGS (${flags.join(' ')})`] : []),
		...(section ? [`BODY${section} {${Buffer.byteLength(body)}}\r\n${body}`] : []),
	];
	return `* ${sequence} FETCH (${items.join(' ')})\r\n`;
}

/** A label on the wire: Gmail's own always quoted, others as atoms where they can be; a literal where neither is handy. */
function written(label: string): string {
	if (label.includes('"')) return `{${Buffer.byteLength(label)}}\r\n${label}`;
	return /^[\w&/,+-]+$/.test(label) ? label : quoted(label);
}

function quoted(text: string): string {
	return `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
}

function headerOf(content: string, section: string): string {
	const wanted = (/HEADER\.FIELDS \(([^)]*)\)/.exec(section)?.[1] ?? '').toLowerCase().split(' ');
	const header = content.slice(0, content.indexOf('\r\n\r\n'));
	const fields = header.split(/\r\n(?![ \t])/);
	const found = fields.filter(field => wanted.includes(field.slice(0, field.indexOf(':')).toLowerCase()));
	return [...found, '', ''].join('\r\n');
}

function inSet(set: string): (uid: number) => boolean {
	const ranges = set.split(',').map(part => {
		const [from = 0, to = from] = part
			.split(':')
			.map(end => (end === '*' ? Number.POSITIVE_INFINITY : Number(end)));
		return {from, to};
	});
	return uid => ranges.some(({from, to}) => from <= uid && uid <= to);
}
