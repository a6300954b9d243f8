import {readFile} from 'node:fs/promises';
import {describe, expect, test} from 'vitest';
import {certificates} from '../servers/certificates.ts';
import {type Hostile, type Script, startHostile} from '../servers/hostile.ts';
import {newHome, type Outcome, run} from './trasloco.ts';

const secret = 'non deve "uscire" mai';

async function goodCertificate() {
	const {server} = await certificates();
	const {good} = server;
	const [cert, key] = await Promise.all([readFile(good.certFile), readFile(good.keyFile)]);
	return {cert, key};
}

/** Logs in over STARTTLS to a server that answers like that. */
async function logIn(script: Script): Promise<{readonly outcome: Outcome; readonly server: Hostile}> {
	const {caFile} = await certificates();
	await using server = await startHostile(script, await goodCertificate());
	const account = (user: string) => `imap://${user}@localhost:${server.port}`;
	const args = ['verify', '--from', account('mario'), '--to', account('anna'), '--ca', caFile];
	const outcome = await run(await newHome(), args, {from: secret, to: secret});
	return {outcome, server};
}

/** Neither a password in any form, nor a command that would carry one. */
function expectNoSecret(heard: string): void {
	expect(heard).not.toMatch(/LOGIN|AUTHENTICATE/i);
	for (const user of ['mario', 'anna']) {
		expect(heard).not.toContain(Buffer.from(`\0${user}\0${secret}`).toString('base64'));
	}

	expect(heard).not.toContain(Buffer.from(secret).toString('base64'));
	expect(heard).not.toContain('uscire');
}

const offered = '* CAPABILITY IMAP4rev1 STARTTLS AUTH=PLAIN\r\n';

const attacks: readonly (readonly [string, Script, string])[] = [
	[
		'no STARTTLS, as where somebody took it out',
		command => (command === 'CAPABILITY' ? '* CAPABILITY IMAP4rev1 AUTH=PLAIN\r\n' : undefined),
		'offers no encryption on this port (no STARTTLS)',
	],
	[
		'no STARTTLS, in capabilities that come with the greeting',
		command => (command === 'greeting' ? '* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] ready\r\n' : undefined),
		'offers no encryption on this port (no STARTTLS)',
	],
	[
		'a refusal of STARTTLS',
		(command, tag) => {
			if (command === 'CAPABILITY') return offered;
			return command === 'STARTTLS' ? {all: `${tag} NO not today\r\n`} : undefined;
		},
		'offers no encryption on this port (no STARTTLS)',
	],
	[
		'a whole answer right behind the OK to STARTTLS',
		(command, tag) => {
			if (command === 'CAPABILITY') return offered;
			return command === 'STARTTLS'
				? {all: `${tag} OK begin TLS\r\n* CAPABILITY IMAP4rev1 AUTH=LOGIN\r\n`}
				: undefined;
		},
		'went on in clear text where encryption had to begin',
	],
	[
		'the beginning of an answer right behind the OK to STARTTLS',
		(command, tag) => {
			if (command === 'CAPABILITY') return offered;
			return command === 'STARTTLS' ? {all: `${tag} OK begin TLS\r\n* OK [ALERT] `} : undefined;
		},
		'went on in clear text where encryption had to begin',
	],
	[
		'the answers to the login right behind the OK to STARTTLS',
		(command, tag) => {
			if (command === 'CAPABILITY') return offered;
			return command === 'STARTTLS'
				? {all: `${tag} OK begin TLS\r\n3 OK done\r\n4 OK you are in\r\n`}
				: undefined;
		},
		'went on in clear text where encryption had to begin',
	],
	[
		'a greeting that the login is done already (PREAUTH), where there can be no STARTTLS any more',
		command => (command === 'greeting' ? '* PREAUTH you are mario\r\n' : undefined),
		'offers no encryption on this port (no STARTTLS)',
	],
	[
		'a greeting that the login is done already (PREAUTH), and STARTTLS all the same',
		command => {
			if (command === 'greeting') return '* PREAUTH [CAPABILITY IMAP4rev1 STARTTLS] you are mario\r\n';
			return command === 'CAPABILITY' ? offered : undefined;
		},
		'went on in clear text where encryption had to begin',
	],
];

describe('before TLS', () => {
	test.each(attacks)('%s: refused, and no password sent', async (_, script, sentence) => {
		const {outcome, server} = await logIn(script);
		expect(outcome.exitCode, outcome.stderr).toBe(5);
		expect(outcome.stderr).toContain(sentence);
		expect(outcome.stderr).toContain('No password was sent');
		expectNoSecret(server.heard());
	});

	test('what a server says of itself counts for nothing after it', async () => {
		const after: string[] = [];
		const {outcome} = await logIn((command, _tag, isEncrypted) => {
			const [name = ''] = command.split(' ');
			if (isEncrypted) after.push(command);
			if (name === 'greeting') return '* OK a greeting by somebody else\r\n';
			if (name === 'ID') return '* ID ("name" "somebody" "version" "else")\r\n';
			if (name !== 'CAPABILITY') return undefined;
			return isEncrypted
				? '* CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR\r\n'
				: '* CAPABILITY IMAP4rev1 STARTTLS ID AUTH=LOGIN LOGINDISABLED LIST-STATUS NAMESPACE\r\n';
		});
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(outcome.stdout).not.toContain('somebody');
		expect(after[0]).toBe('CAPABILITY');
		expect(after.join('\n')).toContain('AUTHENTICATE PLAIN');
		expect(after.join('\n')).not.toMatch(/AUTHENTICATE LOGIN|^(?:ID|NAMESPACE) |RETURN \(STATUS/m);
	});

	test('a server is told the name of this program, and nothing about what it is made of', async () => {
		const {server} = await logIn(command =>
			command === 'CAPABILITY' ? '* CAPABILITY IMAP4rev1 STARTTLS ID\r\n' : undefined,
		);
		const told = server.commands().filter(command => command.startsWith('ID '));
		expect(told.length).toBeGreaterThanOrEqual(1);
		expect(new Set(told)).toEqual(new Set(['ID ("name" "trasloco")']));
	});
});
