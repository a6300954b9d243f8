import {open} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {expect, test} from 'vitest';
import {scratchFolder} from '../../../servers/scratch.ts';

const mebibyte = 1024 * 1024;
const gigabytes = Number(process.env.TRASLOCO_TEST_MBOX_GB ?? 1);
/** Messages of text, and the others, which are holes in a sparse file but for their header. */
const small = 20_000;
const large = Math.ceil(gigabytes * 1024);

async function write(path: string): Promise<void> {
	const file = await open(path, 'w');
	let at = 0;
	const put = async (text: string) => {
		const {bytesWritten} = await file.write(Buffer.from(text), 0, undefined, at);
		at += bytesWritten;
	};
	const header = (subject: string) =>
		`From MAILER-DAEMON Thu Jan  4 09:30:00 2024\nStatus: RO\nSubject: ${subject}\nMessage-ID: <${subject}@example.it>\n\n`;
	const lines = 'A line as there are many in a text.\n'.repeat(30);
	for (let number = 0; number < small; number += 1000) {
		await put(Array.from({length: 1000}, (_, index) => `${header(`s${number + index}`)}${lines}\n`).join(''));
	}

	for (let number = 0; number < large; number++) {
		await put(header(`l${number}`));
		at += mebibyte;
		await put('\n\n');
	}

	await file.close();
}

test('a file of many gigabytes is read within 200 MB of memory', async () => {
	const path = join(await scratchFolder('large'), 'Grande.mbox');
	await write(path);
	const script = fileURLToPath(new URL('read-large.ts', import.meta.url));
	// As the engine is started.
	const {stdout} = await execa(process.execPath, ['--max-semi-space-size=4', script, path], {
		env: {TRASLOCO_HOME: await scratchFolder('home')},
	});
	const {messages, read, bytes, peak} = JSON.parse(stdout);
	expect({messages, read}).toEqual({messages: small + large, read: small + large});
	expect(bytes).toBeGreaterThan(large * mebibyte);
	expect(peak).toBeLessThan(200 * mebibyte);
}, 600_000);
