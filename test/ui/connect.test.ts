import {describe, expect, it} from 'vitest';
import type {Account} from '../../source/accounts/account.ts';
import type {Side} from '../../source/problem.ts';
import {
	accountOf,
	type Field,
	faultOf,
	fieldsOf,
	formOf,
	portOf,
} from '../../source/ui/screens/connect/connect-form.ts';
import {
	type ConnectState,
	connectReducer,
	startConnect,
} from '../../source/ui/screens/connect/connect-state.ts';
import {isReady, sidesToConnect} from '../../source/ui/screens/connect/login-focus.ts';
import {pathToLookAt, seenFor} from '../../source/ui/screens/connect/typed-path.ts';
import {destinationInfo, sourceInfo} from './fake-engine.ts';

const from: Account = {host: 'imap.old.it', port: 993, security: 'tls', user: 'mario@old.it'};
const to: Account = {host: 'imap.new.it', port: 1143, security: 'starttls', user: 'M1234567'};

function type(state: ConnectState, field: Field, value: string, side = state.side): ConnectState {
	return connectReducer(state, {type: 'field-changed', side, field, value});
}

describe('Connect', () => {
	it('takes the address as the user until a person says otherwise', () => {
		let state = type(startConnect(), 'address', 'mario@old.it');
		expect(state.forms.source.user).toBe('mario@old.it');
		state = type(state, 'user', 'M1');
		state = type(state, 'address', 'maria@old.it');
		expect(state.forms.source.user).toBe('M1');
	});

	it('takes an address that names files for mail in files, which needs nothing else', () => {
		const state = type(startConnect(), 'address', 'eml:/backup/mario');
		const files = {format: 'eml', path: '/backup/mario'} as const;
		expect(accountOf(state.forms.source)).toEqual(files);
		expect(faultOf(state.forms.source)).toBeUndefined();
		expect(accountOf(formOf(files))).toEqual(files);
		expect(accountOf(type(state, 'address', 'mario@old.it').forms.source)).toEqual({missing: 'server'});
	});

	it('derives the port from the encryption, and takes one that is typed', () => {
		let state = type(startConnect(), 'server', 'imap.old.it');
		expect(portOf(state.forms.source)).toBe(993);
		state = connectReducer(state, {type: 'security-next'});
		expect(portOf(state.forms.source)).toBe(143);
		state = type(state, 'server', 'imap.old.it:1993');
		expect(portOf(state.forms.source)).toBe(1993);
	});

	it.each(['imap.old.it:', '[::1]:993', '::1', '127.0.0.1:143'])('reads the server %s', server => {
		const account = accountOf({...formOf(from), server});
		expect(account).toMatchObject({port: server === '127.0.0.1:143' ? 143 : 993});
	});

	it.each(['imap.old.it:99999', 'imap.old.it:x', 'imap.old.it:0'])('refuses the port of %s', server => {
		expect(accountOf({...formOf(from), server})).toEqual({badPort: true});
	});

	it('gives back the account that was filled in', () => {
		const withFile = {...to, caFile: '/etc/ca.pem'};
		expect(accountOf(formOf(withFile))).toEqual(withFile);
		expect(accountOf(formOf({...from, host: '::1', port: 10_993}))).toEqual({
			...from,
			host: '::1',
			port: 10_993,
		});
	});

	it('starts at what is missing', () => {
		expect(startConnect().focus).toBe('address');
		expect(startConnect(from)).toMatchObject({side: 'source', focus: 'password'});
		expect(startConnect(from, to, 'secret')).toMatchObject({side: 'source', focus: 'password'});
		expect(faultOf(startConnect(from, to, 'secret', 'x').forms.destination)).toBeUndefined();
	});

	it('goes on to Continue when both sides are connected, and back when a field changes', () => {
		let state = startConnect(from, to, 'a', 'b');
		state = connectReducer(state, {type: 'connecting', side: 'source'});
		state = connectReducer(state, {type: 'connected', side: 'source', info: sourceInfo, account: from});
		expect(isReady(state)).toBe(false);
		state = connectReducer(state, {
			type: 'connected',
			side: 'destination',
			info: destinationInfo,
			account: to,
		});
		expect(state.focus).toBe('continue');
		state = type(state, 'user', 'other', 'destination');
		expect(isReady(state)).toBe(false);
	});

	it('does not try a refused login again from the other side', () => {
		let state = startConnect(from, to, 'a', 'b');
		state = connectReducer(state, {
			type: 'failed',
			side: 'source',
			problem: {code: 'login-refused', side: 'source'},
		});
		expect(state).toMatchObject({side: 'source', focus: 'password'});
		state = connectReducer(state, {type: 'focus-other-side'});
		expect(sidesToConnect(state)).toEqual(['destination']);
	});

	it('leaves the cursor where a person types while the other side fails', () => {
		let state = startConnect(from, to, 'a');
		state = connectReducer(state, {type: 'focus-set', side: 'destination', focus: 'password'});
		const problem = {code: 'host-not-found', side: 'source'} as const;
		state = connectReducer(state, {type: 'failed', side: 'source', problem});
		expect(state).toMatchObject({side: 'destination', focus: 'password'});
	});

	it('takes no typing into a side that is being logged in', () => {
		let state = connectReducer(startConnect(from, to, 'a', 'b'), {type: 'connecting', side: 'source'});
		state = type(state, 'password', 'c', 'source');
		expect(state.forms.source.password).toBe('a');
	});

	it('needs the destination alone for an undo, and tab stays on its fields', () => {
		let state = connectReducer(startConnect(), {type: 'started', needs: ['destination'], from, to});
		expect(state).toMatchObject({side: 'destination', focus: 'password'});
		for (let presses = 0; presses < 5; presses++) {
			state = connectReducer(state, {type: 'focus-next'});
			expect(state.side).toBe('destination');
		}
		expect(state.focus).toBe('password');
	});

	it('forgets the password when another account is filled in', () => {
		const state = startConnect(from, to, 'secret', 'b');
		const other = {...from, user: 'maria@old.it'};
		expect(
			connectReducer(state, {type: 'account-chosen', side: 'source', account: other}).forms.source.password,
		).toBe('');
		const again = connectReducer(state, {type: 'started', needs: ['source', 'destination'], from, to});
		expect(again.forms.source.password).toBe('secret');
	});

	it('takes a given password for the account that it was given with, or for the run where none was named', () => {
		const needs = ['source', 'destination'] as const;
		const run = {...from, user: 'maria@old.it'};
		const passwordFor = (state: ConnectState) =>
			connectReducer(state, {type: 'started', needs, from: run, to}).forms.source.password;
		expect(passwordFor(startConnect(undefined, undefined, 'given'))).toBe('given');
		expect(passwordFor(startConnect(from, undefined, 'given'))).toBe('');
		const away = connectReducer(startConnect(from, undefined, 'given'), {type: 'started', needs, from: run});
		const back = connectReducer(away, {type: 'started', needs, from});
		expect(back.forms.source.password).toBe('given');
		expect(startConnect(undefined, undefined, 'given').forms.source.password).toBe('');
	});

	it.each([
		['~/Posta', {kind: 'mail', format: 'maildir'}, 'maildir:~/Posta'],
		['./posta', {kind: 'new'}, 'eml:./posta'],
		['mbox:/srv/posta', {kind: 'new'}, 'mbox:/srv/posta'],
	] as const)(
		'takes %s for mail in files, of the format that is named, or told from what is there',
		(typed, look, address) => {
			let state = type(startConnect(), 'address', typed);
			expect(fieldsOf(state.forms.source)).toEqual(['address', 'format']);
			const path = pathToLookAt(state, 'source') ?? '';
			state = connectReducer(state, {type: 'files-seen', side: 'source', seen: {path, look}});
			expect(state.forms.source.address).toBe(address);
			expect(seenFor(state, 'source')).toEqual(look);
			expect(pathToLookAt(state, 'source')).toBeUndefined();
			expect(faultOf(state.forms.source)).toBeUndefined();
		},
	);

	it('takes nothing for what was found at a path that is typed no longer', () => {
		let state = type(startConnect(), 'address', '/srv/a');
		state = type(state, 'address', '/srv/b');
		const seen = {path: '/srv/a', look: {kind: 'mail', format: 'mbox'}} as const;
		expect(connectReducer(state, {type: 'files-seen', side: 'source', seen})).toBe(state);
		expect(pathToLookAt(state, 'source')).toBe('/srv/b');
	});

	it('turns the format of files by the keys that turn the encryption, and asks for no password', () => {
		let state = type(startConnect(), 'address', 'eml:/srv/a');
		state = connectReducer(state, {type: 'focus-next'});
		expect(state.focus).toBe('format');
		state = connectReducer(state, {type: 'security-next'});
		expect(state.forms.source.address).toBe('maildir:/srv/a');
		state = connectReducer(state, {type: 'security-previous'});
		expect(accountOf(state.forms.source)).toEqual({format: 'eml', path: '/srv/a'});
		expect(sidesToConnect(state)).toEqual(['source']);
	});

	it('turns an mbox that is read to its dialects, and one that is written to none', () => {
		const turned = (side: Side, times: number) => {
			let state = type(startConnect(), 'address', 'mbox:/srv/a', side);
			state = connectReducer(state, {type: 'focus-set', side, focus: 'format'});
			for (let time = 0; time < times; time++) state = connectReducer(state, {type: 'security-next'});
			return accountOf(state.forms[side]);
		};
		expect(turned('source', 1)).toEqual({format: 'mbox', path: '/srv/a', dialect: 'mboxo'});
		expect(turned('source', 4)).toEqual({format: 'mbox', path: '/srv/a', dialect: 'mboxcl2'});
		expect(turned('source', 5)).toEqual({format: 'eml', path: '/srv/a'});
		expect(turned('destination', 1)).toEqual({format: 'eml', path: '/srv/a'});
	});

	it('goes to files and back to a server, and to the same field of the other side only where it has one', () => {
		let state = connectReducer(startConnect(), {type: 'files-or-server', side: 'source'});
		expect(state).toMatchObject({focus: 'address', forms: {source: {address: '~/'}}});
		state = connectReducer(state, {type: 'focus-next'});
		state = connectReducer(state, {type: 'focus-other-side'});
		expect(state).toMatchObject({side: 'destination', focus: 'address'});
		state = connectReducer(state, {type: 'files-or-server', side: 'source'});
		expect(state.forms.source.address).toBe('');
	});
});
