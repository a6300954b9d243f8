import type {Side} from '../../../problem.ts';
import {type Field, faultOf, fieldsOf, lastOf} from './connect-form.ts';
import type {ConnectState} from './connect-shape.ts';

/** Both, in the order in which they are gone through. */
export const sides = ['source', 'destination'] as const;

/** Whether both sides that are needed are connected. */
export function isReady(state: ConnectState): boolean {
	return state.needs.every(side => state.status[side].kind === 'connected');
}

/** The sides that Enter logs in: that of the cursor, and the other where it is complete and waits too. */
export function sidesToConnect(state: ConnectState): readonly Side[] {
	const waits = (side: Side) =>
		state.needs.includes(side) && ['idle', 'failed'].includes(state.status[side].kind);
	return sides.filter(
		// A refused login is tried again only where the person is: refusals add up and lock mailboxes.
		side =>
			(side === state.side && waits(side)) ||
			(state.status[side].kind === 'idle' && waits(side) && faultOf(state.forms[side]) === undefined),
	);
}

/** Puts the cursor on what is missing first, and where nothing is, on the way on. */
export function withFocusOnGap(state: ConnectState): ConnectState {
	for (const side of state.needs) {
		const {kind} = state.status[side];
		const fault = faultOf(state.forms[side]);
		if (kind === 'connected' || kind === 'connecting') continue;
		if (fault !== undefined) {
			const gap = 'missing' in fault ? fault.missing : 'server';
			const focus =
				gap === 'format' || (gap === 'server' && state.forms[side].address === '') ? 'address' : gap;
			return {...state, side, focus};
		}
		return {...state, side, focus: lastOf(state.forms[side])};
	}
	return isReady(state) ? {...state, focus: 'continue'} : state;
}

/** Puts the cursor into the next field, or the one before. */
export function moveFocus(state: ConnectState, step: 1 | -1): ConnectState {
	const stops: Array<{side: Side; focus: Field | 'continue'}> = state.needs.flatMap(side =>
		fieldsOf(state.forms[side]).map(focus => ({side, focus})),
	);
	if (isReady(state)) stops.push({side: state.side, focus: 'continue'});
	const at = stops.findIndex(
		stop => stop.focus === state.focus && (stop.focus === 'continue' || stop.side === state.side),
	);
	const next = stops[(at + step + stops.length) % stops.length];
	return next === undefined ? state : {...state, ...next};
}

/** After a login: on to what is missing, unless the person is typing somewhere else. */
export function afterAnswer(state: ConnectState, side: Side): ConnectState {
	return state.side === side || isReady(state) ? withFocusOnGap(state) : state;
}
