import {z} from 'zod';
import {accountSchema} from '../accounts/account.ts';

/** A number of its own in each journal: a program that does not know it leaves the file alone. */
export const schemaVersion = 5;

/**
 * One file a run. `message.state` says how far a message is; an intent is written and synced before the
 * step is taken, the outcome after.
 */
export const schema = `
CREATE TABLE run (
	id TEXT PRIMARY KEY,
	state TEXT NOT NULL,
	started INTEGER NOT NULL,
	changed INTEGER NOT NULL,
	source TEXT NOT NULL,
	destination TEXT NOT NULL,
	verify TEXT NOT NULL,
	mark_read INTEGER NOT NULL,
	staging TEXT NOT NULL,
	staging_validity INTEGER,
	problem TEXT,
	pid INTEGER
) STRICT;

CREATE TABLE folder (
	id INTEGER PRIMARY KEY,
	source TEXT NOT NULL,
	source_validity INTEGER NOT NULL,
	source_count INTEGER NOT NULL,
	source_next INTEGER NOT NULL,
	source_role TEXT,
	source_subscribed INTEGER NOT NULL,
	destination TEXT NOT NULL,
	destination_validity INTEGER,
	destination_before INTEGER NOT NULL,
	destination_next_before INTEGER,
	destination_now INTEGER,
	destination_next INTEGER,
	placed INTEGER NOT NULL DEFAULT 0
) STRICT;

-- Folders that the run made, in the order of making: an undo takes them away again.
CREATE TABLE created (name TEXT PRIMARY KEY, made INTEGER NOT NULL) STRICT;

CREATE TABLE message (
	id INTEGER PRIMARY KEY,
	folder INTEGER NOT NULL REFERENCES folder,
	source_uid INTEGER NOT NULL,
	bytes INTEGER NOT NULL,
	flags TEXT NOT NULL,
	lost TEXT NOT NULL DEFAULT '[]',
	marked INTEGER NOT NULL DEFAULT 0,
	internal_date TEXT NOT NULL,
	state TEXT NOT NULL,
	kind TEXT,
	digest TEXT,
	arrived TEXT,
	staging_uid INTEGER,
	destination_uid INTEGER,
	way_out TEXT,
	trash_uid INTEGER
) STRICT;
-- Not by its state, nor by its digest: each message changes them several times, and they are asked for seldom.
CREATE INDEX message_by_folder ON message (folder);

-- A move under way: what stood where before it, so that a lost answer can be worked out.
CREATE TABLE move (
	id INTEGER PRIMARY KEY,
	folder INTEGER NOT NULL,
	target TEXT NOT NULL,
	target_validity INTEGER NOT NULL,
	target_uid_next INTEGER NOT NULL,
	done INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What was sent to the destination in each hour since 1970: a limit for the day goes by it.
CREATE TABLE volume (hour INTEGER PRIMARY KEY, bytes INTEGER NOT NULL) STRICT;

CREATE TABLE finding (id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, data TEXT NOT NULL) STRICT;
`;

/**
 * How far one message is.
 * - `present`: already at the destination before the run (and `destination_uid` says which it is)
 * - `planned` → `staging` (intent) → `staged` → `verified` → `promoting` (intent) → `placed`
 * - `skipped`: left out, with a finding
 * - `elsewhere`: under another label too, and copied into the folder of that
 * - `undoing` (intent) → `trashed` → `purged`; `gone`: no longer where the run had put it
 */
export const messageStates = [
	'present',
	'planned',
	'staging',
	'staged',
	'verified',
	'promoting',
	'placed',
	'skipped',
	'elsewhere',
	'undoing',
	'trashed',
	'purged',
	'gone',
] as const;
export type MessageState = (typeof messageStates)[number];

const accountText = z.string().transform(text => accountSchema.parse(JSON.parse(text)));

export const runRow = z.object({
	id: z.string(),
	state: z.enum(['running', 'paused', 'interrupted', 'failed', 'done', 'differences', 'undoing', 'undone']),
	started: z.number(),
	changed: z.number(),
	source: accountText,
	destination: accountText,
	verify: z.enum(['full', 'counts']),
	mark_read: z.number(),
	staging: z.string(),
	staging_validity: z.number().nullable(),
	problem: z.string().nullable(),
});

export const folderRow = z.object({
	id: z.number(),
	source: z.string(),
	source_validity: z.number(),
	source_count: z.number(),
	source_next: z.number(),
	source_role: z.string().nullable(),
	source_subscribed: z.number(),
	destination: z.string(),
	destination_validity: z.number().nullable(),
	destination_before: z.number(),
	destination_next_before: z.number().nullable(),
	destination_now: z.number().nullable(),
	destination_next: z.number().nullable(),
	placed: z.number(),
});
