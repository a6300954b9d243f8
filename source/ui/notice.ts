import {accountKey, isFiles} from '../accounts/account.ts';
import {certifiedKinds} from '../certified/kind.ts';
import {verdicts} from '../certified/verdict.ts';
import type {Finding} from '../engine/finding.ts';
import {createFormat} from '../locales/format.ts';
import {printable} from '../printable.ts';
import type {ProblemData} from '../problem.ts';
import {hasLabels} from '../stores/labels.ts';
import type {Notice} from './components/frame/index.ts';
import type {KeyLabels} from './keymap.ts';
import {wordConnectProblem} from './screens/connect/side-lines.ts';
import {heldThere, otherRoleIn, sourceLabel} from './screens/folders/folder-facts.ts';
import {mappingAtCursor, mappingsInRange} from './screens/folders/folder-rows.ts';
import {chosenRun} from './screens/runs/runs-state.ts';
import {rowAtCursor, shownCheck, suspectAtCursor} from './screens/signatures/signatures-state.ts';
import {folderAtCursor} from './screens/verification/verification-state.ts';
import type {UiSentences} from './services.ts';
import type {NoticeData, UiState} from './state.ts';

/** The line above the keys: what a person did just now, else what the screen has to say for itself. */
export function noticeFor(state: UiState, sentences: UiSentences, key: KeyLabels): Notice | undefined {
	if (state.notice !== undefined) return wordNotice(state.notice, sentences, key);
	// A dialog says itself what it is about.
	if (state.dialog !== undefined) return undefined;
	switch (state.screen) {
		case 'runs':
			return runsNotice(state, sentences, key);
		case 'connect':
			return connectNotice(state, sentences, key);
		case 'folders':
			return foldersNotice(state, sentences, key);
		case 'review':
			return state.review.kind === 'failed' ? problemNotice(state.review.problem, sentences, key) : undefined;
		case 'progress':
			return progressNotice(state, sentences);
		case 'verification':
			return verificationNotice(state, sentences);
		case 'differences':
			return undefined;
		case 'message':
			return state.message?.content.kind === 'failed'
				? problemNotice(state.message.content.problem, sentences, key)
				: undefined;
		case 'signatures':
			return signaturesNotice(state, sentences, key);
		case 'suspects': {
			const suspect = state.signatures && suspectAtCursor(state.signatures);
			return suspect === undefined
				? undefined
				: {
						tone: 'warn',
						text: `${printable(suspect.name)}: ${sentences.findingAlone(verdictAlone(suspect.finding))}`,
					};
		}
		case 'result':
			return state.result?.problem === undefined
				? undefined
				: problemNotice(state.result.problem, sentences, key);
	}
}

/** A problem in one line: which side, what, and what to do. */
export function problemNotice(problem: ProblemData, sentences: UiSentences, key: KeyLabels): Notice {
	return failNotice(sentences.problem(problem, key('connect.more')));
}

function failNotice({what, hint}: {readonly what: string; readonly hint: string}): Notice {
	return {tone: 'fail', text: printable([what, hint].filter(Boolean).join('. '))};
}

/** Why an editor was of no use; '' where there is none. */
function why(ended: Extract<NoticeData, {say: 'no-editor'}>['ended']): string {
	return ended.kind === 'missing' ? '' : ended.why;
}

function wordNotice(notice: NoticeData, sentences: UiSentences, key: KeyLabels): Notice {
	const {connect, folders, runs, side, verification} = sentences.screens;
	switch (notice.say) {
		case 'problem':
			return problemNotice(notice.problem, sentences, key);
		case 'no-editor':
			return {tone: 'warn', text: folders.file.notEdited(printable(notice.ended.program), why(notice.ended))};
		case 'mapping-edited':
			return {tone: 'dim', text: folders.file.edited(notice.folders)};
		case 'missing':
			return {tone: 'warn', text: connect.missing(side[notice.side], connect.field[notice.field])};
		case 'bad-port':
			return {tone: 'warn', text: connect.badPort(side[notice.side])};
		case 'saved':
			return {tone: 'ok', text: connect.saved(printable(notice.name))};
		case 'removed':
			return {tone: 'ok', text: connect.removed(printable(notice.name))};
		case 'not-the-word':
			return {
				tone: 'warn',
				text: sentences.screens.notTheWord(notice.word, key('dialog.clear'), key('dialog.close')),
			};
		case 'list-saved':
			return {tone: 'ok', text: verification.saved(notice.entries, printable(notice.path))};
		case 'saving-list':
			return {tone: 'dim', text: verification.saving};
		case 'nothing-missing':
			return {tone: 'dim', text: verification.nothingMissing};
		case 'no-suspects':
			return {tone: 'dim', text: sentences.screens.signatures.noSuspects};
		case 'nothing-differs':
			return {tone: 'dim', text: verification.nothingDiffers};
		case 'no-saved':
			return {tone: 'warn', text: connect.noSaved(key('connect.save'))};
		case 'nothing-selected':
			return {tone: 'warn', text: folders.nothingSelected(key('folders.toggle'), key('folders.all'))};
		case 'nothing-to-resume':
			return {tone: 'warn', text: runs.nothingToResume};
		case 'nothing-to-undo':
			return {tone: 'warn', text: runs.nothingToUndo};
		case 'run-live':
			return {tone: 'warn', text: runs.isLive(key('runs.look'))};
	}
}

function runsNotice(state: UiState, sentences: UiSentences, key: KeyLabels): Notice | undefined {
	const run = chosenRun(state.runs);
	const words = sentences.screens.runs;
	if (run?.unreadable !== undefined) return {tone: 'fail', text: words.unreadable(printable(run.unreadable))};
	if (run === undefined) return undefined;
	const about = words.about(run.run, run.copied, run.messages);
	if (run.live) return {tone: 'ok', text: `${about} ${words.isLive(key('runs.look'))}`};
	if (run.problem === undefined) {
		const files = [run.from, run.to].filter(isFiles).map(account => printable(accountKey(account)));
		return {tone: 'dim', text: [about, ...files.map(words.inFiles)].join(' ')};
	}
	return {tone: 'warn', text: `${about} ${printable(sentences.problem(run.problem).what)}`};
}

function connectNotice(state: UiState, sentences: UiSentences, key: KeyLabels): Notice | undefined {
	const {connect} = state;
	const other = connect.side === 'source' ? 'destination' : 'source';
	for (const side of [connect.side, other] as const) {
		const status = connect.status[side];
		// The pane says it in full; this line says it where the eye rests.
		if (status.kind === 'failed') {
			const {what, hint} = wordConnectProblem(status.problem, sentences, key);
			return {...failNotice({what, hint}), short: printable(what)};
		}
	}
	return undefined;
}

function foldersNotice(state: UiState, sentences: UiSentences, key: KeyLabels): Notice | undefined {
	const {folders} = state;
	if (folders === undefined) return undefined;
	const words = sentences.screens.folders;
	const [conflict] = folders.conflicts;
	if (conflict !== undefined) {
		const sources = conflict.sources.map(source => printable(sourceLabel(folders, source))).join(', ');
		const text = words.conflict(
			folders.conflicts.length,
			sources,
			printable(conflict.target),
			conflict.kind === 'case',
		);
		return {tone: 'warn', text};
	}
	if (folders.anchor !== undefined) {
		const count = mappingsInRange(folders).length;
		return {tone: 'dim', text: words.range(count, key('folders.toggle'), key('folders.range-end'))};
	}
	const other = otherRoleIn(folders);
	if (other !== undefined) {
		const [source, destination] = [other.source.name, other.target.name];
		return {
			tone: 'warn',
			text: sentences.finding({kind: 'other-role', severity: 'note', source, destination}),
		};
	}
	const here = mappingAtCursor(folders);
	if (here?.renamed === true && here.selected) {
		return {tone: 'warn', text: `${printable(here.target.name)}: ${words.renamed}`};
	}
	const labels = {tone: 'dim', text: words.labels[folders.labels](key('folders.labels'))} as const;
	if (hasLabels(folders.source) && (folders.labels === 'once' || folders.into === undefined)) return labels;
	if (folders.into === undefined) return undefined;
	const own = printable(folders.into);
	const into = key('folders.into');
	return {
		tone: 'dim',
		text: folders.intoByItself
			? words.intoBecause(heldThere(folders), own, into)
			: words.intoChosen(own, into),
	};
}

function progressNotice(state: UiState, sentences: UiSentences): Notice | undefined {
	const last = state.progress?.findings.findLast(finding => finding.severity === 'difference');
	return last === undefined ? undefined : {tone: 'warn', text: printable(sentences.finding(last))};
}

function verificationNotice({verification}: UiState, sentences: UiSentences): Notice | undefined {
	const folder = verification.comparing === undefined ? folderAtCursor(verification) : undefined;
	if (folder === undefined) return undefined;
	const words = sentences.screens.verification;
	const [from, to] = [printable(folder.from), printable(folder.to)];
	const facts = [
		...(folder.destinationExists ? [] : [words.noFolder]),
		...(folder.flagsDiffer > 0 ? [words.flags(folder.flagsDiffer)] : []),
		...(folder.datesDiffer > 0 ? [words.dates(folder.datesDiffer)] : []),
	];
	if (facts.length === 0 && from === to) return undefined;
	const names = from === to ? from : words.goesTo(from, to);
	return {tone: 'dim', text: facts.length === 0 ? names : `${names}: ${facts.join(', ')}`};
}

/** A finding without what the list says of its message. */
function verdictAlone({message: _, sourceUid: __, destinationUid: ___, ...finding}: Finding): Finding {
	return finding;
}

/** Why a check broke off; else all that it has found in the folder under the cursor. */
function signaturesNotice({signatures}: UiState, sentences: UiSentences, key: KeyLabels): Notice | undefined {
	if (signatures === undefined) return undefined;
	const problem = shownCheck(signatures)?.problem;
	if (problem !== undefined) return problemNotice(problem, sentences, key);
	const row = rowAtCursor(signatures);
	if (row === undefined || row.checked === 0) return undefined;
	const {certified, screens} = sentences;
	const {count} = createFormat(screens.locale);
	const counted = (counts: readonly (readonly [what: string, n: number | undefined])[]) =>
		counts.flatMap(([what, n = 0]) => (n === 0 ? [] : `${what} ${count(n)}`)).join(', ');
	const said = [
		counted(verdicts.map(verdict => [certified.columns[verdict], row.verdicts[verdict]] as const)),
		counted(certifiedKinds.map(kind => [certified.shortKinds[kind], row.kinds[kind]] as const)),
	];
	return {tone: 'dim', text: `${printable(row.name)}: ${said.filter(Boolean).join('; ')}`};
}
