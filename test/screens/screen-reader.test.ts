import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {folder, letters} from '../commands/letter.ts';
import {type Bench, bench} from '../commands/trasloco.ts';
import {seed} from '../servers/mailbox.ts';
import {killScreens} from '../terminal/screen.ts';
import {Program} from './program.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {}, 1);
});

afterEach(killScreens);

afterAll(() => servers[Symbol.asyncDispose]());

test('for a screen reader the whole path is sentences one after the other', async () => {
	const move = await servers.move();
	await seed(servers.source, move.source.user.name, [
		folder('INBOX', ...letters('arrivo', 30)),
		folder('Lavoro', ...letters('lavoro', 20)),
	]);
	const program = Program.between(move, {args: ['--screen-reader']});
	const {screen, words} = program;
	await program.waitFor(words.connect.continueTo.copy);
	expect(screen.isAlternate).toBe(false);
	program.press('c');
	const first = await program.waitFor(/1 of 2\n.*selected: INBOX +30 /);
	expect(first).not.toMatch(/[─│█░]| {3}\S/);

	// One row is said at a time, the one under the cursor.
	program.press('j');
	await program.waitFor(/2 of 2\n.*selected: Lavoro +20 /);
	program.press('space');
	await program.waitFor(/not selected: Lavoro +20 /);
	program.press('space');
	await program.waitFor(/ selected: Lavoro +20 /);

	program.press('c');
	await program.waitFor(words.review.toCopy);
	await program.choose(words.review.start);
	const end = await program.waitFor('Copied and verified');
	expect(end).toMatch(/INBOX +30 +30 /);
	await program.waitFor(/report\.txt$/m);
	program.press('q');
	expect((await screen.exit).code).toBe(0);
});
