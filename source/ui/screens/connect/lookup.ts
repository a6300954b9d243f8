import {isAddress} from '../../../accounts/address.ts';
import type {Discovery} from '../../../accounts/discovery.ts';
import {typedFiles} from '../../../accounts/parse.ts';
import type {Side} from '../../../problem.ts';
import {emptyForm, faultOf, formOf} from './connect-form.ts';
import type {ConnectState} from './connect-shape.ts';
import {changeForm} from './form-changes.ts';

/** The address of a side whose server is to be looked for; undefined where a person has named one. */
export function addressToLookUp(state: ConnectState, side: Side): string | undefined {
	const form = state.forms[side];
	const lookup = state.lookups[side];
	const address = form.address.trim();
	const status = state.status[side].kind;
	if (!isAddress(address) || typedFiles(address) || status === 'connected' || status === 'connecting')
		return undefined;
	if (form.server.trim() === '')
		return lookup?.address === address && lookup.answer === 'waiting' ? undefined : address;
	// What was found for another address gives way; what a person has typed does not.
	return lookup !== undefined && lookup.address !== address && foundFor(state, side) !== undefined
		? address
		: undefined;
}

/** How the server in a side's form was found; undefined where it was not, or a person has changed it since. */
export function foundFor({forms, lookups}: ConnectState, side: Side): Discovery | undefined {
	const answer = lookups[side]?.answer;
	if (answer === undefined || typeof answer === 'string') return undefined;
	const form = forms[side];
	const {server, security} = formOf(answer.account);
	return form.server === server && form.security === security ? answer : undefined;
}

/** Begins to look; what was found for another address goes. */
export function look(state: ConnectState, side: Side, goesOn: boolean): ConnectState {
	const form = state.forms[side];
	const address = form.address.trim();
	const found = foundFor(state, side);
	const isUserTyped = !['', address, found?.account.user].includes(form.user.trim());
	const {certificate: _, ...terms} = form.terms;
	const cleared = found === undefined ? form : {...form, server: '', security: emptyForm.security, terms};
	const {server, security, user} = cleared;
	const lookup = {address, before: {server, security, user}, isUserTyped, goesOn, answer: 'waiting'} as const;
	return {
		...state,
		forms: {...state.forms, [side]: cleared},
		lookups: {...state.lookups, [side]: lookup},
	};
}

/** Fills in what was found, where nobody has typed anything else meanwhile. */
export function fillFound(
	state: ConnectState,
	side: Side,
	address: string,
	discovery: Discovery | undefined,
): ConnectState {
	const lookup = state.lookups[side];
	const form = state.forms[side];
	const {kind} = state.status[side];
	if (lookup?.address !== address || form.address.trim() !== address) return state;
	if (kind === 'connecting' || kind === 'connected') return state;
	const answered = {...state, lookups: {...state.lookups, [side]: {...lookup, answer: discovery ?? 'none'}}};
	const isWaiting = lookup.goesOn && state.side === side && state.focus === 'address';
	const {before} = lookup;
	const isAsBefore = form.server === before.server && form.security === before.security;
	if (discovery === undefined || !isAsBefore) return isWaiting ? {...answered, focus: 'server'} : answered;
	const {server, security, user} = formOf(discovery.account);
	const filled = changeForm(answered, side, {
		server,
		security,
		// A name that a person has typed stays.
		...(lookup.isUserTyped || form.user !== before.user ? {} : {user}),
	});
	const fault = faultOf(filled.forms[side]);
	const gap = fault !== undefined && 'missing' in fault ? fault.missing : 'password';
	return isWaiting ? {...filled, focus: gap} : filled;
}
