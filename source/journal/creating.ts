import {closeSync, fsyncSync, openSync, renameSync, rmSync} from 'node:fs';
import {dirname} from 'node:path';
import type {Account} from '../accounts/account.ts';
import {type Finding, keepFinding} from './finding.ts';
import {JournalFile, type JournalWatcher} from './journal-file.ts';
import type {FolderRecord, MessageRecord} from './records.ts';
import {schema, schemaVersion} from './schema.ts';
import type {Verify} from './state.ts';

/** A message as a run begins with it. */
export type PlannedMessage = Pick<
	MessageRecord,
	'sourceUid' | 'bytes' | 'flags' | 'internalDate' | 'kind' | 'state' | 'destinationUid'
>;

/** What a new journal begins with. */
export interface NewRun {
	readonly run: string;
	readonly from: Account;
	readonly to: Account;
	readonly verify: Verify;
	readonly markRead: boolean;
	readonly staging: string;
	readonly folders: readonly (Omit<FolderRecord, 'id' | 'placed' | 'destinationNow' | 'destinationNext'> & {
		readonly messages: Iterable<PlannedMessage>;
	})[];
	readonly findings: readonly Finding[];
}

/**
 * Writes the file of a new run's journal. It gets its name once it is whole, so that a run that is killed here has
 * none, and was none.
 */
export function createFile(init: NewRun, path: string, watch: JournalWatcher | undefined): void {
	const unfinished = `${path}.new`;
	rmSync(unfinished, {force: true});
	// Made first, so that it is never readable by others, not even for a moment.
	closeSync(openSync(unfinished, 'wx', 0o600));
	watch?.('create-run', 'before');
	const file = JournalFile.openNew(unfinished);
	file.write('create-run', true, () => {
		file.exec(schema);
		file.exec(`PRAGMA user_version = ${schemaVersion}`);
		insertRun(file, init);
		for (const [index, folder] of init.folders.entries()) insertFolder(file, index, folder);
		for (const finding of init.findings) keepFinding(file, finding);
	});
	file.close();
	renameSync(unfinished, path);
	syncFolder(dirname(path));
	watch?.('create-run', 'after');
}

function insertRun(file: JournalFile, init: NewRun): void {
	const now = Date.now();
	file.run(
		`INSERT INTO run (id, state, started, changed, source, destination, verify, mark_read, staging) VALUES (?, 'running', ?, ?, ?, ?, ?, ?, ?)`,
		[
			init.run,
			now,
			now,
			JSON.stringify(init.from),
			JSON.stringify(init.to),
			init.verify,
			init.markRead ? 1 : 0,
			init.staging,
		],
	);
}

function insertFolder(file: JournalFile, index: number, folder: NewRun['folders'][number]): void {
	file.run(
		`INSERT INTO folder (id, source, source_validity, source_count, source_next, source_role, source_subscribed, destination, destination_validity, destination_before, destination_next_before)
		 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		[
			index,
			folder.source,
			folder.sourceValidity,
			folder.sourceCount,
			folder.sourceNext,
			folder.sourceRole ?? null,
			folder.sourceSubscribed ? 1 : 0,
			folder.destination,
			folder.destinationValidity ?? null,
			folder.destinationBefore,
			folder.destinationNextBefore ?? null,
		],
	);
	for (const message of folder.messages) {
		file.run(
			'INSERT INTO message (folder, source_uid, bytes, flags, internal_date, kind, state, destination_uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
			[
				index,
				message.sourceUid,
				message.bytes,
				JSON.stringify(message.flags),
				message.internalDate,
				message.kind ?? null,
				message.state,
				message.destinationUid ?? null,
			],
		);
	}
}

/** A new name is lost with a power cut unless its folder is on disk too. */
function syncFolder(path: string): void {
	const folder = openSync(path, 'r');
	try {
		fsyncSync(folder);
	} finally {
		closeSync(folder);
	}
}
