import {type Account, isFiles, type Terms} from '../../../accounts/account.ts';
import type {Discovery} from '../../../accounts/discovery.ts';
import {typedFiles} from '../../../accounts/parse.ts';
import type {ProblemData, Side} from '../../../problem.ts';
import type {Unpacking} from '../../../stores/files/zip/unpacking.ts';
import type {StoreInfo} from '../../../stores/store.ts';
import {emptyForm, type Field, fieldsOf, filesFields, formOf, type Term} from './connect-form.ts';
import type {ConnectState, Offered, Seen} from './connect-shape.ts';
import {changeField, changeForm, refill, turn} from './form-changes.ts';
import {afterAnswer, moveFocus, sides, withFocusOnGap} from './login-focus.ts';
import {addressToLookUp, fillFound, look} from './lookup.ts';
import {takeCompletion, takeSeen} from './typed-path.ts';

export type {ConnectState, SideStatus} from './connect-shape.ts';

export type ConnectAction =
	| {
			readonly type: 'started';
			readonly needs: readonly Side[];
			readonly from?: Account;
			readonly to?: Account;
			/** Those that are known for these accounts. */
			readonly passwords?: Readonly<Partial<Record<Side, string | undefined>>>;
	  }
	| {readonly type: 'focus-next' | 'focus-previous' | 'focus-other-side'}
	| {readonly type: 'field-changed'; readonly side: Side; readonly field: Field; readonly value: string}
	| {readonly type: 'security-next' | 'security-previous'}
	| {readonly type: 'account-chosen'; readonly side: Side; readonly account: Account}
	| {readonly type: 'focus-set'; readonly side: Side; readonly focus: Field}
	| {readonly type: 'connecting'; readonly side: Side}
	| ({readonly type: 'unpacking'; readonly side: Side} & Unpacking)
	| {readonly type: 'connected'; readonly side: Side; readonly info: StoreInfo; readonly account: Account}
	| {readonly type: 'failed'; readonly side: Side; readonly problem: ProblemData}
	| {readonly type: 'looking'; readonly side: Side; readonly goesOn: boolean}
	| {
			readonly type: 'looked';
			readonly side: Side;
			readonly address: string;
			readonly discovery: Discovery | undefined;
	  }
	| {readonly type: 'files-seen'; readonly side: Side; readonly seen: Seen}
	| ({readonly type: 'path-completed'} & Offered)
	| {readonly type: 'files-or-server'; readonly side: Side}
	| {readonly type: 'term-set'; readonly side: Side; readonly term: Term; readonly value: string}
	| {readonly type: 'certificate-trusted'; readonly side: Side; readonly certificate: string}
	| {readonly type: 'disconnected'};

/** Addresses whose servers are still to be found. */
export type Addresses = Readonly<Partial<Record<Side, string>>>;

/** The state before anything is typed. */
export function startConnect(
	from?: Account,
	to?: Account,
	fromPassword?: string,
	toPassword?: string,
	terms?: Readonly<Record<Side, Terms>>,
	addresses: Addresses = {},
): ConnectState {
	const empty = (side: Side) => {
		const address = addresses[side];
		const typed = address === undefined ? {} : {address, user: address};
		const password = (side === 'source' ? fromPassword : toPassword) ?? '';
		return {
			...emptyForm,
			...typed,
			...(address === undefined ? {} : {password}),
			terms: terms?.[side] ?? {},
		};
	};
	const forms = {
		source: from === undefined ? empty('source') : formOf(from, fromPassword),
		destination: to === undefined ? empty('destination') : formOf(to, toPassword),
	};
	const idle = {source: {kind: 'idle'}, destination: {kind: 'idle'}} as const;
	const given = {
		// One that came with an address is for that address alone.
		...(fromPassword === undefined || addresses.source !== undefined
			? {}
			: {source: givenFor(from, fromPassword)}),
		...(toPassword === undefined || addresses.destination !== undefined
			? {}
			: {destination: givenFor(to, toPassword)}),
	};
	const state = withFocusOnGap({
		forms,
		status: idle,
		lookups: {},
		seen: {},
		side: 'source',
		focus: 'address',
		needs: sides,
		given,
	});
	// Its server is looked for, and the cursor then goes on.
	return addressToLookUp(state, state.side) === undefined ? state : {...state, focus: 'address'};
}

function givenFor(account: Account | undefined, password: string) {
	return account === undefined ? {password} : {account, password};
}

/** The certificate that a login met and did not trust: of the side of the cursor, or else of the other. */
export function refusedCertificate(
	state: ConnectState,
): {readonly side: Side; readonly problem: ProblemData} | undefined {
	const other = state.side === 'source' ? 'destination' : 'source';
	for (const side of [state.side, other] as const) {
		const status = state.status[side];
		if (status.kind === 'failed' && shownFingerprint(status.problem) !== undefined)
			return {side, problem: status.problem};
	}
	return undefined;
}

/** The SHA-256 of the certificate that a problem is about. */
export function shownFingerprint({code, params}: ProblemData): string | undefined {
	const fingerprint = code === 'certificate' ? params?.fingerprint : undefined;
	return fingerprint === undefined ? undefined : String(fingerprint);
}

/** Folds what a person did, and what the engine answered, into the Connect screen. */
export function connectReducer(state: ConnectState, action: ConnectAction): ConnectState {
	switch (action.type) {
		case 'started': {
			const forms = {
				source: refill(state, 'source', action.from, action.passwords),
				destination: refill(state, 'destination', action.to, action.passwords),
			};
			const status = {source: {kind: 'idle'}, destination: {kind: 'idle'}} as const;
			return withFocusOnGap({...state, forms, status, lookups: {}, seen: {}, needs: action.needs});
		}
		case 'focus-next':
			return moveFocus(state, 1);
		case 'focus-previous':
			return moveFocus(state, -1);
		case 'focus-other-side': {
			const other = state.side === 'source' ? 'destination' : 'source';
			if (!state.needs.includes(other)) return state;
			const isThere = fieldsOf(state.forms[other]).some(field => field === state.focus);
			return {...state, side: other, focus: isThere ? state.focus : 'address'};
		}
		case 'focus-set':
			return {...state, side: action.side, focus: action.focus};
		case 'field-changed':
			return changeField(state, action.side, action.field, action.value);
		case 'security-next':
			return turn(state, 1);
		case 'security-previous':
			return turn(state, -1);
		case 'account-chosen':
			return {
				...changeForm(state, action.side, formOf(action.account)),
				lookups: {...state.lookups, [action.side]: undefined},
				side: action.side,
				focus: isFiles(action.account) ? 'format' : 'password',
			};
		case 'files-seen':
			return takeSeen(state, action.side, action.seen);
		case 'path-completed':
			return takeCompletion(state, action);
		case 'files-or-server': {
			const {side} = action;
			const isOfFiles = typedFiles(state.forms[side].address.trim()) !== undefined;
			const address = isOfFiles ? '' : '~/';
			return {...changeField(state, side, 'address', address), side, focus: 'address'};
		}
		case 'looking':
			return look(state, action.side, action.goesOn);
		case 'looked':
			return fillFound(state, action.side, action.address, action.discovery);
		case 'term-set': {
			const {[action.term]: _, ...terms} = state.forms[action.side].terms;
			const {value} = action;
			return changeForm(state, action.side, {terms: value === '' ? terms : {...terms, [action.term]: value}});
		}
		case 'certificate-trusted': {
			const {certificate} = action;
			return changeForm(state, action.side, {terms: {...state.forms[action.side].terms, certificate}});
		}
		case 'connecting':
			return {...state, status: {...state.status, [action.side]: {kind: 'connecting'}}};
		case 'unpacking': {
			const {side, bytes, total} = action;
			if (state.status[side].kind !== 'connecting') return state;
			const status = {kind: 'connecting', unpacking: {bytes, total}} as const;
			return {...state, status: {...state.status, [side]: status}};
		}
		case 'connected': {
			const status = {kind: 'connected', info: action.info, account: action.account} as const;
			return afterAnswer({...state, status: {...state.status, [action.side]: status}}, action.side);
		}
		case 'failed': {
			const status = {kind: 'failed', problem: action.problem} as const;
			const failed = {...state, status: {...state.status, [action.side]: status}};
			const other = action.side === 'source' ? 'destination' : 'source';
			// Who is typing a password for the other side must not find it in this side's field.
			if (state.side === other && state.needs.includes(other) && state.status[other].kind === 'idle')
				return failed;
			const isLogin = action.problem.code === 'login-refused';
			const isOfFiles = fieldsOf(state.forms[action.side]) === filesFields;
			return {...failed, side: action.side, focus: isOfFiles ? 'address' : isLogin ? 'password' : 'server'};
		}
		case 'disconnected':
			return withFocusOnGap({...state, status: {source: {kind: 'idle'}, destination: {kind: 'idle'}}});
	}
}
