import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {screens as english} from '../../source/locales/en/screens.ts';
import {sentences} from '../../source/locales/index.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {folder, letters} from '../commands/letter.ts';
import {accountUrl, type Bench, bench, filesBelow, type Move} from '../commands/trasloco.ts';
import {seed} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {makeZip} from '../stores/files/zip/make-zip.ts';
import {Program} from './program.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/mailboxes/', import.meta.url));

const special = [
	{name: 'Sent', specialUse: '\\Sent'},
	{name: 'Trash', specialUse: '\\Trash'},
];

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {separator: '/', prefix: '', mailboxes: special}, 8);
});

afterAll(() => servers[Symbol.asyncDispose]());

async function withMail(): Promise<{move: Move; home: string}> {
	const move = await servers.move();
	await seed(servers.source, move.source.user.name, [
		folder('INBOX', ...letters('arrivo', 3)),
		folder('Lavoro', ...letters('lavoro', 2)),
	]);
	return {move, home: await scratchFolder('home')};
}

/** Opens the program with the source alone filled in, and goes to the other side. */
async function opened(move: Move, home: string, words: typeof english): Promise<Program> {
	const [from = '', source = ''] = move.sides;
	const program = new Program(move.home, [from, source, '--ca', servers.source.caFile], {
		words,
		passwords: {from: move.source.user.password},
		env: {HOME: home, ...(words === italian ? {LANG: 'it_IT.UTF-8'} : {})},
	});
	await program.waitFor(words.connect.readOnly);
	return program;
}

test.each([
	['en', english],
	['it', italian],
] as const)(
	'a folder of .eml files is chosen by a key, made by a copy, and emptied by an undo: %s',
	async (_, words) => {
		const {move, home} = await withMail();
		await using program = await opened(move, home, words);
		program.press('ctrl+f');
		await program.waitFor(words.connect.formatOpen);
		program.screen.type('copia/mario');
		program.press('tab');
		const told = await program.waitFor(words.connect.filesNew);
		expect(told).toContain('eml:~/copia/mario');
		program.press('space');
		const turned = await program.waitFor('maildir:~/copia/mario');
		expect(turned).toMatch(new RegExp(`▸ ${words.connect.field.format} +${words.connect.format.maildir}`));
		program.press('left');
		await program.waitFor('eml:~/copia/mario');
		program.press('enter');
		await program.waitFor(words.connect.continueTo.copy);
		expect(program.text()).toContain(
			words.connect
				.diskFree(1)
				.split(/[\s\u00a0]B /)
				.at(-1),
		);
		program.press('c');
		const folders = await program.at('folders');
		expect(folders).toMatch(/→ eml/);
		await program.toReview();
		await program.choose(words.review.start);
		await program.at('result');
		await program.waitFor(/report\.txt$/m);
		const files = async () =>
			[...(await filesBelow(join(home, 'copia', 'mario'))).keys()].filter(name => name.endsWith('.eml'));
		expect(await files()).toHaveLength(5);
		program.press('u');
		await program.typeWord(words.result.undoWord);
		await program.waitFor(words.result.allUndone);
		expect(await files()).toEqual([]);
		expect(program.screen.lostLines).toBe(0);
	},
);

test('a folder with other files in it is refused before anything is written, and says so', async () => {
	const {move, home} = await withMail();
	await mkdir(join(home, 'foto'));
	await writeFile(join(home, 'foto', 'a.jpg'), 'JFIF');
	await using program = await opened(move, home, english);
	program.press('ctrl+f');
	await program.waitFor(english.connect.formatOpen);
	program.screen.type('foto\n');
	const text = await program.waitFor("can't be written");
	expect(text.replaceAll(/\s+/g, ' ')).toContain('it holds files that are no mail');
	expect([...(await filesBelow(join(home, 'foto'))).keys()]).toHaveLength(1);
});

test.each([
	['en', english],
	['it', italian],
] as const)(
	'tab completes a path, shows how it can go on, and goes on where it is whole: %s',
	async (_, words) => {
		const {move, home} = await withMail();
		const mail = join(home, 'posta esportata');
		await mkdir(join(mail, '.nascosta'), {recursive: true});
		for (const name of ['INBOX.mbox', 'Inviata.mbox', 'cattivo\u001b[2J.mbox'])
			await writeFile(join(mail, name), '');
		for (let number = 10; number < 40; number++) await writeFile(join(mail, `Lavoro ${number}.mbox`), '');
		await using program = await opened(move, home, words);
		program.press('ctrl+f');
		await program.waitFor(words.connect.formatOpen);
		expect(program.text()).toContain(words.keys['connect.complete'].short);
		program.press('tab');
		await program.waitFor('~/posta esportata/');
		program.press('tab');
		const several = await program.waitFor('Lavoro 10.mbox');
		expect(several).toContain('INBOX.mbox');
		expect(several).not.toContain('nascosta');
		expect(several).not.toContain('cattivo');
		const shown = several.match(/\w+( \d+)?\.mbox/g)?.length ?? 0;
		expect(several).toContain(words.connect.moreNames(32 - shown));
		program.screen.type('Inv');
		await program.waitFor(text => !text.includes('Lavoro 10'));
		program.press('tab');
		await program.waitFor('Inviata.mbox');
		program.press('tab');
		await program.waitFor(new RegExp(`▸ ${words.connect.field.format}`));
		await program.waitFor(words.connect.formatTold.mbox.slice(0, 20));
		expect(program.screen.lostLines).toBe(0);
	},
);

test.each([
	['en', english],
	['it', italian],
] as const)(
	'one mbox goes where its name says, and another folder that is chosen for it is warned of: %s',
	async (_, words) => {
		const move = await servers.move();
		const {server, user} = move.destination;
		await seed(server, user.name, [
			folder('INBOX', ...letters('sue', 2)),
			folder('Sent', ...letters('inviata', 1)),
			folder('Trash', ...letters('eliminata', 1)),
		]);
		const home = await scratchFolder('home');
		const text = (await readFile(join(fixtures, 'mboxrd.mbox'))).toString('latin1');
		for (const name of ['Posta inviata.mbox', 'Posta in arrivo', 'Cestino.mbox', 'Lavoro.mbox'])
			await writeFile(join(home, name), text, 'latin1');
		await using program = new Program(
			move.home,
			['--to', accountUrl(server, user.name), '--ca', server.caFile],
			{
				words,
				passwords: {to: user.password},
				env: {HOME: home, ...(words === italian ? {LANG: 'it_IT.UTF-8'} : {})},
			},
		);
		await program.waitFor(words.connect.writable.slice(0, 20));
		program.press('ctrl+f');
		await program.waitFor(words.connect.formatOpen);
		for (const [name, target] of [
			['Cestino.mbox', 'Trash'],
			['Posta in arrivo', 'INBOX'],
			['Lavoro.mbox', 'Lavoro'],
			['Posta inviata.mbox', 'Sent'],
		] as const) {
			program.press('ctrl+u');
			await program.waitFor(words.connect.placeholder.address);
			program.screen.type(`~/${name}\n`);
			await program.waitFor(words.connect.continueTo.copy);
			program.press('c');
			expect(await program.at('folders')).toMatch(new RegExp(`● .* → ${target} `));
			if (name === 'Posta inviata.mbox') break;
			program.press('esc');
			await program.waitFor(words.connect.continueTo.copy);
			program.press('tab');
		}

		program.press('enter');
		await program.waitFor(words.folders.chooser('Posta inviata'));
		await program.choose('INBOX');
		const warned = await program.waitFor(words.folders.otherRole);
		expect(warned).toMatch(/⚠ INBOX|! INBOX/);
		const {finding} = sentences(words === italian ? 'it' : 'en');
		const told = finding({
			kind: 'other-role',
			severity: 'note',
			source: 'Posta inviata',
			destination: 'INBOX',
		});
		expect(warned.replaceAll(/\s+/g, ' ')).toContain(told);
	},
);

test('a zip is read on the screens, is gone from the disk when they are left, and is no destination', async () => {
	const {move, home} = await withMail();
	const path = join(home, 'esporto.zip');
	const content = 'Subject: uno\r\n\r\ntesto\r\n';
	await writeFile(
		path,
		makeZip([
			{name: 'INBOX/1.eml', content},
			{name: 'INBOX/note.txt', content: 'x'},
		]),
	);
	await using program = await opened(move, home, english);
	const unpacked = async () => readdir(join(move.home, 'unpacked'));
	program.press('ctrl+f');
	await program.waitFor(english.connect.formatOpen);
	program.screen.type('esp');
	program.press('tab');
	await program.waitFor('~/esporto.zip');
	program.press('tab');
	const refused = await program.waitFor(english.connect.zipNotWritten.slice(0, 25));
	expect(refused).toContain(english.connect.format.eml);
	program.press('enter');
	// The hint that was there before says nearly the same.
	await program.waitFor('Copy into a folder');
	program.press('ctrl+o');
	program.press('ctrl+u');
	await program.waitFor(english.connect.placeholder.address);
	program.screen.type('~/esporto.zip\n');
	const connected = await program.waitFor('1 folder, 1 message');
	expect(connected.replaceAll(/\s+/g, ' ')).toContain('1 file is no mail of this format');
	expect(await unpacked()).toHaveLength(1);
	program.press('ctrl+c');
	await program.screen.exit;
	await expect.poll(unpacked, {timeout: 60_000}).toEqual([]);
});
