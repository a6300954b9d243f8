import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {expect, test} from 'vitest';
import {lookAtFiles} from '../../../source/stores/files/looking.ts';
import {scratchFolder} from '../../servers/scratch.ts';

const message = 'Subject: x\n\ntesto\n';

test.each([
	['a Maildir', {'cur/': '', 'new/': '', 'tmp/': ''}, {kind: 'mail', format: 'maildir'}],
	[
		'a Maildir in a folder',
		{'mario/cur/': '', 'mario/new/': '', 'mario/tmp/': ''},
		{kind: 'mail', format: 'maildir'},
	],
	['.eml files in folders', {'INBOX/a/b/1.EML': message}, {kind: 'mail', format: 'eml'}],
	[
		'mbox files',
		{'Posta inviata': `From a@b Mon Feb  5 10:11:12 2024\n${message}`},
		{kind: 'mail', format: 'mbox'},
	],
	['what an undo has left', {'INBOX/trasloco.jsonl': '{}', 'INBOX/.x': ''}, {kind: 'new'}],
	['nothing', {}, {kind: 'new'}],
	['pictures', {'foto/a.jpg': 'JFIF'}, {kind: 'other'}],
])('%s is told for what it is', async (_, files, look) => {
	const folder = await scratchFolder('looking');
	for (const [name, content] of Object.entries(files)) {
		await mkdir(join(folder, name, name.endsWith('/') ? '' : '..'), {recursive: true});
		if (!name.endsWith('/')) await writeFile(join(folder, name), content);
	}

	expect(await lookAtFiles(folder)).toEqual(look);
});

test('a path that is not there is new, one mbox file is told, and one that is no folder is not gone through', async () => {
	const folder = await scratchFolder('looking');
	expect(await lookAtFiles(join(folder, 'a', 'b'))).toEqual({kind: 'new'});
	const file = join(folder, 'INBOX');
	await writeFile(file, `From a@b Mon Feb  5 10:11:12 2024\n${message}`);
	expect(await lookAtFiles(file)).toEqual({kind: 'mail', format: 'mbox'});
	expect(await lookAtFiles(join(file, 'x'))).toEqual({
		kind: 'unreadable',
		why: expect.stringContaining('not a directory'),
	});
});
