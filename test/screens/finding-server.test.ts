import {expect, test} from 'vitest';
import type {Discovery} from '../../source/accounts/discovery.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {newHome} from '../commands/trasloco.ts';
import {startScreens} from '../terminal/screens.ts';
import {Program} from './program.ts';

test.each([
	['en_US.UTF-8', 'Aruba PEC, from the provider list'],
	['it_IT.UTF-8', 'Aruba PEC, dall’elenco dei'],
])(
	'who types an address sees its server, how it was found, and then the password (%s)',
	async (LANG, how) => {
		await using program = new Program(await newHome(), [], {env: {LANG}});
		await program.waitFor(/Connect|Accesso/);
		program.screen.type('mario@pec.it');
		await program.waitFor('mario@pec.it');
		program.press('enter');
		const shown = await program.waitFor('imaps.pec.aruba.it');
		expect(shown).toContain(how);
		expect(shown).toMatch(/TLS · (port|porta) 993/);
		expect(shown).toMatch(/▸ Password/);
	},
);

test('an address on the command line of the screens is filled in with its server', async () => {
	await using program = new Program(await newHome(), ['--from', 'rossi@legalmail.it'], {
		env: {LANG: 'it_IT.UTF-8'},
		words: italian,
	});
	const shown = await program.waitFor('mbox.cert.legalmail.it');
	expect(shown.replaceAll(/\s+/g, ' ')).toContain('InfoCert Legalmail, come in altri');
	expect(shown).toMatch(/▸ Password/);
});

test.each([true, false])(
	'a password that was given with an address goes by itself only to a server that can not be forged (%s)',
	async assured => {
		const discovery: Discovery = {
			account: {host: 'imap.hoster.example', port: 993, security: 'tls', user: 'mario@comune.example'},
			how: {by: 'srv', domain: 'comune.example'},
			assured,
		};
		await using screen = startScreens({address: 'mario@comune.example', discovery});
		await screen.waitFor('imap.hoster.example');
		if (!assured) {
			// The other side is logged in by then: this one waits for the person.
			const shown = await screen.waitFor(/Cyrus/);
			expect(shown.replaceAll(/\s+/g, ' ')).toContain('can be forged');
			expect(shown).toContain('not connected yet');
			screen.press('enter');
		}
		await screen.waitFor(/Dovecot/);
	},
);
