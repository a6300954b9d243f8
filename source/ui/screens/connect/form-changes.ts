import {
	type Account,
	type FilesKind,
	filesFormats,
	isFiles,
	kindOfFiles,
	mboxDialects,
	type Security,
} from '../../../accounts/account.ts';
import {typedFiles} from '../../../accounts/parse.ts';
import type {Side} from '../../../problem.ts';
import {accountOf, type Field, type Form, formOf, isFault, isWhole} from './connect-form.ts';
import type {ConnectState} from './connect-shape.ts';

const securities = ['tls', 'starttls', 'plain'] as const satisfies readonly Security[];

/** A form with something changed: what was connected with it before counts no more. */
export function changeForm(state: ConnectState, side: Side, change: Partial<Form>): ConnectState {
	const status = state.status[side].kind === 'connecting' ? state.status[side] : ({kind: 'idle'} as const);
	return {
		...state,
		forms: {...state.forms, [side]: {...state.forms[side], ...change}},
		status: {...state.status, [side]: status},
	};
}

/** The same for what a person types into a field, and what follows from it for others. */
export function changeField(state: ConnectState, side: Side, field: Field, value: string): ConnectState {
	if (field === 'security' || field === 'format' || state.status[side].kind === 'connecting') return state;
	const form = state.forms[side];
	// The user is the address until somebody says otherwise.
	if (field === 'address' && form.user === form.address)
		return changeForm(state, side, {address: value, user: value});
	// A certificate was trusted of the server that stood here.
	const {certificate: _, ...terms} = form.terms;
	return changeForm(state, side, {[field]: value, ...(field === 'server' ? {terms} : {})});
}

/** Turns the choice under the cursor: the format of files, or the encryption. */
export function turn(state: ConnectState, step: 1 | -1): ConnectState {
	if (state.focus !== 'format') return turnSecurity(state, step);
	const typed = typedFiles(state.forms[state.side].address.trim());
	if (typed === undefined) return state;
	// Only what is read can be in another dialect than the one that is written.
	const kinds: readonly FilesKind[] =
		state.side === 'source' ? [...filesFormats, ...mboxDialects] : filesFormats;
	const now: number = isWhole(typed) ? kinds.indexOf(kindOfFiles(typed)) : -1;
	const kind = kinds[(now + step + kinds.length) % kinds.length] ?? 'eml';
	return changeForm(state, state.side, {address: `${kind}:${typed.path}`});
}

function turnSecurity(state: ConnectState, step: 1 | -1): ConnectState {
	const now = securities.indexOf(state.forms[state.side].security);
	const security = securities[(now + step + securities.length) % securities.length] ?? 'tls';
	return changeForm(state, state.side, {security});
}

/** Fills in an account, with its password where that can be had without asking for it. */
export function refill(
	{forms, given}: ConnectState,
	side: Side,
	account: Account | undefined,
	passwords: Readonly<Partial<Record<Side, string | undefined>>> = {},
): Form {
	const form = forms[side];
	if (account === undefined) return form;
	const before = accountOf(form);
	const typed = !isFault(before) && isSame(before, account) ? form.password : '';
	const from = given[side];
	const isMeant = from !== undefined && (from.account === undefined || isSame(from.account, account));
	return formOf(account, typed || (passwords[side] ?? (isMeant ? from.password : '')));
}

function isSame(one: Account, other: Account): boolean {
	if (isFiles(one) || isFiles(other)) return false;
	return one.host === other.host && one.user === other.user;
}
