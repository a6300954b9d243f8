import type {Remark, RemarkKind} from '../store.ts';
import {shownName} from './disk.ts';
import {wordsOf} from './refusing.ts';
import type {Doubts} from './sidecar.ts';

/** What there is to say of these files, the first of them by its name; nothing of none. */
export function remark(kind: RemarkKind, names: readonly string[]): readonly Remark[] {
	const [first] = names;
	return first === undefined ? [] : [{kind, what: first, count: names.length}];
}

/** What can't be opened, by its path below the mailbox, and why. */
export type Unopened = ReadonlyMap<string, unknown>;

/** What there is to say of what can't be opened. */
export function unopenedRemarks(unopened: Unopened): readonly Remark[] {
	return [...unopened].map(([what, error]) => ({
		...{kind: 'unreadable', what: shownName(what), why: wordsOf(error), count: 1},
	}));
}

/** What there is to say of what a sidecar could not tell. */
export function doubtful(doubts: Doubts | undefined): readonly Remark[] {
	if (!doubts) return [];
	const {head, lines, first} = doubts;
	return [
		...(head ? [{kind: 'damaged', what: 'folder-entry', count: 1} as const] : []),
		...(lines > 0 ? [{kind: 'damaged', what: 'entry', count: lines, first} as const] : []),
	];
}
