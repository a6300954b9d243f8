import {typedFiles} from '../../../accounts/parse.ts';
import type {Side} from '../../../problem.ts';
import type {FilesLook} from '../../../stores/files/files-look.ts';
import type {ConnectState, Offered, Seen} from './connect-shape.ts';
import {changeField, changeForm} from './form-changes.ts';

/** Takes what was found at a path, and its format where a person has named none. */
export function takeSeen(state: ConnectState, side: Side, seen: Seen): ConnectState {
	const typed = typedFiles(state.forms[side].address.trim());
	if (typed?.path !== seen.path) return state;
	const known = {...state, seen: {...state.seen, [side]: seen}};
	if (typed.format !== undefined) return known;
	// One file a message keeps every signature whole.
	const format = seen.look.kind === 'mail' ? seen.look.format : 'eml';
	return changeForm(known, side, {address: `${format}:${seen.path}`});
}

/** What was found at the path of a side, as long as it is that path. */
export function seenFor({forms, seen}: ConnectState, side: Side): FilesLook | undefined {
	const known = seen[side];
	return known !== undefined && typedFiles(forms[side].address.trim())?.path === known.path
		? known.look
		: undefined;
}

/** The path of a side that is still to be looked at. */
export function pathToLookAt(state: ConnectState, side: Side): string | undefined {
	if (state.status[side].kind === 'connecting' || seenFor(state, side) !== undefined) return undefined;
	return typedFiles(state.forms[side].address.trim())?.path;
}

/** Whether the cursor is on a path. */
export function isOnPath({focus, side, forms}: ConnectState): boolean {
	return focus === 'address' && typedFiles(forms[side].address.trim()) !== undefined;
}

/** Takes a path as far as it goes on in one way, and how it could go on from there. */
export function takeCompletion(state: ConnectState, {side, path, names}: Offered): ConnectState {
	const typed = typedFiles(state.forms[side].address.trim());
	if (typed === undefined) return state;
	const address = typed.format === undefined ? path : `${typed.format}:${path}`;
	const changed = typed.path === path ? state : changeField(state, side, 'address', address);
	return {...changed, offered: {side, path, names}};
}

/** How the path of a side could go on, as long as it is that path and the cursor is there. */
export function offeredFor(state: ConnectState, side: Side): readonly string[] {
	const {offered} = state;
	if (offered?.side !== side || state.side !== side || !isOnPath(state)) return [];
	return typedFiles(state.forms[side].address.trim())?.path === offered.path ? offered.names : [];
}
