import {X509Certificate} from 'node:crypto';
import {readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, describe, expect, test} from 'vitest';
import {type CertificateKind, certificates} from '../servers/certificates.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {seed, snapshot} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import {folder, letters} from './letter.ts';
import {imapWithCertificate} from './listener.ts';
import {accountUrl, newHome, type Outcome, run} from './trasloco.ts';

const password = 'segreto';
const started: MailServer[] = [];

afterEach(async () => {
	await Promise.all(started.splice(0).map(server => server.stop()));
});

async function serverWith(certificate: CertificateKind): Promise<MailServer> {
	const server = await startDovecot({certificate});
	started.push(server);
	return server;
}

/** SHA-256 of a certificate, as openssl and browsers show it. */
async function fingerprint(kind: CertificateKind): Promise<string> {
	const {server} = await certificates();
	return new X509Certificate(await readFile(server[kind].certFile)).fingerprint256;
}

/** Compares an account with a server whose certificate nothing is wrong with. */
async function verify(from: string, to: MailServer, ...more: readonly string[]): Promise<Outcome> {
	const args = ['verify', '--from', from, '--to', accountUrl(to, 'source'), '--ca', to.caFile, ...more];
	return run(await newHome(), args, {from: password, to: password});
}

describe.each(['expired', 'wrong-host', 'untrusted'] as const)('a certificate that is %s', kind => {
	test.each(['imaps', 'imap'] as const)(
		'is shown over %s, and trusted by its fingerprint alone',
		async scheme => {
			const [source, destination] = await Promise.all([serverWith(kind), serverWith('good')]);
			await seed(source, 'source', [folder('INBOX', ...letters('arrivo', 2))]);
			await seed(destination, 'source', [folder('INBOX', ...letters('arrivo', 2))]);
			const from = accountUrl(source, 'source', scheme);
			const shown = await fingerprint(kind);

			const refused = await verify(from, destination);
			expect(refused.exitCode, refused.stderr).toBe(5);
			expect(refused.stderr).toContain(`SHA-256 ${shown}`);
			expect(refused.stderr).toMatch(kind === 'wrong-host' ? 'altrove.example' : 'localhost');
			expect(refused.stderr).toContain('--from-certificate');

			const other = await verify(from, destination, '--from-certificate', await fingerprint('good'));
			expect(other.exitCode, other.stderr).toBe(5);
			expect(other.stderr).toContain('it is not the one that was trusted for this account');
			expect(other.stderr).toContain(`SHA-256 ${shown}`);
			expect(await source.log()).not.toMatch(/Login: .* TLS/);

			const without = shown.replaceAll(':', '').toLowerCase();
			const trusted = await verify(from, destination, '--from-certificate', without);
			expect(trusted.exitCode, trusted.stderr).toBe(0);
			expect(await source.log()).toMatch(/Login: .* TLS/);
		},
	);
});

test('a fingerprint is kept with the run, so that its undo trusts the same certificate', async () => {
	const [source, destination] = await Promise.all([serverWith('good'), serverWith('untrusted')]);
	await seed(source, 'source', [folder('INBOX', ...letters('arrivo', 3))]);
	const home = await newHome();
	const outcome = await run(
		home,
		[
			...['copy', '--from', accountUrl(source, 'source'), '--to', accountUrl(destination, 'source')],
			...['--ca', source.caFile, '--to-certificate', await fingerprint('untrusted'), '--json'],
		],
		{from: password, to: password},
	);
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	const undone = await run(home, ['undo', outcome.finished?.run ?? '', '--yes'], {to: password});
	expect(undone.exitCode, undone.stderr).toBe(0);
	const after = await snapshot(destination, 'source');
	expect(after.flatMap(({messages}) => messages)).toEqual([]);
});

test('a saved account remembers its fingerprint, and trusts no other certificate', async () => {
	const [source, other] = await Promise.all([serverWith('untrusted'), serverWith('expired')]);
	await seed(source, 'source', [folder('INBOX', ...letters('arrivo', 2))]);
	const certificate = await fingerprint('untrusted');
	const home = await newHome();
	const saved = ({imapsPort}: MailServer) => ({
		host: 'localhost',
		port: imapsPort,
		security: 'tls',
		user: 'source',
		certificate,
	});
	const accounts = {ufficio: saved(source), altrove: saved(other)};
	await writeFile(join(home, 'accounts.json'), JSON.stringify({accounts}), {mode: 0o600});
	const compare = (to: string, ...more: readonly string[]) =>
		run(home, ['verify', '--from', 'ufficio', '--to', to, ...more], {from: password, to: password});

	const refused = await compare('altrove');
	expect(refused.exitCode, refused.stderr).toBe(5);
	expect(refused.stderr).toContain('To: the certificate of localhost is not trusted');
	expect(refused.stderr).toContain(`SHA-256 ${await fingerprint('expired')}`);
	expect(await other.log()).not.toMatch(/Login: .* TLS/);

	const good = await serverWith('good');
	const trusted = await compare(accountUrl(good, 'source'), '--to-certificate', await fingerprint('good'));
	expect(trusted.exitCode, trusted.stderr).toBe(3);
	expect(await source.log()).toMatch(/Login: user=<source>.* TLS/);
});

test('a fingerprint that is none is wrong usage', async () => {
	const outcome = await run(
		await newHome(),
		['copy', '--from', 'imaps://a@localhost', '--from-certificate', 'AB:CD'],
		{from: password},
	);
	expect(outcome.exitCode).toBe(2);
	expect(outcome.stderr).toContain('SHA-256 has 64 hexadecimal digits');
});

test('TLS older than 1.2 is refused, and taken for that account alone by choice', async () => {
	// What OpenSSL itself no longer does at its usual level.
	const old = {minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0'} as const;
	await using server = await imapWithCertificate('good', old);
	const destination = await serverWith('good');
	const from = `imaps://source@localhost:${server.port}`;

	const refused = await verify(from, destination);
	expect(refused.exitCode, refused.stderr).toBe(5);
	expect(refused.stderr).toContain('speaks only old TLS');
	expect(refused.stderr).toContain('--from-old-tls');
	expect(server.heard()).toBe('');

	// It is no mail server and refuses the login: but over TLS 1.1 it has heard it.
	const taken = await verify(from, destination, '--from-old-tls');
	expect(server.heard()).toMatch(/ (?:LOGIN|AUTHENTICATE) /);
	expect(taken.stderr).not.toContain('old TLS');
});
