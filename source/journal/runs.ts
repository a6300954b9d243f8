import {randomBytes} from 'node:crypto';
import {existsSync, readdirSync} from 'node:fs';
import {join} from 'node:path';
import {type Account, accountKey} from '../accounts/account.ts';
import {homeFolder} from '../home.ts';
import {Problem, type Side} from '../problem.ts';
import type {Counterparts} from '../stores/counterparts.ts';
import {Journal} from './journal.ts';
import type {FolderRecord, RunRecord} from './records.ts';
import {hourOf, hoursADay, type Volume} from './volume.ts';

/** A name for a new run: the day it began, and four characters that make it the only one. */
export function newRunId(now: Date = new Date()): string {
	const day = now.toISOString().slice(0, 10).replaceAll('-', '');
	// No letters that look like another's, no vowels that make words.
	const alphabet = '23456789bcdfghjkmnpqrstvwxz';
	const bytes = randomBytes(4);
	return `${day}-${[...bytes].map(byte => alphabet[byte % alphabet.length]).join('')}`;
}

/** The ids of all runs that have a journal here, newest first by name. */
export function runIds(): string[] {
	return readdirSync(homeFolder('runs'), {withFileTypes: true})
		.filter(
			entry => entry.isDirectory() && existsSync(join(homeFolder('runs'), entry.name, 'journal.sqlite')),
		)
		.map(entry => entry.name)
		.sort()
		.reverse();
}

/** A folder, and what its UIDs are worth. */
interface Place {
	readonly name: string;
	readonly uidValidity: number;
}

/** A folder as a server tells of it (STATUS): what changes when a message comes or goes. */
export interface FolderNumbers extends Place {
	readonly uidNext: number;
	readonly messages: number;
}

/** A mapping whose folders an earlier run has left with all of the source's messages at the destination. */
interface Settled {
	readonly folder: FolderRecord;
	readonly present: Counterparts;
}

/**
 * Which message at the destination is the copy of which at the source, as the runs between these two
 * mailboxes know it. UIDs never change their message under one UIDVALIDITY (RFC 9051, 2.3.1.1), so what was
 * compared once need not be compared again.
 */
export class KnownPairs {
	/** What each run knows of a mapping, the newest run first. */
	readonly #pairs = new Map<string, Counterparts[]>();
	readonly #settled = new Map<string, Settled>();

	/** Reads the journals of all runs from `from` to `to` but `except`. An unreadable journal knows nothing. */
	static load(from: Account, to: Account, except?: string): KnownPairs {
		const between: RunRecord[] = [];
		for (const journal of readable()) {
			const record = journal.record();
			const same = accountKey(record.from) === accountKey(from) && accountKey(record.to) === accountKey(to);
			if (same && record.run !== except) between.push(record);
		}

		const known = new KnownPairs();
		const newestFirst = between.toSorted((a, b) => b.started - a.started).map(({run}) => run);
		for (const journal of readable(newestFirst)) known.#add(journal);
		return known;
	}

	/** No run between these two has placed or found anything. */
	get isEmpty(): boolean {
		return this.#pairs.size === 0;
	}

	/** Source UID → destination UID for one mapping. */
	between(source: Place, destination: Place): (uid: number) => number | undefined {
		const place = key(source.name, source.uidValidity, destination.name, destination.uidValidity);
		const known = this.#pairs.get(place) ?? [];
		return uid => {
			for (const present of known) {
				const there = present.get(uid);
				if (there !== undefined) return there;
			}

			return undefined;
		};
	}

	/** Whether `unchanged` may know something of this mapping. */
	isSettled(source: string, destination: string): boolean {
		return this.#settled.has(key(source, destination));
	}

	/**
	 * The messages of a source folder, all of which are at the destination, if both folders are what they were at the
	 * end of the last run: as many messages and the same UIDNEXT, under the same UIDVALIDITY. Then none has come, since
	 * it would have taken a UID, and none has gone (RFC 9051, 2.3.1.1).
	 */
	unchanged(source: FolderNumbers, destination: FolderNumbers): Counterparts | undefined {
		const known = this.#settled.get(key(source.name, destination.name));
		if (!known) return undefined;
		const {folder, present} = known;
		const isSame =
			source.uidValidity === folder.sourceValidity &&
			source.uidNext === folder.sourceNext &&
			source.messages === folder.sourceCount &&
			destination.uidValidity === folder.destinationValidity &&
			destination.uidNext === folder.destinationNext &&
			destination.messages === folder.destinationNow;
		return isSame ? present : undefined;
	}

	/** To be called for the newest run first: of older ones, only what is not known yet counts. */
	#add(journal: Journal): void {
		const {state} = journal.record();
		for (const folder of journal.folders()) {
			const names = key(folder.source, folder.destination);
			// All that an older run knows of a folder whose messages are all accounted for, this one knows too.
			if (folder.destinationValidity === undefined || this.#settled.has(names)) continue;
			const place = key(folder.source, folder.sourceValidity, folder.destination, folder.destinationValidity);
			const present = journal.copies(folder.id);
			const known = this.#pairs.get(place);
			if (known) known.push(present);
			else this.#pairs.set(place, [present]);
			const isOver = state === 'done' || state === 'differences';
			if (isOver && present.size === folder.sourceCount) this.#settled.set(names, {folder, present});
		}
	}
}

/** Messages that runs between two mailboxes have let arrive read, by choice, although nobody has read them at the source. */
export class MarkedRead {
	readonly #uids = new Map<string, Set<number>>();

	/** Reads the journals of all runs from `from` to `to`. An unreadable journal knows nothing. */
	static load(from: Account, to: Account): MarkedRead {
		const marked = new MarkedRead();
		for (const journal of readable()) {
			const record = journal.record();
			const same = accountKey(record.from) === accountKey(from) && accountKey(record.to) === accountKey(to);
			if (!same || !record.markRead) continue;
			for (const {folder, uids} of journal.markedUids()) {
				const {source, sourceValidity, destination, destinationValidity = 0} = folder;
				const place = key(source, sourceValidity, destination, destinationValidity);
				marked.#uids.set(place, new Set([...(marked.#uids.get(place) ?? []), ...uids]));
			}
		}

		return marked;
	}

	/** UIDs at the source, for one mapping. */
	between(source: Place, destination: Place): ReadonlySet<number> {
		const place = key(source.name, source.uidValidity, destination.name, destination.uidValidity);
		return this.#uids.get(place) ?? new Set();
	}
}

/**
 * The bytes of mail that the runs on this machine have copied from an account, or to it, hour by hour.
 *
 * @param side which of the two
 * @param now milliseconds since 1970: what is older than a day is left out
 * @param which those of the runs that count
 */
export function usedVolume(
	side: Side,
	account: Account,
	now: number,
	which: (run: string) => boolean,
): Volume {
	const used = new Map<number, number>();
	for (const journal of readable(runIds().filter(which))) {
		const {from, to} = journal.record();
		if (accountKey(side === 'source' ? from : to) !== accountKey(account)) continue;
		for (const [hour, bytes] of journal.volume())
			if (hour > hourOf(now) - hoursADay) used.set(hour, (used.get(hour) ?? 0) + bytes);
	}

	return used;
}

/** The run from one mailbox to another that was begun last and has not come to its end; undefined where there is none. */
export function unfinishedRun(from: Account, to: Account): string | undefined {
	const unfinished: RunRecord[] = [];
	for (const journal of readable()) {
		const record = journal.record();
		const isSame = accountKey(record.from) === accountKey(from) && accountKey(record.to) === accountKey(to);
		if (isSame && ['running', 'paused', 'interrupted', 'failed'].includes(record.state))
			unfinished.push(record);
	}

	return unfinished.sort((a, b) => b.started - a.started)[0]?.run;
}

/** The journals of these runs, or all, one after the other, each closed after its turn. An unreadable one knows nothing. */
function* readable(runs = runIds()): Generator<Journal> {
	for (const run of runs) {
		let journal: Journal;
		try {
			journal = Journal.open(run);
		} catch (error) {
			if (error instanceof Problem) continue;
			throw error;
		}

		try {
			yield journal;
		} finally {
			journal.close();
		}
	}
}

function key(...parts: readonly (string | number)[]): string {
	return parts.join('\0');
}
