/** One connection: its state, and the commands. */
import {once} from 'node:events';
import type {Socket} from 'node:net';
import {type Account, type Message, systemFlags} from './account.ts';
import {type FetchItem, flagsText, formatFetch, parseFetchItems} from './fetch.ts';
import {listLines, statusLine, subscriptionLines} from './listing.ts';
import {formatSet, parseSet} from './names.ts';
import {searchTest} from './search.ts';
import {View} from './view.ts';
import {
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

/** A command's answer: the text of the tagged OK, without OK. */
type Handler = (command: Command) => string | Promise<string>;

const dateTime =
	/^[ \d]\d-(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)-\d{4} \d\d:\d\d:\d\d [+-]\d{4}$/;
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
	#selected: View | undefined;
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
			LIST: command => this.#sendAll(listLines(account, command)),
			LSUB: command => this.#sendAll(subscriptionLines(account, command)),
			STATUS: command => {
				const name = textOf(command.arguments[0]);
				return this.#sendAll([
					statusLine(account.canonical(name), account.folder(name), command.arguments[1]),
				]);
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
				const inSet = parseSet(textOf(command.arguments[0]), this.#current().lastUid);
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

	#sendAll(lines: Iterable<string>): string {
		for (const line of lines) this.#send(line);
		return 'done';
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
			this.#sendAll(this.#selected?.changes(!keepsNumbers.has(command.name)) ?? []);
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

	#current(): View {
		if (!this.#selected) {
			throw new BadCommand('Select a folder first');
		}

		return this.#selected;
	}

	#currentForWriting(): View {
		const selected = this.#current();
		if (selected.readOnly) {
			throw new Refusal('The folder is open for reading only', 'CANNOT');
		}

		return selected;
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

	#select(name: string, readOnly: boolean): string {
		this.#selected = undefined;
		const folder = this.#account.folder(name);
		const selected = new View(folder, readOnly);
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

		const view = this.#current();
		for (const {sequence, seen} of view.pick(textOf(command.arguments[0]), uid)) {
			const {message} = seen;
			const shown: FetchItem[] = [...items];
			if (!view.readOnly && items.some(item => item.setsSeen) && !message.flags.has('\\Seen')) {
				view.setFlags(seen, new Set([...message.flags, '\\Seen']));
				shown.push(...parseFetchItems({type: 'atom', text: 'FLAGS'}));
			}

			await this.#sendBytes(formatFetch(sequence, message, shown, view.recent.has(message)));
		}

		return 'done';
	}

	#store(command: Command, uid: boolean): string {
		const [set, kind, ...rest] = command.arguments;
		const change = /^([+-]?)FLAGS(\.SILENT)?$/i.exec(textOf(kind));
		if (!change) {
			throw new BadCommand('STORE changes FLAGS alone');
		}

		const view = this.#currentForWriting();
		const given = rest[0]?.type === 'list' ? rest[0].items.map(textOf) : rest.map(textOf);
		const flags = view.folder.normalizeFlags(given);
		for (const {sequence, seen} of view.pick(textOf(set), uid)) {
			const before = seen.message.flags;
			const kept = change[1] === '' ? [] : [...before].filter(flag => change[1] === '+' || !flags.has(flag));
			const after = new Set([...kept, ...(change[1] === '-' ? [] : flags)]);
			view.setFlags(seen, after);
			if (change[2] === undefined) {
				const uidText = uid ? `UID ${seen.message.uid} ` : '';
				this.#send(
					`* ${sequence} FETCH (${uidText}FLAGS ${flagsText(seen.message, view.recent.has(seen.message))})`,
				);
			}
		}

		return 'done';
	}

	/** @returns the response code COPYUID (RFC 4315), or nothing where nothing was in the set. */
	#copyTo(command: Command, uid: boolean, moving: boolean): {code: string; messages: Message[]} {
		const target = this.#account.folder(textOf(command.arguments[1]), 'TRYCREATE');
		const view = this.#current();
		const present = new Set(view.folder.messages);
		const messages = view
			.pick(textOf(command.arguments[0]), uid)
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

	#search(command: Command, uid: boolean): string {
		const view = this.#current();
		const found = view.pick('1:*', false).filter(searchTest(command.arguments, view));
		const numbers = found.map(({sequence, seen}) => ` ${uid ? seen.message.uid : sequence}`);
		this.#send(`* SEARCH${numbers.join('')}`);
		return 'done';
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
