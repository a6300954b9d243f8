import {type ReactNode, useMemo} from 'react';
import type {Desk} from './desk.ts';
import {shownNames} from './names.ts';
import {Connect} from './screens/connect/index.ts';
import {Folders, listRows as folderRows} from './screens/folders/index.ts';
import {Progress, listRows as progressRows} from './screens/progress/index.ts';
import {Result, listRows as resultRows} from './screens/result/index.ts';
import {takeResultChoice} from './screens/result/result-keys.ts';
import {Review} from './screens/review/index.ts';
import {takeReviewChoice} from './screens/review/review-keys.ts';
import {Runs} from './screens/runs/index.ts';
import type {UiState} from './state.ts';

/** Rows that a page key moves by, in a body of so many rows. */
export function pageOf(state: UiState, rows: number): number {
	if (state.dialog !== undefined) return Math.max(1, rows - 3);
	switch (state.screen) {
		case 'folders':
			return folderRows(rows);
		case 'progress':
			return progressRows(rows);
		case 'result':
			return state.result === undefined ? 1 : resultRows(state.result, rows);
		default:
			return rows;
	}
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
					onFilter={text => dispatch({to: 'folders', action: {type: 'filter-changed', text}})}
				/>
			);
		case 'review':
			return <Review {...size} state={state.review} onTake={choice => takeReviewChoice(choice, desk())} />;
		case 'progress':
			return state.progress === undefined ? null : (
				<Progress {...size} state={state.progress} names={names} />
			);
		case 'result':
			return state.result === undefined ? null : (
				<Result
					{...size}
					state={state.result}
					names={names}
					onTake={choice => takeResultChoice(choice, desk())}
				/>
			);
	}
}
