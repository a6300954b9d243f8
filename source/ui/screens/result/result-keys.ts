import type {Desk} from '../../desk.ts';
import type {ActionId} from '../../keymap.ts';
import {moveOf} from '../../window.ts';
import type {ResultChoice} from './result.tsx';
import type {ResultState} from './result-state.ts';

/** What the keys of the Result screen do. */
export function resultKeys(action: ActionId, desk: Desk): void {
	const {state, dispatch, tasks, page} = desk;
	const {result} = state;
	if (result === undefined) return;
	const move = moveOf(action);
	if (move !== undefined) {
		dispatch({to: 'result', action: {type: 'moved', move, page}});
		return;
	}
	switch (action) {
		case 'result.report':
			void tasks.openReport(desk.lend);
			return;
		case 'result.undo':
			if (result.state === 'undone') dispatch({to: 'notice', notice: {say: 'nothing-to-undo'}});
			else void tasks.again('undo', result.run);
			return;
		case 'result.again':
		case 'result.try-again':
			copyAgain(result, desk);
			return;
		case 'result.verify':
			void tasks.verifyRun(result.run);
			return;
		case 'result.new':
			tasks.connectFor({kind: 'copy'});
			return;
		case 'result.to-review':
			dispatch({to: 'screen', screen: 'review'});
			return;
		case 'back':
			void tasks.openRuns();
			return;
		default:
	}
}

/** Plans again: only what is missing is copied. An old run's accounts have to be logged in first. */
export function copyAgain(result: ResultState, {state, tasks}: Pick<Desk, 'state' | 'tasks'>): void {
	const old =
		result.isOld || tasks.isAttached(result.run)
			? state.runs.runs.find(({run}) => run === result.run)
			: undefined;
	if (old === undefined) void tasks.planSince();
	else tasks.connectFor({kind: 'copy'}, old);
}

/** What the choices after a failure do. */
export function takeResultChoice(choice: ResultChoice, {state, tasks}: Desk): void {
	const {result} = state;
	if (result === undefined) return;
	if (choice === 'keep' && result.isOld) void tasks.openRuns();
	else if (choice === 'keep') tasks.quit();
	else void tasks.again(choice, result.run);
}
