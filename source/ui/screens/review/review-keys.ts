import {type Desk, open} from '../../desk.ts';
import type {ActionId} from '../../keymap.ts';
import type {Screen, UiState} from '../../state.ts';
import {moveOf} from '../../window.ts';
import {archiveIn} from '../folders/folder-facts.ts';
import {factLines} from './facts.ts';
import type {ReviewChoice} from './review.tsx';
import {inboxGets, judge} from './review-state.ts';

/** What the keys of the Review screen do. */
export function reviewKeys(
	action: ActionId,
	{state, dispatch, tasks, words, page, columns, key}: Desk,
): void {
	const {review} = state;
	const move = moveOf(action);
	if (move !== undefined && review.kind === 'planned') {
		const count = factLines(review, words, columns, page, key).length;
		dispatch({to: 'review', action: {type: 'moved', move, page, count}});
		return;
	}
	switch (action) {
		case 'review.verify':
			dispatch({to: 'review', action: {type: 'verify-turned'}});
			return;
		case 'review.mark-read':
			dispatch({to: 'review', action: {type: 'mark-read-turned'}});
			return;
		case 'review.backup':
			tasks.askBackup();
			return;
		case 'review.into':
			// What is missing goes where the rest of it is.
			if (review.only !== undefined) return;
			dispatch({to: 'folders', action: {type: 'into-toggled'}});
			void tasks.planAgain();
			return;
		case 'folders.archive':
			if (review.only !== undefined || !state.folders || !archiveIn(state.folders)) return;
			dispatch({to: 'folders', action: {type: 'archive-turned'}});
			void tasks.planAgain();
			return;
		case 'folders.labels':
			if (review.only !== undefined || review.kind !== 'planned' || review.plan.labels === undefined) return;
			dispatch({to: 'folders', action: {type: 'labels-turned'}});
			void tasks.planAgain();
			return;
		case 'back':
			dispatch({to: 'screen', screen: screenBefore(state)});
			return;
		default:
	}
}

/** Where the plan was asked for. */
function screenBefore({review}: UiState): Screen {
	return review.only === undefined ? 'folders' : 'verification';
}

/** What the choices of the Review screen do. */
export function takeReviewChoice(choice: ReviewChoice, desk: Desk): void {
	const {state, dispatch, tasks} = desk;
	switch (choice) {
		case 'back':
			dispatch({to: 'screen', screen: screenBefore(state)});
			return;
		case 'retry':
			void tasks.planAgain();
			return;
		case 'start': {
			const {review} = state;
			// What is known not to fit is not begun: the screen says so.
			if (review.kind !== 'planned' || judge(review.plan).room === 'full') return;
			if (judge(review.plan).fillsInbox) {
				open(desk, {
					kind: 'inbox',
					text: '',
					messages: inboxGets(review.plan),
					holds: review.plan.inboxHolds,
				});
			} else {
				void tasks.start();
			}
		}
	}
}
