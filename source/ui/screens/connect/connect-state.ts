import {
	type Account,
	defaultPort,
	type FilesAccount,
	type FilesKind,
	filesFormats,
	isFiles,
	kindOfFiles,
	mboxDialects,
	type Security,
	type Terms,
	termsOf,
	typedAs,
} from '../../../accounts/account.ts';
import {isAddress} from '../../../accounts/address.ts';
import type {Discovery} from '../../../accounts/discovery.ts';
import {isByBrowser} from '../../../accounts/oauth/grant.ts';
import {typedFiles} from '../../../accounts/parse.ts';
import type {ProblemData, Side} from '../../../problem.ts';
import type {FilesLook} from '../../../stores/files/looking.ts';
import type {Unpacking} from '../../../stores/files/zip/unpacking.ts';
import type {StoreInfo} from '../../../stores/store.ts';
import type {Completion} from '../../completing.ts';

const serverFields = ['address', 'server', 'security', 'user', 'password'] as const;
const filesFields = ['address', 'format'] as const;

/** What is typed or chosen for one side. */
export type Field = (typeof serverFields)[number] | (typeof filesFields)[number];

/** The fields that a side has: those of a server, or of mail in files. */
export function fieldsOf(form: Form): readonly Field[] {
	return typedFiles(form.address.trim()) ? filesFields : serverFields;
}

const sides = ['source', 'destination'] as const;

const securities = ['tls', 'starttls', 'plain'] as const satisfies readonly Security[];

/** What an account may have besides its fields, for few accounts: in a dialog of its own. */
export const terms = ['oauth', 'authorizeAs', 'proxy', 'clientCertificate', 'clientKey'] as const;

export type Term = (typeof terms)[number];

/** Whether the value of a term is the path of a file. */
export function isFileTerm(term: Term): boolean {
	return term === 'clientCertificate' || term === 'clientKey';
}

/** What is typed for one side. */
export interface Form {
	/** Of a mailbox; or `eml:PATH` and the like, or a path, and then no other field counts. */
	readonly address: string;
	/** `host` or `host:port`; `[::1]:143` for an IPv6 address with a port. */
	readonly server: string;
	readonly security: Security;
	readonly user: string;
	readonly password: string;
	/** What the operator has set for it; no field of the form. */
	readonly terms: Terms;
}

export type SideStatus =
	| {readonly kind: 'idle'}
	| {readonly kind: 'connecting'; readonly unpacking?: Unpacking}
	| {readonly kind: 'connected'; readonly info: StoreInfo; readonly account: Account}
	| {readonly kind: 'failed'; readonly problem: ProblemData};

/** The server of an address that is looked for, or was. */
export interface Lookup {
	readonly address: string;
	/** What stood in the fields when the question was asked: what differs by then was typed by a person. */
	readonly before: Pick<Form, 'server' | 'security' | 'user'>;
	/** Whether a person has typed the user's name. */
	readonly isUserTyped: boolean;
	/** Whether the cursor goes on to what is missing when the answer is there. */
	readonly goesOn: boolean;
	readonly answer: 'waiting' | 'none' | Discovery;
}

/** Why a form is no account yet. */
export type FormFault = {readonly missing: Field} | {readonly badPort: true};

/** What was found at the path that is typed. */
export interface Seen {
	/** As it was typed, when it was looked at. */
	readonly path: string;
	readonly look: FilesLook;
}

/** Ways in which the path that is typed could go on. */
export interface Offered extends Completion {
	readonly side: Side;
}

export interface ConnectState {
	readonly forms: Readonly<Record<Side, Form>>;
	readonly status: Readonly<Record<Side, SideStatus>>;
	readonly lookups: Readonly<Partial<Record<Side, Lookup | undefined>>>;
	readonly seen: Readonly<Partial<Record<Side, Seen>>>;
	readonly offered?: Offered | undefined;
	readonly side: Side;
	readonly focus: Field | 'continue';
	/** The side that the next step can do without: an undo needs the destination alone. */
	readonly needs: readonly Side[];
	/**
	 * Passwords that the environment or a command gave: each for the account that was named with it, and where none
	 * was named for that of the run that is finished or undone.
	 */
	readonly given: Readonly<Partial<Record<Side, {readonly account?: Account; readonly password: string}>>>;
}

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

const emptyForm: Form = {address: '', server: '', security: 'tls', user: '', password: '', terms: {}};

/** A form filled in with an account, its port told only where it is not the usual one. */
export function formOf(account: Account, password = ''): Form {
	if (isFiles(account)) return {...emptyForm, address: typedAs(account)};
	const host = account.host.includes(':') ? `[${account.host}]` : account.host;
	return {
		address: account.user.includes('@') ? account.user : '',
		server: account.port === defaultPort[account.security] ? host : `${host}:${account.port}`,
		security: account.security,
		user: account.user,
		password,
		terms: termsOf(account),
	};
}

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

/** Splits `host:port`. @returns `port` as text, undefined where none is given. */
function splitServer(server: string): {readonly host: string; readonly port: string | undefined} {
	const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(server);
	if (bracketed) return {host: bracketed[1] ?? '', port: bracketed[2]};
	const parts = server.split(':');
	// More than one colon and no brackets: an IPv6 address.
	if (parts.length !== 2) return {host: server, port: undefined};
	return {host: parts[0] ?? '', port: parts[1]};
}

/** The port that a form means, for showing; undefined where what is typed is none. */
export function portOf(form: Form): number | undefined {
	const {port} = splitServer(form.server.trim());
	if (port === undefined || port === '') return defaultPort[form.security];
	const value = Number(port);
	return /^\d{1,5}$/.test(port) && value >= 1 && value <= 65_535 ? value : undefined;
}

/** The account that a form means, or what is wrong with it. */
export function accountOf(form: Form): Account | FormFault {
	const files = typedFiles(form.address.trim());
	if (isWhole(files)) return files;
	if (files) return {missing: 'format'};
	const {host} = splitServer(form.server.trim());
	if (host === '') return {missing: 'server'};
	const port = portOf(form);
	if (port === undefined) return {badPort: true};
	const user = form.user.trim();
	if (user === '') return {missing: 'user'};
	return {host, port, security: form.security, user, ...form.terms};
}

/** Whether files are typed with their format. */
export function isWhole(files: ReturnType<typeof typedFiles>): files is FilesAccount {
	return files?.format !== undefined;
}

/** Whether a form is no account yet. */
export function isFault(account: Account | FormFault): account is FormFault {
	return 'missing' in account || 'badPort' in account;
}

/** What is wrong with a side's form before it can log in. */
export function faultOf(form: Form): FormFault | undefined {
	const account = accountOf(form);
	if (isFault(account)) return account;
	if (isFiles(account)) return undefined;
	return form.password === '' && !isByBrowser(form.terms) ? {missing: 'password'} : undefined;
}

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

function withFocusOnGap(state: ConnectState): ConnectState {
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

/** The last field of a side: who has filled in all others is there. */
function lastOf(form: Form): Field {
	return fieldsOf(form).at(-1) ?? 'address';
}

function moveFocus(state: ConnectState, step: 1 | -1): ConnectState {
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

function changeForm(state: ConnectState, side: Side, change: Partial<Form>): ConnectState {
	const status = state.status[side].kind === 'connecting' ? state.status[side] : ({kind: 'idle'} as const);
	return {
		...state,
		forms: {...state.forms, [side]: {...state.forms[side], ...change}},
		status: {...state.status, [side]: status},
	};
}

function changeField(state: ConnectState, side: Side, field: Field, value: string): ConnectState {
	if (field === 'security' || field === 'format' || state.status[side].kind === 'connecting') return state;
	const form = state.forms[side];
	// The user is the address until somebody says otherwise.
	if (field === 'address' && form.user === form.address)
		return changeForm(state, side, {address: value, user: value});
	// A certificate was trusted of the server that stood here.
	const {certificate: _, ...terms} = form.terms;
	return changeForm(state, side, {[field]: value, ...(field === 'server' ? {terms} : {})});
}

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
function look(state: ConnectState, side: Side, goesOn: boolean): ConnectState {
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
function fillFound(
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

/** Takes what was found at a path, and its format where a person has named none. */
function takeSeen(state: ConnectState, side: Side, seen: Seen): ConnectState {
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
function takeCompletion(state: ConnectState, {side, path, names}: Offered): ConnectState {
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

/** Turns the choice under the cursor: the format of files, or the encryption. */
function turn(state: ConnectState, step: 1 | -1): ConnectState {
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

/** Fills in an account, with its password where that can be had without asking for it. */
function refill(
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

/** After a login: on to what is missing, unless the person is typing somewhere else. */
function afterAnswer(state: ConnectState, side: Side): ConnectState {
	return state.side === side || isReady(state) ? withFocusOnGap(state) : state;
}
