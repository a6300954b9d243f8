import {X509Certificate} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {type Bench, bench} from '../commands/trasloco.ts';
import {certificates} from '../servers/certificates.ts';
import {killScreens} from '../terminal/screen.ts';
import {Program} from './program.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({certificate: 'expired'}, {}, 1);
});

afterEach(killScreens);

afterAll(() => servers[Symbol.asyncDispose]());

test('a certificate that is not trusted is shown by ^t, and trusted by choice', async () => {
	const program = Program.between(await servers.move());
	const {words} = program;
	const refused = await program.waitFor('^t shows the certificate');
	expect(refused.replaceAll(/\s+/g, ' ')).toContain('is not trusted (it has expired)');
	expect(refused).toMatch(/\^t certificate/);

	program.press('ctrl+t');
	const shown = await program.waitFor(`▸ ${words.connect.certificate.stay}`);
	const {server} = await certificates();
	const {fingerprint256} = new X509Certificate(await readFile(server.expired.certFile));
	// It is wrapped where the screen ends, without a space of its own.
	expect(shown.replaceAll(/\s+/g, '')).toContain(fingerprint256);
	// Who only looks changes nothing.
	await program.choose(words.connect.certificate.stay);
	await program.waitFor('^t shows the certificate');

	program.press('ctrl+t');
	await program.choose(words.connect.certificate.go);
	await program.waitFor('opened read-only');
	await program.waitFor(words.connect.continueTo.copy);
	program.press('c');
	await program.at('folders');
	expect(program.screen.lostLines).toBe(0);
});
