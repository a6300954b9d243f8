import {randomBytes} from 'node:crypto';
import {writeFile} from 'node:fs/promises';
import {hostname} from 'node:os';
import {join} from 'node:path';
import type {Side} from '../../../problem.ts';
import {decodeName, encodeName} from '../../imap/utf7.ts';
import {isInbox} from '../../roles.ts';
import type {Tree} from '../box.ts';
import {shownName} from '../disk.ts';
import {freeName, shortened} from '../folder-names.ts';
import {withLf} from '../line-ends.ts';
import {readText} from '../reading.ts';
import {isMissing} from '../sidecar.ts';
import {writeWhole} from '../writing.ts';
import {DirectoryTree, type Shape} from './directory-tree.ts';
import type {Layout} from './layout.ts';
import {isPlausible} from './line.ts';
import {ownName} from './place.ts';

/** Flags that a name tells, in the order in which they stand there (Maildir, and Maildir++ of Courier and Dovecot). */
const letters: ReadonlyMap<string, string> = new Map([
	['\\draft', 'D'],
	['\\flagged', 'F'],
	['\\answered', 'R'],
	['\\seen', 'S'],
	['\\deleted', 'T'],
]);
const flags: ReadonlyMap<string, string> = new Map([
	['D', '\\Draft'],
	['F', '\\Flagged'],
	// "Passed": resent or forwarded.
	['P', '$Forwarded'],
	['R', '\\Answered'],
	['S', '\\Seen'],
	['T', '\\Deleted'],
]);

/** Keywords have the small letters (Dovecot), told in the order of this file. */
const keywordsFile = 'dovecot-keywords';
const mostKeywords = 26;
const letterOf = (index: number) => String.fromCharCode(97 + index);

/** When the last name was given, in microseconds since 1970. */
let lastTime = 0;

/** The directories of a folder. */
const rooms = ['cur', 'new', 'tmp'];

/** One file a message, in `cur` once somebody may have seen it, its flags in its name. */
const layout: Layout = {
	format: 'maildir',
	rooms: ['new', 'cur'],
	workshop: 'tmp',
	keyOf: name => (name.startsWith('.') ? undefined : name.replace(/:2,[^:]*$/, '')),
	compare: (one, other) => timeOf(one) - timeOf(other) || (one < other ? -1 : 1),
	// As programs on Unix keep it, where that loses nothing.
	toDisk: content => withLf(content) ?? content,
	bytesOf(key, size) {
		const [told, bytes] = ['S', 'W'].map(letter =>
			Number(new RegExp(`,${letter}=(\\d+)(?:,|$)`).exec(key)?.[1]),
		);
		return told === size && bytes !== undefined && isPlausible({bytes, size}) ? bytes : undefined;
	},
	datedByHeader: false,
	newKey(_uid, {size, bytes}) {
		// In the order of their UIDs, since whoever gives UIDs of their own goes by the names.
		lastTime = Math.max(lastTime + 1, Date.now() * 1000);
		const host = hostname().replaceAll('/', '\\057').replaceAll(':', '\\072');
		const time = `${Math.floor(lastTime / 1e6)}.M${lastTime % 1e6}`;
		return `${time}P${process.pid}R${randomBytes(4).toString('hex')}.${host},S=${size},W=${bytes}`;
	},
	flagsOf(file, keywords, line) {
		const info = /:2,([^:]*)$/.exec(file)?.[1] ?? '';
		const told = [...info].flatMap(
			letter => (flags.get(letter) ?? keywords[letter.charCodeAt(0) - 97]) || [],
		);
		const named = new Set(keywords.map(each => each.toLowerCase()));
		const others = line.filter(flag => !letters.has(flag.toLowerCase()) && !named.has(flag.toLowerCase()));
		return [...new Set([...told, ...others])];
	},
	fileOf(key, wanted, keywords) {
		const lower = new Set(wanted.map(flag => flag.toLowerCase()));
		const system = [...letters].flatMap(([flag, letter]) => (lower.has(flag) ? letter : []));
		const own = keywords.flatMap((keyword, index) =>
			lower.has(keyword.toLowerCase()) ? letterOf(index) : [],
		);
		return `cur/${key}:2,${[...system, ...own].join('')}`;
	},
	async readKeywords(directory) {
		const keywords: string[] = [];
		for (const line of (await textOf(join(directory, keywordsFile))).split('\n')) {
			// A system flag has a letter of its own.
			const [, index = '', keyword = ''] = /^(\d{1,2}) ([^\s\\]\S*)$/.exec(line) ?? [];
			if (keyword !== '' && Number(index) < mostKeywords) keywords[Number(index)] = keyword;
		}

		return Array.from(keywords, keyword => keyword ?? '');
	},
	async learnKeywords(directory, known, wanted) {
		const all = [...known];
		for (const keyword of wanted) {
			const isKnown = all.some(each => each.toLowerCase() === keyword.toLowerCase());
			if (!isKnown && all.length < mostKeywords) all.push(keyword);
		}

		if (all.length > known.length) {
			const lines = all.map((keyword, index) => `${index} ${keyword}\n`);
			await writeWhole(join(directory, keywordsFile), lines.join(''));
		}

		return all;
	},
	companions: ['maildirfolder', keywordsFile],
	async complete(directory, path) {
		if (!isInbox(path)) await writeFile(join(directory, 'maildirfolder'), '', {mode: 0o600});
	},
};

/** Maildir++: INBOX is the topmost directory, all others are in it, as `.Level.Level`; others nest theirs, which are read too. */
const shape: Shape = {
	layout,
	isFolder: ({files, directories}, name) =>
		directories.includes('cur') ||
		files.includes('maildirfolder') ||
		// A folder to Dovecot too; a process that is killed while it makes or removes one may leave no more of it.
		(name?.startsWith('.') === true &&
			files.every(file => file.startsWith(ownName) || layout.companions.includes(file)) &&
			directories.every(each => rooms.includes(each))),
	mayHold: name => !rooms.includes(name),
	levelsOf: name =>
		(name.startsWith('.') ? name.slice(1).split('.') : [name]).map(level =>
			decodeName(shownName(level)).normalize('NFC'),
		),
	topOf: () => ['INBOX'],
	inbox: '',
	isNested: false,
	nameFor(path, taken) {
		const levels = path.map(level => encodeName(level.replaceAll(/[./\u0000-\u001f\u007f]/g, '_') || '_'));
		return freeName(shortened(`.${levels.join('.')}`, '_'), taken, '_');
	},
};

/** Mail as a Maildir. */
export function maildirTree(side: Side, root: string, known = root): Tree {
	return new DirectoryTree(side, root, shape, known);
}

/** When a name was given, as far as it tells: in seconds, and the microseconds behind `M`. */
function timeOf(key: string): number {
	const [, seconds = '0', micros = '0'] = /^(\d{1,12})(?:\.(?:[A-Z]\w*?)?M(\d{1,6}))?/.exec(key) ?? [];
	return Number(seconds) + Number(micros) / 1e6;
}

async function textOf(path: string): Promise<string> {
	try {
		return await readText(path);
	} catch (error) {
		if (isMissing(error)) return '';
		throw error;
	}
}
