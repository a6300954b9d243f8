import {accountKey} from '../../../accounts/account.ts';
import {certifiedTotals} from '../../../certified/kind.ts';
import type {Plan} from '../../../engine/plan.ts';
import {printable} from '../../../printable.ts';
import type {Folder} from '../../../stores/store.ts';
import {cells, steady, wrap} from '../../cells.ts';
import type {KeyLabels} from '../../keymap.ts';
import type {Words} from '../../services.ts';
import {inboxGets, judge, type PlannedState} from './review-state.ts';

/** One row of the plan: what it is about, what it says, and whether that is good. */
interface Fact {
	readonly label: string;
	readonly text: string;
	readonly mark?: 'ok' | 'warn' | 'fail';
}

/** A fact, or a piece of it, that takes one line. */
export interface FactLine extends Fact {
	/** Whether it is the first line of its fact, which has label and mark. */
	readonly isFirst: boolean;
}

/** Rows for the facts of a plan, on a screen of so many: the choices stand below, between two lines. */
export function factRows(plan: Plan, rows: number): number {
	return Math.max(1, rows - choicesOf(plan) - 2);
}

/** How many choices a plan leaves. */
function choicesOf(plan: Plan): number {
	return isWorthStarting(plan) ? 2 : 1;
}

/** Whether there is anything to do at the destination. */
export function isWorthStarting(plan: Plan): boolean {
	return plan.messages > 0 || plan.newFolders.length > 0;
}

/** Whether the copy can be taken out again, exactly. */
export function isUndoable(plan: Plan): boolean {
	return !plan.findings.some(({kind}) => kind === 'no-exact-undo');
}

/** What lines of the plan may be about, by the words for them. */
const labels = [
	...(['toCopy', 'alreadyThere', 'leftOut', 'behind', 'labels', 'archived', 'archive'] as const),
	...([
		'space',
		'largest',
		'flags',
		'unread',
		'holds',
		'backup',
		'inbox',
		'certified',
		'verify',
		'wayBack',
	] as const),
];

/** Cells of the column with the labels. */
export function labelWidth({review}: Pick<Words, 'review'>): number {
	return Math.max(...labels.map(label => cells(review[label]))) + 2;
}

/**
 * The plan in lines. Where there are more than `room`, what a person should decide about (warnings, and how to verify)
 * comes before what is only worth knowing, since not all is seen at once then.
 */
export function factLines(
	state: PlannedState,
	words: Words,
	columns: number,
	room: number,
	key: KeyLabels,
): readonly FactLine[] {
	const width = Math.min(columns, 100) - labelWidth(words) - 7;
	const facts = factsOf(state, words, key).map(fact =>
		wrap(steady(fact.text), width, 3).map((text, index) => ({...fact, text, isFirst: index === 0})),
	);
	if (facts.flat().length <= room) return facts.flat();
	const isFirst = (lines: readonly FactLine[]) =>
		lines === facts[0] || lines === facts.at(-1) || ['fail', 'warn'].includes(lines[0]?.mark ?? '');
	return [...facts.filter(isFirst), ...facts.filter(lines => !isFirst(lines))].flat();
}

/** What can't be copied, and what nobody has selected: whoever answers for the copy is to see it before. */
function leftFacts(
	plan: Plan,
	behind: readonly Folder[],
	{review: w}: Words,
	key: KeyLabels,
): readonly Fact[] {
	const leftOut = {label: w.leftOut, text: w.leftOutIs(plan.leftOut, key('findings'))};
	const messages = behind.reduce((sum, folder) => sum + folder.messages, 0);
	const names = behind.map(({path}) => printable(path.join('/'))).join(', ');
	const notSelected = {label: w.behind, text: w.behindIs(messages, behind.length, names)};
	return [
		...(plan.leftOut > 0 ? [{...leftOut, mark: 'warn'} as const] : []),
		...(behind.length > 0 ? [notSelected] : []),
		...(plan.leftOut === 0 && behind.length === 0 ? [leftOut] : []),
	];
}

/** What becomes of mail of which the provider keeps a second copy; `key` turns that, where it is not empty. */
function archiveFacts(plan: Plan, key: string, {review: w}: Words): readonly Fact[] {
	const left = plan.findings.find(({kind}) => kind === 'second-copy');
	if (left !== undefined) {
		const {bytes} = left.params ?? {};
		const text = w.archiveLeft(left.count ?? 0, bytes === undefined ? undefined : Number(bytes), key);
		return [{label: w.archive, text, mark: 'warn'}];
	}

	const taken = plan.folders.filter(({mapping}) => mapping.source.secondCopy);
	const messages = taken.reduce((sum, folder) => sum + folder.sourceCount, 0);
	if (messages === 0) return [];
	const isTold = taken.every(({mapping}) => mapping.source.bytes !== undefined);
	const bytes = taken.reduce((sum, {mapping}) => sum + (mapping.source.bytes ?? 0), 0);
	return [{label: w.archive, text: w.archiveTaken(messages, isTold ? bytes : undefined, key)}];
}

/** What becomes of messages under several labels, and of those under none, where the source's folders are labels. */
function labelFacts(plan: Plan, canTurn: boolean, {review: w}: Words, key: KeyLabels): readonly Fact[] {
	if (plan.labels === undefined) return [];
	const elsewhere = plan.folders.reduce((sum, folder) => sum + (folder.elsewhere ?? 0), 0);
	const turn = canTurn ? `   ${w.verifyChange(key('folders.labels'))}` : '';
	const left = plan.findings.find(({kind}) => kind === 'only-in-all-mail');
	return [
		{label: w.labels, text: (plan.labels === 'each' ? w.labelsEach : w.labelsOnce(elsewhere)) + turn},
		...(left === undefined
			? []
			: [
					{
						label: w.archived,
						text: w.archivedIs(left.count ?? 1, printable(left.source ?? '')),
						mark: 'warn',
					} as const,
				]),
	];
}

function factsOf(
	{plan, behind, verify, markRead, only, backup}: PlannedState,
	words: Words,
	key: KeyLabels,
): readonly Fact[] {
	const w = words.review;
	const verdict = judge(plan);
	const folders = plan.folders.filter(folder => folder.messages > 0).length;
	const facts: Fact[] = [
		{label: w.toCopy, text: w.toCopyIs(plan.messages, plan.bytes, folders, plan.newFolders.length)},
		{
			label: w.alreadyThere,
			text: (only === undefined ? w.alreadyThereIs : w.alreadyThereCompared)(plan.alreadyThere),
		},
		...leftFacts(plan, behind, words, key),
		plan.freeBytes === undefined
			? {label: w.space, text: w.spaceUnknown(plan.bytes)}
			: {
					label: w.space,
					text: w.spaceIs(plan.bytes, plan.freeBytes),
					mark: verdict.room === 'fits' ? 'ok' : 'fail',
				},
	];
	if (plan.freeMessages !== undefined && verdict.tooMany) {
		facts.push({label: '', text: w.places(plan.messages, plan.freeMessages), mark: 'fail'});
	}
	facts.push({
		label: w.largest,
		text: w.largestIs(plan.largest, plan.appendLimit),
		...(plan.appendLimit === undefined ? {} : {mark: verdict.isTooLarge ? 'warn' : 'ok'}),
	});
	const lost = plan.keywordsLost;
	facts.push(
		lost.length === 0
			? {label: w.flags, text: w.flagsKept, mark: 'ok'}
			: {label: w.flags, text: w.flagsLost(lost.length, lost.map(printable).join(', ')), mark: 'warn'},
	);
	if (plan.unread > 0) {
		const text = (markRead ? w.unreadMarked : w.unreadStays)(plan.unread, key('review.mark-read'));
		facts.push({label: w.unread, text});
	}

	facts.push(...archiveFacts(plan, only === undefined ? key('folders.archive') : '', words));
	facts.push(...labelFacts(plan, only === undefined, words, key));
	if (plan.destinationHolds > 0) {
		const offer = backup === undefined ? ` ${w.backupFirst(key('review.backup'))}` : '';
		facts.push({label: w.holds, text: w.holdsIs(plan.destinationHolds) + offer});
	}

	if (backup !== undefined) {
		const text = w.backupMade(backup.messages, printable(accountKey(backup.files)));
		facts.push({label: w.backup, text, mark: 'ok'});
	}

	if (verdict.fillsInbox) {
		// What a comparison found missing goes where the rest of it is.
		const instead = only === undefined ? [w.inboxInto(key('review.into'))] : [];
		const holds = w.inboxHolds(plan.inboxHolds, inboxGets(plan));
		facts.push({label: w.inbox, text: [holds, ...instead].join(' '), mark: 'warn'});
	}
	const certified = certifiedTotals(plan.folders);
	if (certified)
		facts.push({label: w.certified, text: w.certifiedIs(certified.source, certified.destination)});
	if (!isUndoable(plan)) facts.push({label: w.wayBack, text: w.noWayBack, mark: 'warn'});
	facts.push({label: w.verify, text: `${w.verifyIs[verify]}   ${w.verifyChange(key('review.verify'))}`});
	return facts;
}
