import {mkdir, open, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {openFiles} from '../../source/stores/files/open-files.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {measured} from './measured.ts';
import {accountUrl, type Bench, bench, findingsOf, finishedOf, newHome, start} from './trasloco.ts';

const megabytes = 150;
const line = `${'Una riga come ce ne sono tante in un allegato, in base64: QUFBQUFBQUFB'.slice(0, 70)}\n`;
const lines = line.repeat(10_000);
const header = 'Date: Mon, 05 Feb 2024 10:11:12 +0100\nSubject: grande\n\n';
const times = Math.ceil((megabytes * 1024 * 1024) / (lines.length + 10_000));
/** Of the message, with CRLF. */
const bytes = header.length + 3 + times * (lines.length + 10_000);

/**
 * Of the engine: besides the message as it comes and as it is read back, what it takes for any, and some that is not
 * collected yet; not four of them.
 */
const mostMegabytes = 130 + 3.5 * megabytes;

/** A message of so many megabytes, with LF. */
async function writeBig(path: string, before = '', after = ''): Promise<void> {
	const file = await open(path, 'w');
	await file.write(before + header);
	for (let time = 0; time < times; time++) await file.write(lines);
	await file.write(after);
	await file.close();
}

const formats = {
	eml: async (root: string) => {
		await mkdir(join(root, 'Grandi'));
		await writeBig(join(root, 'Grandi', '1.eml'));
		await writeFile(join(root, 'Grandi', '2.eml'), '');
	},
	maildir: async (root: string) => {
		await mkdir(join(root, '.Grandi', 'cur'), {recursive: true});
		await writeBig(join(root, '.Grandi', 'cur', '1.M1P1.casa:2,'));
		await writeFile(join(root, '.Grandi', 'cur', '2.M1P1.casa:2,'), '');
	},
	mbox: async (root: string) => {
		const from = 'From a@b Mon Feb  5 10:11:12 2024\n';
		await writeBig(join(root, 'Grandi.mbox'), from, `\n${from}\n`);
	},
};

let servers: Bench;

beforeAll(async () => {
	servers = await bench();
});

afterAll(() => servers[Symbol.asyncDispose]());

describe.each(['eml', 'maildir', 'mbox'] as const)('mail as %s', format => {
	test(`a message of ${megabytes} MB comes and goes with few of it in memory, and one of 0 bytes is told where it is refused`, async () => {
		const root = await scratchFolder('big');
		await formats[format](root);
		const move = await servers.move();
		const {server, user} = move.destination;
		const url = accountUrl(server, user.name);
		const common = ['--ca', server.caFile, '--json'];
		const restored = await measured(
			start(move.home, ['copy', '--from', `${format}:${root}`, '--to', url, ...common], {to: user.password}),
		);
		const finished = finishedOf(restored);
		expect(finished, restored.stderr).toMatchObject({state: 'differences', copied: 1, skipped: 1});
		// So says Dovecot, whatever the message.
		expect(findingsOf(finished, 'refused')).toMatchObject([
			{sourceUid: 2, message: {bytes: 0}, server: expect.stringContaining('zero byte')},
		]);
		expect(restored.peak).toBeLessThan(mostMegabytes);

		const into = join(await scratchFolder('big'), 'copia');
		const backedUp = await measured(
			start(await newHome(), ['copy', '--from', url, '--to', `${format}:${into}`, ...common], {
				from: user.password,
			}),
		);
		expect(finishedOf(backedUp), backedUp.stderr).toMatchObject({state: 'done', copied: 1, findings: []});
		expect(backedUp.peak).toBeLessThan(mostMegabytes);
		process.env.TRASLOCO_HOME = await newHome();
		const store = await openFiles('source', {format, path: into});
		const held = store.info.folders.find(({messages}) => messages > 0);
		expect((await store.scan(held?.name ?? '')).messages.map(message => message.bytes)).toEqual([bytes]);
		await store.close();
	}, 120_000);
});
