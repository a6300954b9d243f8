import type {Signature} from '../../../certified/signature.ts';
import type {DifferenceKind, ListedMessage, MessagePreview} from '../../../engine/comparison.ts';
import type {ProblemData} from '../../../problem.ts';
import {type Move, moveCursor} from '../../window.ts';

/** The list that a message is in: where, by its folder as people read it, and why. Text from outside. */
export type Listing = {readonly folder: string} & (
	| {readonly by: 'difference'; readonly kind: DifferenceKind}
	| {readonly by: 'signature'; readonly signature: Signature}
);

/** A message that somebody looks at. */
export interface MessageState {
	readonly message: ListedMessage;
	readonly listing: Listing;
	readonly content:
		| {readonly kind: 'loading'}
		| {readonly kind: 'loaded'; readonly preview: MessagePreview}
		| {readonly kind: 'failed'; readonly problem: ProblemData};
	/** All fields of the header, not the important ones alone. */
	readonly allHeaders: boolean;
	/** The first line that is shown, and how many there are at the width of the screen. */
	readonly top: number;
	readonly lines: number;
}

export type MessageAction =
	| {readonly type: 'loaded'; readonly message: ListedMessage; readonly preview: MessagePreview}
	| {readonly type: 'failed'; readonly message: ListedMessage; readonly problem: ProblemData}
	| {readonly type: 'headers-turned'}
	| {readonly type: 'measured'; readonly lines: number}
	| {readonly type: 'moved'; readonly move: Move; readonly page: number};

/** A message whose content is on its way. */
export function startMessage(message: ListedMessage, listing: Listing): MessageState {
	return {message, listing, content: {kind: 'loading'}, allHeaders: false, top: 0, lines: 0};
}

/** Folds a message's content and the scrolling over it into the Message screen. */
export function messageReducer(state: MessageState, action: MessageAction): MessageState {
	switch (action.type) {
		// What comes late belongs to a message that was looked at before.
		case 'loaded':
			if (action.message !== state.message) return state;
			return {...state, content: {kind: 'loaded', preview: action.preview}};
		case 'failed':
			if (action.message !== state.message) return state;
			return {...state, content: {kind: 'failed', problem: action.problem}};
		case 'headers-turned':
			return {...state, allHeaders: !state.allHeaders, top: 0};
		case 'measured':
			return state.lines === action.lines ? state : {...state, lines: action.lines};
		case 'moved': {
			const highest = Math.max(0, state.lines - action.page);
			const top = moveCursor(
				Math.min(state.top, highest),
				action.move,
				Math.max(1, state.lines),
				action.page,
			);
			return {...state, top: Math.min(highest, top)};
		}
	}
}
