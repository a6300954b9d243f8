import type {MessageChange} from './records.ts';

/** What becomes of one message. */
export interface Change {
	readonly id: number;
	readonly change: MessageChange;
}

type Key = keyof MessageChange;

const columns = {
	bytes: 'bytes',
	flags: 'flags',
	lost: 'lost',
	marked: 'marked',
	internalDate: 'internal_date',
	state: 'state',
	kind: 'kind',
	digest: 'digest',
	arrived: 'arrived',
	stagingUid: 'staging_uid',
	destinationUid: 'destination_uid',
	wayOut: 'way_out',
	trashUid: 'trash_uid',
} as const satisfies Record<Key, string>;

/** Messages one after the other that change alike; their UIDs go up with their ids. */
interface Range {
	readonly first: Change;
	readonly keys: readonly Key[];
	last: number;
}

/**
 * The commands that make these changes, in their order. Messages one after the other that change alike go together,
 * and so do those whose new UIDs follow one another: most of a folder is moved so, and each command of its own would
 * take as long as ten messages in one.
 */
export function* commandsFor(changes: Iterable<Change>): Generator<readonly [sql: string, values: Cell[]]> {
	let range: Range | undefined;
	for (const one of changes) {
		const keys = Object.keys(one.change) as Key[];
		if (range && continues(range, one, keys)) {
			range.last = one.id;
			continue;
		}

		if (range) yield commandFor(range);
		range = {first: one, keys, last: one.id};
	}

	if (range) yield commandFor(range);
}

function continues({first, keys, last}: Range, {id, change}: Change, others: readonly Key[]): boolean {
	if (id !== last + 1 || keys.length !== others.length) return false;
	const step = id - first.id;
	return keys.every((key, index) => {
		if (key !== others[index]) return false;
		const [before, now] = [first.change[key], change[key]];
		return isUid(key, before) ? before + step === now : before === now;
	});
}

/** Whether it goes up with the ids; flags and the like are equal or not. */
function isUid(key: Key, value: MessageChange[Key]): value is number {
	return key.endsWith('Uid') && typeof value === 'number';
}

/** Commands by what they change, of which there are few combinations. */
const commands = new Map<string, string>();

function commandFor({first, keys, last}: Range): readonly [sql: string, values: Cell[]] {
	const isOne = first.id === last;
	const goesUp = (key: Key) => !isOne && isUid(key, first.change[key]);
	const values = keys.map(key => {
		const value = first.change[key];
		return goesUp(key) ? Number(value) - first.id : cellOf(value);
	});
	const shape = `${isOne} ${keys.map(key => (goesUp(key) ? `${key}+` : key)).join()}`;
	let sql = commands.get(shape);
	if (sql === undefined) {
		const changed = keys.map(key => `${columns[key]} = ${goesUp(key) ? 'id + ?' : '?'}`).join(', ');
		sql = `UPDATE message SET ${changed} WHERE ${isOne ? 'id = ?' : 'id BETWEEN ? AND ?'}`;
		commands.set(shape, sql);
	}

	return [sql, isOne ? [...values, first.id] : [...values, first.id, last]];
}

type Cell = string | number | null;

/** A key that is there but undefined empties its column. */
function cellOf(value: MessageChange[Key]): Cell {
	switch (typeof value) {
		case 'undefined':
			return null;
		case 'boolean':
			return value ? 1 : 0;
		case 'object':
			return JSON.stringify(value);
		default:
			return value;
	}
}
