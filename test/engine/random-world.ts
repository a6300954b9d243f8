import {createHash} from 'node:crypto';
import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {
	type FolderPath,
	type FolderShape,
	mailbox,
	type SeedFolder,
	type Snapshot,
	seed,
	snapshot,
	withClient,
} from '../servers/mailbox.ts';
import {type RawImap, Refused} from '../servers/raw-imap.ts';
import type {MailServer} from '../servers/server.ts';
import {type Mail, type Meddling, type Side, seedOf} from './random-scenario.ts';

/** An account that nobody else uses at the moment. */
export type Mailbox = {readonly server: MailServer; readonly user: string};

const used = new Map<MailServer, number>();

/** The next of a server's accounts, emptied if somebody had it before, with this mail. */
export async function freshMailbox(
	server: MailServer,
	names: readonly FolderPath[],
	mails: readonly (readonly Mail[] | undefined)[],
): Promise<Mailbox> {
	const number = (used.get(server) ?? -1) + 1;
	used.set(server, number);
	const index = number % server.users.length;
	const user = server.users[index]?.name ?? '';
	await rm(join(server.directory, 'mail', String(index)), {recursive: true, force: true, maxRetries: 5});
	const folders = names.flatMap((path, at): SeedFolder[] => {
		const mail = mails[at];
		return mail ? [{path, subscribed: at % 2 === 0, messages: mail.map(seedOf)}] : [];
	});
	await seed(server, user, folders);
	return {server, user};
}

/** Which message, for good: its folder, UIDVALIDITY and UID. */
export function placeOf(folder: Pick<FolderShape, 'name' | 'uidValidity'>, uid: number): string {
	return `${folder.name} ${folder.uidValidity} ${uid}`;
}

function digestOf(content: Buffer): string {
	return createHash('sha256').update(content).digest('hex');
}

type Found = {readonly uid: number; readonly digest: string};

/** What others have done to a mailbox since it was looked at, message by message. */
export class Ledger {
	/** What they have put somewhere and that should still be there, by place: its digest. */
	readonly added = new Map<string, string>();
	/** The run's own messages that they have moved, by place: an undo may come across them on its way out. */
	readonly moved = new Map<string, string>();
	/** Places of the first look that are empty now. */
	readonly taken = new Set<string>();
	/** Folder and digest of each that was neither there at the first look nor put there by them. */
	readonly takenOthers: {readonly folder: string; readonly digest: string}[] = [];
	readonly flagged = new Set<string>();
	/** Folders in which they have been, by name, and those that are not what they were at all. */
	readonly touched = new Set<string>();
	readonly gone = new Set<string>();
}

/** A run's own folders: its staging folder, or its way out. */
export const runFolder = /^trasloco-/;

let letters = 0;

/** Another client of the same mailbox, and what it has done. */
export class OtherClient {
	readonly #mailbox: Mailbox;
	readonly #side: Side;
	ledger = new Ledger();
	before: Snapshot = [];
	readonly #story: string[];

	/** @param story is told what it does */
	constructor(box: Mailbox, side: Side, story: string[]) {
		this.#story = story;
		this.#mailbox = box;
		this.#side = side;
	}

	/** Looks at all, and keeps its books from here on. */
	async look(): Promise<Snapshot> {
		this.before = await this.now();
		this.ledger = new Ledger();
		return this.before;
	}

	async now(): Promise<Snapshot> {
		return snapshot(this.#mailbox.server, this.#mailbox.user);
	}

	/** Puts a message into the staging folder of a run, if there is one. */
	async intrude(): Promise<void> {
		const names = (await this.now()).map(({name}) => name).filter(name => runFolder.test(name));
		const [name] = names;
		if (name !== undefined) await this.#use(client => this.#deliver(client, name));
	}

	async meddle(meddling: Meddling): Promise<void> {
		const {server, user} = this.#mailbox;
		const listed = await withClient(server, user, async client => {
			const {untagged} = await client.send(['LIST "" "*"']);
			return untagged.filter(([kind]) => kind === 'LIST').map(([, , , name]) => String(name));
		});
		const names = listed.filter(name => meddling.kind !== 'deliver' || !runFolder.test(name)).sort();
		const name = names[meddling.folder % names.length] ?? 'INBOX';
		await this.#use(async client => {
			switch (meddling.kind) {
				case 'deliver':
					return this.#deliver(client, name);
				case 'remove':
					return this.#remove(client, name, meddling.message);
				case 'flag':
					return this.#flag(client, name, meddling.message);
				case 'move': {
					const targets = names.filter(each => each !== name && !runFolder.test(each));
					const target = targets[meddling.to % targets.length];
					return target === undefined ? undefined : this.#move(client, name, meddling.message, target);
				}

				default:
					return name === 'INBOX' ? undefined : this.#replace(client, name, meddling.kind === 'replace');
			}
		});
	}

	/** Others take things as they are: what is refused, or gone in the meantime, is left. */
	async #use(work: (client: RawImap) => Promise<void>): Promise<void> {
		const {server, user} = this.#mailbox;
		try {
			await withClient(server, user, work);
		} catch (error) {
			if (!(error instanceof Refused)) throw error;
			this.#tell(`was refused: ${error.message}`);
		}
	}

	#tell(what: string): void {
		this.#story.push(`another client at the ${this.#side} ${what}`);
	}

	async #deliver(client: RawImap, name: string): Promise<void> {
		const content = Buffer.from(
			`Message-ID: <altro${++letters}@altrove.example>\r\n\r\nlettera di altri\r\n`,
		);
		const {text} = await client.send(['APPEND ', Buffer.from(name), ' () ', content]);
		const [, validity, uid] = /APPENDUID (\d+) (\d+)/.exec(text) ?? [];
		this.ledger.added.set(`${name} ${validity} ${uid}`, digestOf(content));
		this.ledger.touched.add(name);
		this.#tell(`puts ${uid} into ${name}`);
	}

	async #pick(
		client: RawImap,
		name: string,
		message: number,
	): Promise<(Found & {readonly place: string}) | undefined> {
		const {untagged: opened} = await client.send(['SELECT ', Buffer.from(name)]);
		this.ledger.touched.add(name);
		const validity = opened
			.map(([, text]) => /UIDVALIDITY (\d+)/.exec(String(text))?.[1])
			.find(found => found !== undefined);
		const messages: Found[] = [];
		const {untagged} = await client.send(['UID FETCH 1:* (UID BODY.PEEK[])']);
		for (const [, kind, data] of untagged) {
			if (kind !== 'FETCH' || !Array.isArray(data)) continue;
			const uid = Number(data[data.indexOf('UID') + 1]);
			const body = data.find((value, index) => Buffer.isBuffer(value) && data[index - 1] === 'BODY[]');
			if (!Buffer.isBuffer(body)) continue;
			messages.push({uid, digest: digestOf(body)});
		}

		const found = messages[message % messages.length];
		return found && {...found, place: `${name} ${validity} ${found.uid}`};
	}

	/** @returns whether it was the run's own */
	#took(name: string, {place, digest}: Found & {readonly place: string}): boolean {
		if (this.ledger.added.delete(place)) return false;
		if (this.ledger.moved.delete(place)) return true;
		const isOld = this.before.some(folder => folder.messages.some(({uid}) => placeOf(folder, uid) === place));
		if (isOld) this.ledger.taken.add(place);
		else this.ledger.takenOthers.push({folder: name, digest});
		return !isOld;
	}

	async #remove(client: RawImap, name: string, message: number): Promise<void> {
		const found = await this.#pick(client, name, message);
		if (!found) return;
		await client.send([`UID STORE ${found.uid} +FLAGS.SILENT (\\Deleted)`]);
		const {untagged} = await client.send([`UID EXPUNGE ${found.uid}`]);
		// The engine may have been quicker.
		if (!untagged.some(([, kind]) => kind === 'EXPUNGE')) return;
		this.#took(name, found);
		this.#tell(`removes ${found.uid} from ${name}`);
	}

	async #flag(client: RawImap, name: string, message: number): Promise<void> {
		const found = await this.#pick(client, name, message);
		if (!found) return;
		await client.send([`UID STORE ${found.uid} +FLAGS.SILENT (\\Answered)`]);
		this.ledger.flagged.add(found.place);
		this.#tell(`flags ${found.uid} in ${name}`);
	}

	async #move(client: RawImap, name: string, message: number, to: string): Promise<void> {
		const found = await this.#pick(client, name, message);
		if (!found) return;
		const {untagged, text} = await client.send([`UID MOVE ${found.uid} `, Buffer.from(to)]);
		const told = [text, ...untagged.map(([, words]) => String(words))].join('\n');
		const [, validity, uid] = /COPYUID (\d+) \d+ (\d+)/.exec(told) ?? [];
		if (uid === undefined) return;
		const {added, moved} = this.ledger;
		(this.#took(name, found) ? moved : added).set(`${to} ${validity} ${uid}`, found.digest);
		this.ledger.touched.add(to);
		this.#tell(`moves ${found.uid} from ${name} to ${to}, where it is ${uid}`);
	}

	/** Deletes a folder; and makes another one of that name, with the mail that it was seeded with. */
	async #replace(client: RawImap, name: string, again: boolean): Promise<void> {
		const mail = this.before.find(folder => folder.name === name);
		if (!mail) return;
		await client.send(['DELETE ', mailbox(this.#mailbox.server, mail.path)]);
		if (again) await client.send(['CREATE ', mailbox(this.#mailbox.server, mail.path)]);
		this.ledger.gone.add(name);
		this.#tell(again ? `replaces ${name}` : `deletes ${name}`);
	}
}
