import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {Connections} from '../../source/engine/connections.ts';
import {Problem} from '../../source/problem.ts';
import {type Dovecot, startDovecot} from '../servers/dovecot.ts';
import {seed, snapshot} from '../servers/mailbox.ts';
import {clientId, dovecotWith, type OpenId, startOpenId} from '../servers/openid.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {folder, letters} from './letter.ts';
import {startRelay} from './relay.ts';
import {accountUrl, filesBelow, newHome, type Outcome, type Started, start} from './trasloco.ts';

const password = 'segreto';
const users = ['anna', 'bruno'].map(name => ({name, password}));
let target: Dovecot;

beforeAll(async () => {
	target = await startDovecot({
		users: Array.from({length: 20}, (_, index) => ({name: `meta${index}`, password})),
	});
});

afterAll(() => target.stop());

let targets = 0;

/** A mailbox with mail whose server takes tokens of a provider, and another one to copy it to. */
async function world(provider: OpenId, mechanisms?: string) {
	const scratch = await scratchFolder('oauth');
	const {file, settings} = dovecotWith(provider, mechanisms);
	const path = join(scratch, 'oauth2.conf');
	await writeFile(path, file);
	const server = await startDovecot({users, extra: settings(path)});
	await seed(server, 'anna', [folder('INBOX', ...letters('arrivo', 4))]);
	const home = await newHome();
	const configure = (client: object) =>
		writeFile(
			join(home, 'settings.json'),
			JSON.stringify({oauth: {prova: {issuer: provider.issuer, ...client}}}),
		);
	await configure({clientId});
	const to = `meta${targets++}`;
	const copy = (
		scheme: 'imaps' | 'imap' = 'imaps',
		env: Record<string, string> = {},
		...more: string[]
	): Started =>
		start(
			home,
			[
				...['copy', '--from', accountUrl(server, 'anna', scheme), '--to', accountUrl(target, to)],
				...['--from-oauth', 'prova', '--ca', server.caFile, '--json', ...more],
			],
			{to: password, env},
		);
	return {
		server,
		home,
		configure,
		copy,
		arrived: async () => (await snapshot(target, to)).flatMap(({messages}) => messages).length,
		[Symbol.asyncDispose]: () => server.stop(),
	};
}

/** What a command has said on standard error, once it has said this. */
function said({child, outcome}: Started, pattern: RegExp): Promise<string> {
	return new Promise((resolve, reject) => {
		let text = '';
		child.stderr?.on('data', chunk => {
			text += chunk;
			if (pattern.test(text)) {
				resolve(text);
			}
		});
		outcome.then(() => reject(new Error(`It ended before it said ${pattern}:\n${text}`)), reject);
	});
}

/** The address that a person is to open. */
async function addressOf(command: Started): Promise<string> {
	const [address = ''] = /http:\S+\/authorize\?\S+/.exec(await said(command, /\/authorize\?\S+\n/)) ?? [];
	return address;
}

/** Follows an address as a browser does, to where it comes back to this machine. */
async function browse(address: string): Promise<Response> {
	return fetch(address, {redirect: 'follow'});
}

function expectSuccess(outcome: Outcome): void {
	expect(outcome.exitCode, outcome.stderr).toBe(0);
}

describe('with a code that is typed on another machine', () => {
	test.each(['oauthbearer', 'xoauth2'])(
		'a person logs in, and the server takes the token by %s',
		async mechanism => {
			await using provider = await startOpenId({user: 'anna', device: true});
			await using place = await world(provider, mechanism);
			provider.answer = 'waits';
			const command = place.copy(mechanism === 'xoauth2' ? 'imap' : 'imaps');
			const shown = await said(command, /BCDF-GHJK/);
			expect(shown).toContain(`${provider.issuer}/codice`);
			expect(shown).toContain('From: log in at prova as anna');
			provider.answer = 'agrees';
			const outcome = await command.outcome;
			expectSuccess(outcome);
			expect(await place.arrived()).toBe(4);
			expect(await place.server.log()).toContain(`method=${mechanism.toUpperCase()}`);
			const files = await filesBelow(place.home);
			for (const token of provider.given) {
				expect(outcome.stdout + outcome.stderr).not.toContain(token);
				for (const [path, content] of files) {
					expect(content.includes(token), path).toBe(false);
				}
			}
		},
	);

	test.each([
		['refuses', 'access was refused there', 'prova: access_denied'],
		['is-late', 'the code was not used in time', 'prova: expired_token'],
	] as const)('a person who %s is told what happened', async (answer, what, words) => {
		await using provider = await startOpenId({user: 'anna', device: true});
		await using place = await world(provider);
		provider.answer = answer;
		const outcome = await place.copy().outcome;
		expect(outcome.exitCode, outcome.stderr).toBe(4);
		expect(outcome.stderr).toContain(what);
		expect(outcome.stderr).toContain(words);
	});

	test('a client id that the provider does not know is told as that', async () => {
		await using provider = await startOpenId({user: 'anna', device: true});
		await using place = await world(provider);
		await place.configure({clientId: 'un-altro'});
		const outcome = await place.copy().outcome;
		expect(outcome.exitCode, outcome.stderr).toBe(4);
		expect(outcome.stderr).toContain('does not know trasloco by this client id');
	});

	test('a token for another user is refused, and told as that', async () => {
		await using provider = await startOpenId({user: 'bruno', device: true});
		await using place = await world(provider);
		const outcome = await place.copy().outcome;
		expect(outcome.exitCode, outcome.stderr).toBe(4);
		expect(outcome.stderr).toContain('From: the access token of anna was refused');
		// A token that never was good is not followed by another one.
		expect(provider.counts.get('refresh_token')).toBeUndefined();
	});

	test('a server that takes no tokens is told as that', async () => {
		await using provider = await startOpenId({user: 'anna', device: true});
		await using place = await world(provider);
		await place.server.restart({extra: ''});
		const outcome = await place.copy().outcome;
		expect(outcome.exitCode, outcome.stderr).toBe(4);
		expect(outcome.stderr).toContain('takes no access tokens');
	});
});

describe('in a browser that comes back to this machine', () => {
	test('a person logs in, with PKCE, and the client secret of the environment', async () => {
		await using provider = await startOpenId({user: 'anna', clientSecret: 'non proprio segreto'});
		await using place = await world(provider);
		const command = place.copy('imaps', {TRASLOCO_OAUTH_CLIENT_SECRET: 'non proprio segreto'});
		const address = await addressOf(command);
		expect(new URL(address).searchParams.get('code_challenge_method')).toBe('S256');
		expect(new URL(address).searchParams.get('login_hint')).toBe('anna');
		const page = await browse(address);
		expect(await page.text()).toContain('You can close this page');
		const outcome = await command.outcome;
		expectSuccess(outcome);
		expect(await place.arrived()).toBe(4);
		expect(provider.counts.get('authorization_code')).toBe(1);
	});

	test('an answer to another question is not taken', async () => {
		await using provider = await startOpenId({user: 'anna'});
		await using place = await world(provider);
		const command = place.copy();
		const address = await addressOf(command);
		const landing = new URL(new URL(address).searchParams.get('redirect_uri') ?? '');
		landing.search = '?code=rubato&state=inventato';
		expect((await fetch(landing)).status).toBe(404);
		provider.answer = 'refuses';
		await browse(address);
		const outcome = await command.outcome;
		expect(outcome.exitCode).toBe(4);
		expect(outcome.finished?.problem).toMatchObject({
			code: 'oauth-refused',
			params: {reason: 'access_denied'},
		});
	});
});

describe('an access token that ends', () => {
	/** Both sides over one account each, logged in with what a person has agreed to. */
	async function connected(provider: OpenId, server: Dovecot, isBrief = false) {
		const connections = new Connections();
		const account = {
			...({host: 'localhost', port: server.imapsPort, security: 'tls', user: 'anna'} as const),
			...{caFile: server.caFile, oauth: 'prova'},
		};
		const grant = {
			...{id: 'uno', provider: 'prova', client: {id: clientId}, accessToken: provider.token()},
			server: {issuer: provider.issuer, token_endpoint: `${provider.issuer}/token`},
			...(isBrief ? {} : {refreshToken: await refreshToken(provider)}),
		};
		await connections.connect('source', account, '', {grant});
		await connections.connect('destination', account, '', {grant});
		return connections;
	}

	async function refreshToken(provider: OpenId): Promise<string> {
		const body = new URLSearchParams({
			client_id: clientId,
			grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
		});
		const response = await fetch(`${provider.issuer}/token`, {method: 'POST', body});
		const {refresh_token: token} = (await response.json()) as {refresh_token: string};
		return token;
	}

	test('is renewed for a login before its time is over, once for all connections', async () => {
		// Below the margin: each login finds it about to end.
		await using provider = await startOpenId({user: 'anna', device: true, lifetime: 2});
		await using place = await world(provider);
		const connections = await connected(provider, place.server);
		provider.endTokens();
		const lane = await connections.lane();
		expect(provider.counts.get('refresh_token')).toBe(1);
		await lane.close();
		await connections.leave('source');
		await connections.renew(['source']);
		expect(provider.counts.get('refresh_token')).toBe(2);
		await connections.close();
	});

	test('is renewed where the server refuses it early, and the refused one is not sent again', async () => {
		await using provider = await startOpenId({user: 'anna', device: true});
		await using place = await world(provider);
		const connections = await connected(provider, place.server);
		provider.endTokens();
		const refusals = async () => (await place.server.log()).split('auth failed').length - 1;
		const before = await refusals();
		await connections.leave('source');
		await connections.renew(['source']);
		expect(provider.counts.get('refresh_token')).toBe(1);
		expect((await refusals()) - before).toBeLessThanOrEqual(1);
		await connections.close();
	});

	test.each([
		['was taken back', false, 'invalid_grant'],
		['can not be renewed', true, 'no-refresh'],
	])('and %s is told as that', async (_, isBrief, reason) => {
		await using provider = await startOpenId({user: 'anna', device: true});
		await using place = await world(provider);
		const connections = await connected(provider, place.server, isBrief);
		provider.endTokens();
		provider.isTakenBack = true;
		await connections.leave('source');
		const failure = await connections.renew(['source']).catch(error => error);
		expect(failure).toBeInstanceOf(Problem);
		expect(failure.data).toMatchObject({code: 'oauth-refused', side: 'source', params: {reason}});
		await connections.close();
	});

	test('in the middle of a copy is renewed by the engine, and the copy goes on', async () => {
		await using provider = await startOpenId({user: 'anna', device: true, lifetime: 30});
		await using place = await world(provider);
		await using relay = await startRelay(place.server.imapPort, {
			holdAt: line => /UID FETCH .*BODY\.PEEK\[\]/.test(line),
		});
		const home = place.home;
		const to = `meta${targets++}`;
		const command = start(
			home,
			[
				...['copy', '--from', accountUrl({imapsPort: 0, imapPort: relay.port}, 'anna', 'imap+plain')],
				...['--to', accountUrl(target, to), '--from-oauth', 'prova', '--ca', target.caFile, '--json'],
			],
			{to: password},
		);
		await relay.held;
		provider.endTokens();
		await place.server.restart();
		relay.release();
		const outcome = await command.outcome;
		expectSuccess(outcome);
		expect(provider.counts.get('refresh_token')).toBeGreaterThanOrEqual(1);
		expect((await snapshot(target, to)).flatMap(({messages}) => messages)).toHaveLength(4);
	});
});

describe('an access token of the operator', () => {
	test('comes from the command for the password, and so does the next one', async () => {
		await using provider = await startOpenId({user: 'anna', device: true});
		await using place = await world(provider);
		const scratch = await scratchFolder('token');
		const file = join(scratch, 'token');
		await writeFile(file, provider.token());
		const command = `cat ${file}`;
		const outcome = await place.copy('imaps', {}, '--from-oauth', 'token', '--from-password-command', command)
			.outcome;
		expectSuccess(outcome);
		expect(await place.arrived()).toBe(4);

		const connections = new Connections();
		const account = {
			...({host: 'localhost', port: place.server.imapsPort, security: 'tls', user: 'anna'} as const),
			...{caFile: place.server.caFile, oauth: 'token'},
		};
		await connections.connect('source', account, provider.token(), {tokenCommand: command});
		provider.endTokens();
		await writeFile(file, provider.token());
		await connections.leave('source');
		await connections.renew(['source']);
		await connections.close();
	});
});

test('a run that began with a browser is resumed without one, by the token command that its mailbox was saved with', async () => {
	await using provider = await startOpenId({user: 'anna', device: true});
	await using place = await world(provider);
	const command = place.copy('imaps', {}, '--from-limits', '1/s');
	await said(command, /BCDF-GHJK/);
	provider.answer = 'agrees';
	await command.until(event => event.event === 'folder' && event.staged > 0);
	command.child.kill('SIGINT');
	const {finished} = await command.outcome;
	expect(finished?.state).toBe('interrupted');

	const file = join(await scratchFolder('token'), 'token');
	await writeFile(file, provider.token());
	const {imapsPort: port, caFile} = place.server;
	const saved = {
		...{host: 'localhost', port, security: 'tls', user: 'anna', caFile, oauth: 'prova'},
		passwordCommand: `cat ${file}`,
	};
	await writeFile(join(place.home, 'accounts.json'), JSON.stringify({accounts: {anna: saved}}));
	provider.answer = 'refuses';
	const resumed = await start(
		place.home,
		['resume', finished?.run ?? '', '--from-limits', '100/s', '--json'],
		{
			to: password,
		},
	).outcome;
	expectSuccess(resumed);
	expect(resumed.stderr).not.toContain('BCDF-GHJK');
	expect(await place.arrived()).toBe(4);
});

test.each([
	['altro', {}, 'no OAuth provider is known by the name altro'],
	['google', {}, 'trasloco is not registered at google'],
])('the provider %s without what it needs is told as that', async (name, _, said) => {
	const outcome = await start(
		await newHome(),
		['copy', '--from', 'imaps://a@localhost', '--to', 'imaps://b@localhost', '--from-oauth', name],
		{to: password},
	).outcome;
	expect(outcome.exitCode, outcome.stderr).toBe(2);
	expect(outcome.stderr).toContain(said);
});

test('a provider that can not be reached is told as that', async () => {
	const provider = await startOpenId({user: 'anna'});
	await using place = await world(provider);
	await provider[Symbol.asyncDispose]();
	const outcome = await place.copy().outcome;
	expect(outcome.exitCode, outcome.stderr).toBe(5);
	expect(outcome.stderr).toContain("the login server of prova can't be reached");
	expect(outcome.stderr).toContain('ECONNREFUSED');
});
