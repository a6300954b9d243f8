import {afterAll, beforeAll, expect, test} from 'vitest';
import {screens as english} from '../../source/locales/en/screens.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {folder, letters} from '../commands/letter.ts';
import {type Bench, bench} from '../commands/trasloco.ts';
import {seed} from '../servers/mailbox.ts';
import {Program} from './program.ts';

let servers: Bench;

beforeAll(async () => {
	const users = Array.from({length: 2}, (_, index) => ({name: `mario${index}@pec.it`, password: 'segreto'}));
	servers = await bench({users}, {}, 2);
});

afterAll(() => servers[Symbol.asyncDispose]());

const expected = {
	en: {
		words: english,
		left: /Archivio, a second copy of mail: 5 messages, 1\.\d kB: left out \(t\)/,
		reviewed: /Archive +5 messages, .+ left out: a second copy of mail\./,
		taken: /Archivio, a second copy of mail: 5 messages, 1\.\d kB: taken too \(t\)/,
		turned: /Archive +5 messages, .+ taken too, a second copy of mail/,
		row: /○ +└ Gennaio +3 .+ not copied +second copy/,
	},
	it: {
		words: italian,
		left: /Archivio, seconda copia della posta: 5 messaggi, 1,\d kB: esclusa \(t\)/,
		reviewed: /Archivio +5 messaggi, .+: seconda copia della posta, esclusa\./,
		taken: /Archivio, seconda copia della posta: 5 messaggi, 1,\d kB: compresa \(t\)/,
		turned: /Archivio +5 messaggi, .+: seconda copia della posta, compresa/,
		row: /○ +└ Gennaio +3 .+ non copiata +copia doppia/,
	},
};

test.each(['en', 'it'] as const)(
	"a provider's archive is a choice with its size, on Folders and Review, that one key turns: %s",
	async language => {
		const {words, left, reviewed, taken, turned, row} = expected[language];
		const move = await servers.move();
		await seed(servers.source, move.source.user.name, [
			folder('INBOX', ...letters('arrivo', 2)),
			folder('Archivio/2023/Gennaio', ...letters('vecchia', 3)),
			folder('Archivio/2024/Marzo', ...letters('arrivo', 2)),
		]);
		const env = language === 'it' ? {LANG: 'it_IT.UTF-8'} : {};
		await using program = Program.between(move, {words, env});
		await program.toFolders();
		const folders = await program.waitFor(left);
		expect(folders).toMatch(row);
		program.press('t');
		await program.waitFor(taken);
		program.press('t');
		await program.waitFor(left);
		await program.toReview();
		expect(program.text()).toMatch(reviewed);
		expect(program.text()).toMatch(new RegExp(`${words.review.toCopy} +2 `));
		program.press('t');
		await program.waitFor(turned);
		expect(program.text()).toMatch(new RegExp(`${words.review.toCopy} +7 `));
		await program.choose(words.review.start);
		await program.waitFor(/report\.txt$/m);
		const there = await move.atDestination();
		expect(there.reduce((sum, {messages}) => sum + messages.length, 0)).toBe(7);
		expect(program.screen.lostLines).toBe(0);
	},
);
