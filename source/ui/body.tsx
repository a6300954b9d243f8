import {type ReactNode, useMemo} from 'react';
import type {Desk} from './desk.ts';
import {type ShownName, shownNames} from './names.ts';
import {Connect} from './screens/connect/index.ts';
import {Differences, listRows as differenceRows} from './screens/differences/index.ts';
import {Folders, listRows as folderRows} from './screens/folders/index.ts';
import {Message, listRows as messageRows} from './screens/message/index.ts';
import {Progress, listRows as progressRows} from './screens/progress/index.ts';
import {Result, listRows as resultRows} from './screens/result/index.ts';
import {takeResultChoice} from './screens/result/result-keys.ts';
import {factRows} from './screens/review/facts.ts';
import {Review} from './screens/review/index.ts';
import {takeReviewChoice} from './screens/review/review-keys.ts';
import {Runs} from './screens/runs/index.ts';
import {Signatures, Suspects, listRows as signatureRows, suspectRows} from './screens/signatures/index.ts';
import {Verification, listRows as verificationRows} from './screens/verification/index.ts';
import type {UiState} from './state.ts';

/** Rows that a page key moves by, in a body of so many rows. */
export function pageOf(state: UiState, rows: number): number {
	if (state.dialog !== undefined) return Math.max(1, rows - 3);
	switch (state.screen) {
		case 'folders':
			return state.folders === undefined ? rows : folderRows(state.folders, rows);
		case 'progress':
			return state.progress === undefined ? rows : progressRows(state.progress, rows);
		case 'result':
			return state.result === undefined ? 1 : resultRows(state.result, rows);
		case 'verification':
			return verificationRows(state.verification, rows);
		case 'differences':
			return differenceRows(rows);
		case 'message':
			return messageRows(rows);
		case 'signatures':
			return signatureRows(rows);
		case 'suspects':
			return suspectRows(rows);
		case 'review':
			return state.review.kind === 'planned' ? factRows(state.review.plan, rows) : rows;
		default:
			return rows;
	}
}

/** A backup's source is the destination, and its files have the names that are shown. */
function ofBackup(names: ShownName): ShownName {
	return (_, name) => names('destination', name);
}

interface BodyProps {
	readonly state: UiState;
	readonly desk: () => Desk;
	readonly rows: number;
	readonly columns: number;
}

/** The screen that is shown. */
export function Body({state, desk, rows, columns}: BodyProps): ReactNode {
	const size = {rows, columns, active: true};
	const {dispatch, tasks} = desk();
	const names = useMemo(
		() => shownNames(state.connect.status, state.folders?.mappings ?? []),
		[state.connect.status, state.folders?.mappings],
	);
	switch (state.screen) {
		case 'runs':
			return (
				<Runs
					{...size}
					state={state.runs}
					onTake={run => void tasks.look(run)}
					onHighlight={run => dispatch({to: 'runs', action: {type: 'highlighted', run}})}
				/>
			);
		case 'connect':
			return (
				<Connect
					{...size}
					state={state.connect}
					purpose={state.purpose}
					onChange={(side, field, value) =>
						dispatch({to: 'connect', action: {type: 'field-changed', side, field, value}})
					}
				/>
			);
		case 'folders':
			return state.folders === undefined ? null : (
				<Folders
					{...size}
					state={state.folders}
					isVerify={state.purpose.kind === 'verify'}
					onFilter={text => dispatch({to: 'folders', action: {type: 'filter-changed', text}})}
				/>
			);
		case 'review':
			return <Review {...size} state={state.review} onTake={choice => takeReviewChoice(choice, desk())} />;
		case 'progress':
			return state.progress === undefined ? null : (
				<Progress
					{...size}
					state={state.progress}
					names={state.progress.backup === undefined ? names : ofBackup(names)}
				/>
			);
		case 'verification':
			return (
				<Verification
					{...size}
					state={state.verification}
					onFilter={text => dispatch({to: 'verification', action: {type: 'filter-changed', text}})}
				/>
			);
		case 'differences':
			return state.differences === undefined ? null : (
				<Differences
					{...size}
					state={state.differences}
					onSeen={(first, last) => {
						dispatch({to: 'differences', action: {type: 'seen', first, last}});
						void tasks.fetchPages();
					}}
				/>
			);
		case 'message':
			return state.message === undefined ? null : (
				<Message
					{...size}
					state={state.message}
					onMeasured={lines => dispatch({to: 'message', action: {type: 'measured', lines}})}
				/>
			);
		case 'signatures':
			return state.signatures === undefined ? null : <Signatures {...size} state={state.signatures} />;
		case 'suspects':
			return state.signatures === undefined ? null : <Suspects {...size} state={state.signatures} />;
		case 'result':
			return state.result === undefined ? null : (
				<Result
					{...size}
					state={state.result}
					names={state.result.backup === undefined ? names : ofBackup(names)}
					onTake={choice => takeResultChoice(choice, desk())}
				/>
			);
	}
}
