/** One connection: its state, its view of the selected folder, and the commands. */
import {once} from 'node:events';
import type {Socket} from 'node:net';
import {type Account, type Folder, type Message, systemFlags} from './account.ts';
import {type FetchItem, flagsText, formatFetch, headerField, parseFetchItems} from './fetch.ts';
import {formatSet, matcherOf, parseSet} from './names.ts';
import {
	type Argument,
	BadCommand,
	bytesOf,
	type Command,
	CommandReader,
	itemsOf,
	parseCommand,
	quote,
	Refusal,
	tagOf,
	textOf,
} from './wire.ts';

/** What a session believes about a message; sequence numbers are positions in an array of these. */
type Seen = {readonly message: Message; revision: number};

type Selected = {
	readonly folder: Folder;
	readonly readOnly: boolean;
	seen: Seen[];
	readonly recent: Set<Message>;
};

/** A command's answer: the text of the tagged OK, without OK. */
type Handler = (command: Command) => string | Promise<string>;

const dateTime =
	/^[ \d]\d-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{4} \d\d:\d\d:\d\d [+-]\d{4}$/;
const statusItems = ['MESSAGES', 'RECENT', 'UIDNEXT', 'UIDVALIDITY', 'UNSEEN', 'DELETED', 'SIZE'] as const;
const anyState = new Set(['CAPABILITY', 'NOOP', 'LOGOUT', 'ID', 'LOGIN', 'AUTHENTICATE']);
/** Commands by sequence number, whose numbers an EXPUNGE before their answer would shift (RFC 3501 section 7.4.1). */
const keepsNumbers = new Set(['FETCH', 'STORE', 'SEARCH']);

export class Session {
	readonly #account: Account;
	readonly #socket: Socket;
	readonly #reader = new CommandReader();
	readonly #handlers: Readonly<Record<string, Handler>>;
	#loggedIn = false;
	#loggingOut = false;
	#selected: Selected | undefined;
	/** Set while a line of the client is not a command but the answer to `+`. */
	#answer: ((line: Buffer) => void) | undefined;

	constructor(account: Account, socket: Socket) {
		this.#account = account;
		this.#socket = socket;
		const byNumber: Record<string, (command: Command, uid: boolean) => string | Promise<string>> = {
			FETCH: (command, uid) => this.#fetch(command, uid),
			STORE: (command, uid) => this.#store(command, uid),
			SEARCH: (command, uid) => this.#search(command, uid),
			COPY: (command, uid) => this.#copy(command, uid),
			MOVE: (command, uid) => this.#move(command, uid),
		};
		this.#handlers = {
			CAPABILITY: () => {
				this.#send(`* CAPABILITY ${this.#capabilities}`);
				return 'done';
			},
			NOOP: () => 'done',
			CHECK: () => 'done',
			ID: () => {
				this.#send('* ID ("name" "trasloco demo server")');
				return 'done';
			},
			LOGOUT: () => {
				this.#send('* BYE Arrivederci');
				this.#loggingOut = true;
				return 'done';
			},
			LOGIN: command => this.#login(bytesOf(command.arguments[0]), bytesOf(command.arguments[1])),
			NAMESPACE: () => {
				const {prefix, delimiter} = account.options;
				this.#send(`* NAMESPACE ((${quote(prefix)} ${quote(delimiter)})) NIL NIL`);
				return 'done';
			},
			LIST: command => this.#list(command),
			LSUB: command => this.#lsub(command),
			STATUS: command => {
				const name = textOf(command.arguments[0]);
				this.#sendStatus(account.canonical(name), account.folder(name), command.arguments[1]);
				return 'done';
			},
			SELECT: command => this.#select(textOf(command.arguments[0]), false),
			EXAMINE: command => this.#select(textOf(command.arguments[0]), true),
			UNSELECT: () => {
				this.#current();
				this.#selected = undefined;
				return 'done';
			},
			CLOSE: () => {
				const {folder, readOnly} = this.#current();
				if (!readOnly) {
					folder.remove(new Set(folder.messages.filter(message => message.flags.has('\\Deleted'))));
				}

				this.#selected = undefined;
				return 'done';
			},
			CREATE: command => this.#create(command),
			DELETE: command => {
				account.delete(textOf(command.arguments[0]));
				return 'done';
			},
			RENAME: command => {
				account.rename(textOf(command.arguments[0]), textOf(command.arguments[1]));
				return 'done';
			},
			SUBSCRIBE: command => {
				const name = account.canonical(textOf(command.arguments[0]));
				account.folder(name);
				account.subscriptions.add(name);
				return 'done';
			},
			UNSUBSCRIBE: command => {
				account.subscriptions.delete(account.canonical(textOf(command.arguments[0])));
				return 'done';
			},
			APPEND: command => this.#append(command),
			EXPUNGE: () => this.#expunge(() => true),
			'UID EXPUNGE': command => {
				const lastUid = this.#current().seen.at(-1)?.message.uid ?? 0;
				const inSet = parseSet(textOf(command.arguments[0]), lastUid);
				return this.#expunge(message => inSet(message.uid));
			},
			...Object.fromEntries(
				Object.entries(byNumber).flatMap(([name, handler]) => [
					[name, (command: Command) => handler(command, false)],
					[`UID ${name}`, (command: Command) => handler(command, true)],
				]),
			),
			...(account.options.quotaBytes === undefined
				? {}
				: {
						GETQUOTAROOT: command => {
							const name = textOf(command.arguments[0]);
							account.folder(name);
							this.#send(`* QUOTAROOT ${quote(account.canonical(name))} "User quota"`);
							return this.#quota();
						},
						GETQUOTA: () => this.#quota(),
					}),
		};
	}

	/** Serves until the client leaves. Reads no further while a command is under way, so a fast client waits. */
	async run(): Promise<void> {
		this.#send(`* OK [CAPABILITY ${this.#capabilities}] trasloco demo server ready`);
		for await (const chunk of this.#socket) {
			this.#reader.push(chunk);
			for (;;) {
				const step = this.#reader.next();
				if (!step) {
					break;
				}

				if (step.kind === 'continue') {
					this.#send('+ OK');
				} else {
					await this.#answerLine(step.pieces);
				}

				if (this.#loggingOut) {
					this.#socket.end();
					return;
				}
			}
		}
	}

	get #capabilities(): string {
		return [
			'IMAP4rev1 LITERAL+ SASL-IR AUTH=PLAIN ID NAMESPACE UIDPLUS MOVE UNSELECT CHILDREN',
			'SPECIAL-USE CREATE-SPECIAL-USE LIST-EXTENDED LIST-STATUS STATUS=SIZE',
			...(this.#account.options.quotaBytes === undefined ? [] : ['QUOTA QUOTA=RES-STORAGE']),
		].join(' ');
	}

	#send(line: string): void {
		this.#socket.write(`${line}\r\n`, 'latin1');
	}

	/** Waits where the client reads more slowly than we write. */
	async #sendBytes(bytes: Buffer): Promise<void> {
		if (!this.#socket.write(bytes)) {
			const gone = new AbortController();
			const onClose = () => gone.abort();
			this.#socket.once('close', onClose);
			try {
				await once(this.#socket, 'drain', {signal: gone.signal});
			} finally {
				this.#socket.off('close', onClose);
			}
		}
	}

	async #answerLine(pieces: readonly Buffer[]): Promise<void> {
		if (this.#answer) {
			const answer = this.#answer;
			this.#answer = undefined;
			answer(pieces[0] ?? Buffer.alloc(0));
			return;
		}

		const tag = tagOf(pieces);
		let answer: string;
		try {
			const command = parseCommand(pieces);
			if (command.name === 'AUTHENTICATE') {
				this.#authenticate(command);
				return;
			}

			answer = `OK ${await this.#handle(command)}`;
			this.#sync(!keepsNumbers.has(command.name));
		} catch (error) {
			if (error instanceof Refusal) {
				answer = `NO ${error.code === undefined ? '' : `[${error.code}] `}${error.message}`;
			} else if (error instanceof BadCommand) {
				answer = `BAD ${error.message}`;
			} else {
				throw error;
			}
		}

		this.#send(`${tag} ${answer}`);
	}

	#handle(command: Command): string | Promise<string> {
		const handler = Object.hasOwn(this.#handlers, command.name) ? this.#handlers[command.name] : undefined;
		if (!handler) {
			throw new BadCommand(`Unknown command ${command.name}`);
		}

		if (!this.#loggedIn && !anyState.has(command.name)) {
			throw new BadCommand('Log in first');
		}

		return handler(command);
	}

	/** Tells the client what has changed in its folder since it last heard. */
	#sync(mayExpunge: boolean): void {
		const selected = this.#selected;
		if (!selected) {
			return;
		}

		const {folder, recent} = selected;
		if (mayExpunge) {
			const present = new Set(folder.messages);
			let sequence = 0;
			selected.seen = selected.seen.filter(({message}) => {
				sequence += 1;
				if (!present.has(message)) {
					this.#send(`* ${sequence} EXPUNGE`);
					sequence -= 1;
				}

				return present.has(message);
			});
		}

		for (const [index, seen] of selected.seen.entries()) {
			if (seen.revision !== seen.message.revision) {
				seen.revision = seen.message.revision;
				const flags = flagsText(seen.message, recent.has(seen.message));
				this.#send(`* ${index + 1} FETCH (UID ${seen.message.uid} FLAGS ${flags})`);
			}
		}

		const lastUid = selected.seen.at(-1)?.message.uid ?? 0;
		const arrived = folder.messages.filter(message => message.uid > lastUid);
		if (arrived.length > 0) {
			this.#learn(selected, arrived);
			this.#send(`* ${selected.seen.length} EXISTS`);
			this.#send(`* ${recent.size} RECENT`);
		}
	}

	#learn(selected: Selected, arrived: readonly Message[]): void {
		for (const message of arrived) {
			selected.seen.push({message, revision: message.revision});
			if (message.recent) {
				selected.recent.add(message);
				message.recent = selected.readOnly;
			}
		}
	}

	#current(): Selected {
		if (!this.#selected) {
			throw new BadCommand('Select a folder first');
		}

		return this.#selected;
	}

	#currentForWriting(): Selected {
		const selected = this.#current();
		if (selected.readOnly) {
			throw new Refusal('The folder is open for reading only', 'CANNOT');
		}

		return selected;
	}

	/** The messages of a set, with their sequence numbers. */
	#pick(set: string, uid: boolean): {sequence: number; seen: Seen}[] {
		const {seen} = this.#current();
		const inSet = parseSet(set, uid ? (seen.at(-1)?.message.uid ?? 0) : seen.length);
		return seen
			.map((entry, index) => ({sequence: index + 1, seen: entry}))
			.filter(entry => inSet(uid ? entry.seen.message.uid : entry.sequence));
	}

	#login(user: Buffer, password: Buffer): string {
		const expected = this.#account.options;
		if (this.#loggedIn) {
			throw new BadCommand('Already logged in');
		}

		if (user.toString() !== expected.user || !password.equals(Buffer.from(expected.password))) {
			throw new Refusal('User or password is wrong', 'AUTHENTICATIONFAILED');
		}

		this.#loggedIn = true;
		return `[CAPABILITY ${this.#capabilities}] logged in`;
	}

	/** RFC 4616, with an initial response (RFC 4959) or without. */
	#authenticate(command: Command): void {
		if (textOf(command.arguments[0]).toUpperCase() !== 'PLAIN') {
			throw new Refusal('PLAIN alone is known', 'CANNOT');
		}

		const finish = (line: Buffer) => {
			const [, user = '', password = ''] = Buffer.from(line.toString('latin1'), 'base64')
				.toString('latin1')
				.split('\0');
			try {
				this.#send(
					`${command.tag} OK ${this.#login(Buffer.from(user, 'latin1'), Buffer.from(password, 'latin1'))}`,
				);
			} catch (error) {
				const code = error instanceof Refusal && error.code ? `[${error.code}] ` : '';
				this.#send(`${command.tag} NO ${code}${error instanceof Error ? error.message : ''}`);
			}
		};

		if (command.arguments[1]) {
			finish(bytesOf(command.arguments[1]));
		} else {
			this.#answer = finish;
			this.#send('+ ');
		}
	}

	/** RFC 3501 section 6.3.8, with the options of RFC 5258, RFC 5819 and RFC 6154. */
	#list(command: Command): string {
		const rest = [...command.arguments];
		const words = (argument: Argument | undefined) =>
			itemsOf(argument)
				.filter(item => item.type === 'atom')
				.map(item => textOf(item).toUpperCase());
		const only = rest[0]?.type === 'list' ? words(rest.shift()) : [];
		const reference = textOf(rest[0]);
		const patterns = rest[1]?.type === 'list' ? rest[1].items.map(textOf) : [textOf(rest[1])];
		const returning = rest[2] && textOf(rest[2]).toUpperCase() === 'RETURN' ? itemsOf(rest[3]) : [];
		const showSubscribed =
			only.includes('SUBSCRIBED') || words({type: 'list', items: returning}).includes('SUBSCRIBED');
		const status = returning.findIndex(item => item.type === 'atom' && item.text.toUpperCase() === 'STATUS');
		const {delimiter} = this.#account.options;
		if (patterns.length === 1 && patterns[0] === '') {
			this.#send(`* LIST (\\Noselect) ${quote(delimiter)} ""`);
			return 'done';
		}

		const names = this.#account.names();
		for (const [name, folder] of names) {
			const subscribed = this.#account.subscriptions.has(name);
			if (
				!patterns.some(pattern => matcherOf(reference + pattern, delimiter)(name)) ||
				(only.includes('SUBSCRIBED') && !subscribed) ||
				(only.includes('SPECIAL-USE') && folder?.specialUse === undefined)
			) {
				continue;
			}

			const hasChildren = [...names.keys()].some(other => other.startsWith(name + delimiter));
			const attributes = [
				...(folder ? [] : ['\\Noselect']),
				hasChildren ? '\\HasChildren' : '\\HasNoChildren',
				...(showSubscribed && subscribed ? ['\\Subscribed'] : []),
				...(folder?.specialUse === undefined ? [] : [folder.specialUse]),
			];
			this.#send(`* LIST (${attributes.join(' ')}) ${quote(delimiter)} ${quote(name)}`);
			if (status !== -1 && folder) {
				this.#sendStatus(name, folder, returning[status + 1]);
			}
		}

		return 'done';
	}

	#lsub(command: Command): string {
		const {delimiter} = this.#account.options;
		const pattern = textOf(command.arguments[0]) + textOf(command.arguments[1]);
		for (const name of [...this.#account.subscriptions].filter(matcherOf(pattern, delimiter)).sort()) {
			this.#send(`* LSUB () ${quote(delimiter)} ${quote(name)}`);
		}

		return 'done';
	}

	#sendStatus(name: string, folder: Folder, wanted: Argument | undefined): void {
		const count = (test: (message: Message) => boolean) => folder.messages.filter(test).length;
		const values: Record<(typeof statusItems)[number], () => number> = {
			MESSAGES: () => folder.messages.length,
			RECENT: () => count(message => message.recent),
			UIDNEXT: () => folder.uidNext,
			UIDVALIDITY: () => folder.uidValidity,
			UNSEEN: () => count(message => !message.flags.has('\\Seen')),
			DELETED: () => count(message => message.flags.has('\\Deleted')),
			SIZE: () => folder.bytes,
		};
		const parts = itemsOf(wanted).map(argument => {
			const item = statusItems.find(known => known === textOf(argument).toUpperCase());
			if (!item) {
				throw new BadCommand(`Unknown status item ${textOf(argument)}`);
			}

			return `${item} ${values[item]()}`;
		});
		this.#send(`* STATUS ${quote(name)} (${parts.join(' ')})`);
	}

	#select(name: string, readOnly: boolean): string {
		this.#selected = undefined;
		const folder = this.#account.folder(name);
		const selected: Selected = {folder, readOnly, seen: [], recent: new Set()};
		this.#learn(selected, folder.messages);
		this.#selected = selected;
		const flags = [...systemFlags, ...folder.keywords].join(' ');
		const unseen = folder.messages.findIndex(message => !message.flags.has('\\Seen'));
		this.#send(`* FLAGS (${flags})`);
		const kept = folder.takesKeywords ? `${flags} \\*` : flags;
		this.#send(`* OK [PERMANENTFLAGS (${readOnly ? '' : kept})] kept`);
		this.#send(`* ${folder.messages.length} EXISTS`);
		this.#send(`* ${selected.recent.size} RECENT`);
		if (unseen !== -1) {
			this.#send(`* OK [UNSEEN ${unseen + 1}] first unseen`);
		}

		this.#send(`* OK [UIDVALIDITY ${folder.uidValidity}] valid`);
		this.#send(`* OK [UIDNEXT ${folder.uidNext}] next`);
		return `[READ-${readOnly ? 'ONLY' : 'WRITE'}] done`;
	}

	#create(command: Command): string {
		const options = command.arguments[1] ? itemsOf(command.arguments[1]) : [];
		const use = options.findIndex(option => option.type === 'atom' && option.text.toUpperCase() === 'USE');
		const specialUse = use === -1 ? undefined : itemsOf(options[use + 1]).map(textOf)[0];
		const known = ['\\All', '\\Archive', '\\Drafts', '\\Flagged', '\\Junk', '\\Sent', '\\Trash'];
		if (specialUse !== undefined && !known.includes(specialUse)) {
			throw new Refusal('Unknown special use', 'USEATTR');
		}

		this.#account.create(textOf(command.arguments[0]), specialUse);
		return 'done';
	}

	async #append(command: Command): Promise<string> {
		const [name, ...rest] = command.arguments;
		const raw = bytesOf(rest.pop());
		const flags = rest[0]?.type === 'list' ? itemsOf(rest.shift()).map(textOf) : [];
		const internalDate = rest[0] ? textOf(rest[0]) : formatDate(new Date());
		if (!dateTime.test(internalDate)) {
			throw new BadCommand('Invalid date');
		}

		await this.#account.pace();
		const folder = this.#account.folder(textOf(name), 'TRYCREATE');
		if (raw.includes(0)) {
			throw new Refusal('A message with a NUL byte can not be stored', 'CANNOT');
		}

		this.#account.assertRoom(raw.length);
		const message = folder.add(raw, flags, internalDate);
		return `[APPENDUID ${folder.uidValidity} ${message.uid}] stored`;
	}

	async #fetch(command: Command, uid: boolean): Promise<string> {
		const items = parseFetchItems(command.arguments[1]);
		if (uid && !items.some(item => item.name === 'UID')) {
			items.unshift(...parseFetchItems({type: 'atom', text: 'UID'}));
		}

		const {readOnly, recent} = this.#current();
		for (const {sequence, seen} of this.#pick(textOf(command.arguments[0]), uid)) {
			const {message} = seen;
			const shown: FetchItem[] = [...items];
			if (!readOnly && items.some(item => item.setsSeen) && !message.flags.has('\\Seen')) {
				this.#setFlags(seen, new Set([...message.flags, '\\Seen']));
				shown.push(...parseFetchItems({type: 'atom', text: 'FLAGS'}));
			}

			await this.#sendBytes(formatFetch(sequence, message, shown, recent.has(message)));
		}

		return 'done';
	}

	/** This session knows the new flags already; the others hear of them. */
	#setFlags(seen: Seen, flags: ReadonlySet<string>): void {
		seen.message.flags = flags;
		seen.message.revision += 1;
		seen.revision = seen.message.revision;
	}

	#store(command: Command, uid: boolean): string {
		const [set, kind, ...rest] = command.arguments;
		const change = /^([+-]?)FLAGS(\.SILENT)?$/i.exec(textOf(kind));
		if (!change) {
			throw new BadCommand('STORE changes FLAGS alone');
		}

		const {folder, recent} = this.#currentForWriting();
		const given = rest[0]?.type === 'list' ? rest[0].items.map(textOf) : rest.map(textOf);
		const flags = folder.normalizeFlags(given);
		for (const {sequence, seen} of this.#pick(textOf(set), uid)) {
			const before = seen.message.flags;
			const kept = change[1] === '' ? [] : [...before].filter(flag => change[1] === '+' || !flags.has(flag));
			const after = new Set([...kept, ...(change[1] === '-' ? [] : flags)]);
			this.#setFlags(seen, after);
			if (change[2] === undefined) {
				const uidText = uid ? `UID ${seen.message.uid} ` : '';
				this.#send(
					`* ${sequence} FETCH (${uidText}FLAGS ${flagsText(seen.message, recent.has(seen.message))})`,
				);
			}
		}

		return 'done';
	}

	/** @returns the response code COPYUID (RFC 4315), or nothing where nothing was in the set. */
	#copyTo(command: Command, uid: boolean, moving: boolean): {code: string; messages: Message[]} {
		const target = this.#account.folder(textOf(command.arguments[1]), 'TRYCREATE');
		const present = new Set(this.#current().folder.messages);
		const messages = this.#pick(textOf(command.arguments[0]), uid)
			.map(({seen}) => seen.message)
			.filter(message => present.has(message));
		if (!moving) {
			this.#account.assertRoom(messages.reduce((sum, message) => sum + message.raw.length, 0));
		}

		const copies = messages.map(message => target.add(message.raw, [...message.flags], message.internalDate));
		const [from, to] = [messages, copies].map(group => formatSet(group.map(message => message.uid)));
		return {code: messages.length === 0 ? '' : `[COPYUID ${target.uidValidity} ${from} ${to}] `, messages};
	}

	#copy(command: Command, uid: boolean): string {
		return `${this.#copyTo(command, uid, false).code}done`;
	}

	/** RFC 6851 section 4.3: COPYUID comes in an untagged OK, before the EXPUNGEs that the tagged answer's sync sends. */
	#move(command: Command, uid: boolean): string {
		const {folder} = this.#currentForWriting();
		const {code, messages} = this.#copyTo(command, uid, true);
		if (messages.length > 0) {
			this.#send(`* OK ${code}moved`);
			folder.remove(new Set(messages));
		}

		return 'done';
	}

	/** Only what is marked \Deleted goes, with UIDs as without (RFC 4315 section 2.1). */
	#expunge(wanted: (message: Message) => boolean): string {
		const {folder, seen} = this.#currentForWriting();
		const known = seen.map(({message}) => message);
		folder.remove(new Set(known.filter(message => message.flags.has('\\Deleted') && wanted(message))));
		return 'done';
	}

	/** The keys that need neither dates nor bodies, joined by AND. */
	#search(command: Command, uid: boolean): string {
		const rest = [...command.arguments];
		if (rest[0]?.type === 'atom' && rest[0].text.toUpperCase() === 'CHARSET') {
			rest.splice(0, 2);
		}

		const tests: ((entry: {sequence: number; seen: Seen}) => boolean)[] = [];
		while (rest.length > 0) {
			tests.push(this.#searchKey(rest));
		}

		const found = this.#pick('1:*', false).filter(entry => tests.every(test => test(entry)));
		const numbers = found.map(({sequence, seen}) => ` ${uid ? seen.message.uid : sequence}`);
		this.#send(`* SEARCH${numbers.join('')}`);
		return 'done';
	}

	#searchKey(rest: Argument[]): (entry: {sequence: number; seen: Seen}) => boolean {
		const {seen: all, recent} = this.#current();
		const key = textOf(rest.shift());
		const upper = key.toUpperCase();
		const flag = systemFlags.find(system => upper.replace(/^UN/, '') === system.slice(1).toUpperCase());
		if (flag) {
			const wanted = !upper.startsWith('UN');
			return ({seen}) => seen.message.flags.has(flag) === wanted;
		}

		switch (upper) {
			case 'ALL': {
				return () => true;
			}

			case 'RECENT': {
				return ({seen}) => recent.has(seen.message);
			}

			case 'NOT': {
				const test = this.#searchKey(rest);
				return entry => !test(entry);
			}

			case 'KEYWORD':
			case 'UNKEYWORD': {
				const wanted = textOf(rest.shift()).toLowerCase();
				return ({seen}) =>
					[...seen.message.flags].some(keyword => keyword.toLowerCase() === wanted) === (upper === 'KEYWORD');
			}

			case 'HEADER':
			case 'SUBJECT': {
				const name = upper === 'SUBJECT' ? 'subject' : textOf(rest.shift());
				const text = textOf(rest.shift()).toLowerCase();
				return ({seen}) => headerField(seen.message.raw, name)?.toLowerCase().includes(text) ?? false;
			}

			case 'LARGER':
			case 'SMALLER': {
				const size = Number(textOf(rest.shift()));
				return ({seen}) =>
					upper === 'LARGER' ? seen.message.raw.length > size : seen.message.raw.length < size;
			}

			case 'UID': {
				const inSet = parseSet(textOf(rest.shift()), all.at(-1)?.message.uid ?? 0);
				return ({seen}) => inSet(seen.message.uid);
			}

			default: {
				const inSet = parseSet(key, all.length);
				return ({sequence}) => inSet(sequence);
			}
		}
	}

	/** RFC 9208: STORAGE counts in units of 1024 bytes. */
	#quota(): string {
		const {usedBytes, options} = this.#account;
		const limit = Math.floor((options.quotaBytes ?? 0) / 1024);
		this.#send(`* QUOTA "User quota" (STORAGE ${Math.ceil(usedBytes / 1024)} ${limit})`);
		return 'done';
	}
}

function formatDate(date: Date): string {
	const [, day = '', month, year, time] = date.toUTCString().split(' ');
	return `${day}-${month}-${year} ${time} +0000`;
}
