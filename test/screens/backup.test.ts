import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {screens as english} from '../../source/locales/en/screens.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {folder, letters, ownMail} from '../commands/letter.ts';
import {type Bench, bench, filesBelow} from '../commands/trasloco.ts';
import {seed} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {Program} from './program.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {}, 2);
});

afterAll(() => servers[Symbol.asyncDispose]());

test.each([
	['en', english],
	['it', italian],
] as const)(
	'Review offers a backup of what the destination holds, makes it without asking for a password, and comes back: %s',
	async (language, words) => {
		const move = await servers.move();
		await Promise.all([
			seed(servers.source, move.source.user.name, [folder('Nuova', ...letters('nuova', 3))]),
			seed(servers.destination, move.destination.user.name, ownMail),
		]);
		const home = await scratchFolder('home');
		const env = {HOME: home, ...(language === 'it' ? {LANG: 'it_IT.UTF-8'} : {})};
		await using program = Program.between(move, {words, env});
		await program.toFolders();
		program.press('i');
		await program.waitFor(/→ Nuova/);
		await program.toReview();
		expect(program.text()).toContain(words.review.backupFirst('b'));
		program.press('b');
		const asked = await program.waitFor(words.review.backupTitle(8));
		expect(asked).toMatch(/~\/trasloco-backup\/.+-\d{4}-\d\d-\d\d/);
		program.press('enter');
		const done = await program.waitFor(/report\.txt$/m);
		expect(done).toMatch(new RegExp(`→ eml.* ${words.backupStep} ?$`, 'm'));
		expect(done).toContain(words.result.state.done);
		expect(done).toContain(words.keys['result.to-review'].short);
		const names = [...(await filesBelow(join(home, 'trasloco-backup'))).keys()];
		expect(names.filter(name => name.endsWith('.eml'))).toHaveLength(8);
		program.press('enter');
		const review = await program.at('review');
		expect(review).toContain(words.review.backup);
		expect(review).not.toContain(words.review.backupFirst('b'));
		await program.choose(words.review.start);
		await program.at('result');
		await program.waitFor(/report\.txt$/m);
		expect(await move.runs()).toHaveLength(2);
		program.press('esc');
		const runs = await program.waitFor(words.runs.title);
		expect(runs).toMatch(/→ eml/);
		expect(program.screen.lostLines).toBe(0);
	},
);
