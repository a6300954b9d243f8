import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {folder, letters} from '../commands/letter.ts';
import {accountUrl, newHome} from '../commands/trasloco.ts';
import {type Dovecot, startDovecot} from '../servers/dovecot.ts';
import {seed} from '../servers/mailbox.ts';
import {clientId, dovecotWith, type OpenId, startOpenId} from '../servers/openid.ts';
import {startSocksProxy} from '../servers/proxies.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {killScreens} from '../terminal/screen.ts';
import {Program} from './program.ts';

const password = 'segreto';
let provider: OpenId;
let source: Dovecot;
let destination: Dovecot;

beforeAll(async () => {
	provider = await startOpenId({user: 'anna', device: true});
	const {file, settings} = dovecotWith(provider);
	const path = join(await scratchFolder('oauth'), 'oauth2.conf');
	await writeFile(path, file);
	[source, destination] = await Promise.all([
		startDovecot({users: [{name: 'anna', password}], extra: settings(path)}),
		startDovecot({users: [{name: 'zoe', password}]}),
	]);
	await seed(source, 'anna', [folder('INBOX', ...letters('arrivo', 4))]);
});

afterEach(killScreens);

afterAll(() => Promise.all([source.stop(), destination.stop(), provider[Symbol.asyncDispose]()]));

async function program(passwords: {from?: string; to?: string}, ...more: string[]): Promise<Program> {
	const home = await newHome();
	const prova = {clientId, issuer: provider.issuer};
	await writeFile(join(home, 'settings.json'), JSON.stringify({oauth: {prova}}));
	const sides = ['--from', accountUrl(source, 'anna'), '--to', accountUrl(destination, 'zoe')];
	return new Program(home, [...sides, '--ca', source.caFile, ...more], {passwords});
}

test('an account is set to be logged in by browser, and the screens make room for the address and the code', async () => {
	provider.answer = 'waits';
	await using screens = await program({to: password});
	const {connect} = screens.words;
	await screens.waitFor(/opened|nothing is written/);
	await screens.waitFor(new RegExp(`▸ ${connect.field.password}`));
	screens.press('ctrl+p');
	await screens.choose(connect.terms.name.oauth);
	await screens.waitFor(`▸ ${connect.terms.value} `);
	screens.screen.type('prova');
	await screens.waitFor(`${connect.terms.value} prova`);
	screens.press('enter');
	await screens.waitFor(new RegExp(`▸ ${connect.terms.name.oauth} +prova`));
	screens.press('esc');
	await screens.waitFor(connect.byBrowser('prova').slice(0, 16));
	screens.press('enter');
	const asked = await screens.waitFor('BCDF-GHJK');
	expect(asked).toContain(`${provider.issuer}/codice`);
	expect(asked).not.toContain(connect.field.server);
	provider.answer = 'agrees';
	await screens.waitFor(connect.continueTo.copy);
	screens.press('c');
	await screens.at('folders');
	expect(screens.screen.lostLines).toBe(0);
});

test('who does not go on at the provider is back at the account', async () => {
	provider.answer = 'waits';
	await using screens = await program({to: password}, '--from-oauth', 'prova');
	await screens.waitFor('BCDF-GHJK');
	screens.press('ctrl+c');
	await screens.at('connect');
	await screens.waitFor(screens.words.connect.idle);
});

test("a proxy's password is asked for, and not shown", async () => {
	await using proxy = await startSocksProxy({user: {name: 'ufficio', password: 'parola.segreta'}});
	await using screens = await program(
		{from: password, to: password},
		...['--from-proxy', `socks5://ufficio@127.0.0.1:${proxy.port}`],
	);
	await screens.waitFor('password for the proxy 127.0.0.1');
	screens.screen.type('parola.segreta');
	screens.press('enter');
	await screens.waitFor(screens.words.connect.continueTo.copy);
	expect(screens.text()).not.toContain('parola.segreta');
	expect(proxy.asked).toHaveLength(1);
});

test('where the browser is elsewhere, the address at which it ended up is pasted', async () => {
	await using redirecting = await startOpenId({user: 'anna'});
	const {file, settings} = dovecotWith(redirecting);
	const path = join(await scratchFolder('oauth'), 'oauth2.conf');
	await writeFile(path, file);
	await using server = await startDovecot({users: [{name: 'anna', password}], extra: settings(path)});
	const home = await newHome();
	const prova = {clientId, issuer: redirecting.issuer};
	await writeFile(join(home, 'settings.json'), JSON.stringify({oauth: {prova}}));
	const args = ['--from', accountUrl(server, 'anna'), '--ca', server.caFile, '--from-oauth', 'prova'];
	await using screens = new Program(home, [...args, '--to', accountUrl(destination, 'zoe')], {
		passwords: {to: password},
	});
	const asked = await screens.waitFor("Paste that page's address here");
	// The terminal has wrapped it.
	const [address = ''] = /http:\S+authorize\?\S+?login_hint=anna/.exec(asked.replaceAll(/\n/g, '')) ?? [];
	screens.screen.type('https://altrove.example/');
	screens.press('enter');
	await screens.waitFor('That is not the address of that page');
	const page = await fetch(address, {redirect: 'manual'});
	screens.screen.type(page.headers.get('location') ?? '');
	screens.press('enter');
	await screens.waitFor(screens.words.connect.continueTo.copy);
	expect(redirecting.counts.get('authorization_code')).toBe(1);
});
