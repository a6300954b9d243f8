import {describe, expect, it, vi} from 'vitest';
import type {Discovery} from '../../source/accounts/discovery.ts';
import {sentences} from '../../source/locales/index.ts';
import type {Field} from '../../source/ui/screens/connect/connect-form.ts';
import {
	type ConnectState,
	connectReducer,
	startConnect,
} from '../../source/ui/screens/connect/connect-state.ts';
import {foundFor} from '../../source/ui/screens/connect/lookup.ts';
import {sideLines} from '../../source/ui/screens/connect/side-lines.ts';
import {open} from './opened.ts';

const aruba: Discovery = {
	account: {host: 'imaps.pec.aruba.it', port: 993, security: 'tls', user: 'mario@comune.example'},
	how: {by: 'provider', provider: 'Aruba PEC', seen: 'list', mx: 'mx.pec.aruba.it'},
	provider: 'Aruba PEC',
	assured: true,
};
const icloud: Discovery = {
	account: {host: 'imap.mail.me.com', port: 993, security: 'tls', user: 'mario'},
	how: {by: 'provider', provider: 'iCloud', seen: 'list'},
	provider: 'iCloud',
	assured: true,
};
const hosted: Discovery = {
	account: {host: 'imap.hoster.example', port: 1143, security: 'starttls', user: 'mario@comune.example'},
	how: {by: 'srv', domain: 'comune.example'},
	assured: false,
};
const address = 'mario@comune.example';

const type = (state: ConnectState, field: Field, value: string): ConnectState =>
	connectReducer(state, {type: 'field-changed', side: 'source', field, value});
const look = (state: ConnectState, goesOn = false): ConnectState =>
	connectReducer(state, {type: 'looking', side: 'source', goesOn});
const answer = (state: ConnectState, discovery: Discovery | undefined, of = address): ConnectState =>
	connectReducer(state, {type: 'looked', side: 'source', address: of, discovery});
const asked = (goesOn = false) => look(type(startConnect(), 'address', address), goesOn);

const said = (state: ConnectState): string[] =>
	sideLines(state, 'source', sentences('en'), () => '').map(line => line.text);

describe('an answer', () => {
	it('fills in server, encryption and user, and says how they were found', () => {
		const state = answer(asked(), hosted);
		expect(state.forms.source).toMatchObject({
			address,
			server: 'imap.hoster.example:1143',
			security: 'starttls',
			user: address,
		});
		expect(said(state)).toEqual([
			'from the SRV record of comune.example',
			'DNS alone names this server, which can be forged: check it',
			'not connected yet',
		]);
		expect(said(answer(asked(), aruba))[0]).toBe('Aruba PEC, from the MX record mx.pec.aruba.it');
		expect(said(asked())[0]).toBe('looking for the server');
		expect(said(answer(asked(), undefined))[0]).toBe('no server found for comune.example: type it');
	});

	it.each([
		['server', 'mail.example.it'],
		['server', 'm'],
		['user', 'M1234567'],
	] as const)('that comes late leaves the %s alone that a person has typed', (field, value) => {
		const state = answer(type(asked(), field, value), aruba);
		expect(state.forms.source[field]).toBe(value);
		expect(state.forms.source.server).toBe(field === 'server' ? value : 'imaps.pec.aruba.it');
	});

	it('that comes late leaves alone the encryption that a person has chosen', () => {
		let state = {...asked(), focus: 'security'} as ConnectState;
		state = connectReducer(state, {type: 'security-next'});
		state = answer(state, aruba);
		expect(state.forms.source).toMatchObject({server: '', security: 'starttls'});
		expect(foundFor(state, 'source')).toBeUndefined();
	});

	it('about an address that has changed since is none', () => {
		const state = answer(type(asked(), 'address', 'maria@comune.example'), aruba);
		expect(state.forms.source.server).toBe('');
		expect(said(state)).toEqual(['not connected yet']);
	});

	it('does not touch a side that is logging in', () => {
		const state = connectReducer(asked(), {type: 'connecting', side: 'source'});
		expect(answer(state, aruba)).toBe(state);
	});

	it('gives way, server and user, when another address is typed', () => {
		let state = look(type(startConnect(), 'address', 'mario@icloud.com'));
		state = answer(state, icloud, 'mario@icloud.com');
		expect(state.forms.source.user).toBe('mario');
		state = look(type(state, 'address', address));
		expect(state.forms.source.server).toBe('');
		expect(answer(state, aruba).forms.source).toMatchObject({server: 'imaps.pec.aruba.it', user: address});
	});

	it('is no longer told where a person has changed the server', () => {
		const state = type(answer(asked(), aruba), 'server', 'imaps.pec.aruba.it.example.net');
		expect(said(state)).toEqual(['not connected yet']);
	});

	it('moves the cursor on only where it was waited for', () => {
		expect(answer(asked(true), aruba).focus).toBe('password');
		expect(answer(asked(true), undefined).focus).toBe('server');
		const elsewhere = connectReducer(asked(), {type: 'focus-next'});
		expect(answer(elsewhere, aruba).focus).toBe('server');
	});
});

describe('the keys', () => {
	const opened = (discovery: Discovery | undefined) => {
		const findServer = vi.fn(async () => discovery);
		const ui = open({}, [], {findServer}, {connect: startConnect()});
		ui.store.dispatch({
			to: 'connect',
			action: {type: 'field-changed', side: 'source', field: 'address', value: address},
		});
		return {ui, findServer};
	};

	it('enter on an address looks for its server, and the cursor is then on the password', async () => {
		const {ui, findServer} = opened(aruba);
		ui.press('enter');
		await ui.until(({connect}) => connect.focus === 'password');
		expect(ui.state().connect.forms.source.server).toBe('imaps.pec.aruba.it');
		expect(findServer).toHaveBeenCalledOnce();
	});

	it.each(['tab', 'up', 'ctrl-o'])('%s leaves the address, and its server is looked for', async key => {
		const {ui, findServer} = opened(aruba);
		ui.press(key);
		await ui.until(({connect}) => connect.forms.source.server !== '');
		expect(findServer).toHaveBeenCalledWith(address, {signal: expect.any(AbortSignal), isProxied: false});
	});

	it('no server is looked for where one is named, or where there is no address yet', () => {
		const {ui, findServer} = opened(aruba);
		const set = (field: Field, value: string) =>
			ui.store.dispatch({to: 'connect', action: {type: 'field-changed', side: 'source', field, value}});
		set('server', 'imap.example.it');
		ui.press('tab', 'up');
		set('server', '');
		set('address', 'mario');
		ui.press('tab');
		expect(findServer).not.toHaveBeenCalled();
	});
});
