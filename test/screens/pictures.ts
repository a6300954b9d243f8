/**
 * Makes the pictures of the README: the demo's mailboxes, moved at 80x24, each step as text and as SVG in
 * fixtures/screens. Run by hand after `npm run build`: `node test/screens/pictures.ts`.
 */
import {mkdir, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {startDemoServers} from '../demo/servers.ts';
import {Program} from './program.ts';

const folder = fileURLToPath(new URL('../../fixtures/screens', import.meta.url));
// Short, since the report's path is in a picture, and telling nothing of this machine.
const home = join(tmpdir(), 'trasloco');

await mkdir(folder, {recursive: true});
await mkdir(home);
await using stack = new AsyncDisposableStack();
stack.defer(() => rm(home, {recursive: true, force: true, maxRetries: 5}));
const {sides, passwords} = stack.use(await startDemoServers(30));
const program = stack.use(new Program(home, sides, {passwords}));

async function picture(name: string, title: string): Promise<void> {
	const {screen} = program;
	const text = screen.lines().map(line => line.trimEnd());
	await writeFile(join(folder, `${name}.txt`), `${text.join('\n').trimEnd()}\n`);
	await writeFile(join(folder, `${name}.svg`), screen.svg(title));
	console.log(`${name}:\n${screen.text()}\n`);
}

await program.waitFor('▸ Continue to the folders');
await picture('connect', 'Connect: both accounts, logged in');
program.press('c');
await program.at('folders');
program.press('i');
await program.waitFor('→ INBOX');
program.press('down', 'down');
await program.waitFor('▸ ● Posta inviata');
await picture('folders', 'Folders: where each folder goes');
program.press('V');
await program.waitFor('Compared');
await picture('verification', 'Verification: both sides compared, whoever copied');
program.press('enter');
await program.waitFor('Ordine confermato');
await picture('differences', 'Differences: the messages of a folder that are missing');
program.press('enter');
await program.waitFor('Message-ID');
await picture('message', 'Message: header, attachments and text');
for (const back of ['Missing 82', 'Compared', 'Folders  2 of 5']) {
	program.press('esc');
	await program.waitFor(back);
}
await program.toReview();
await program.mark(program.words.review.start);
await picture('review', 'Review: what will be copied');
program.press('enter');
await program.typeWord('inbox');
await program.at('progress');
// The line of the whole, in the middle of the copy.
await program.waitFor(/ messages .+ [3-8]\d%$/m, {timeout: 60_000});
await picture('progress', 'Progress: copied, verified and placed, folder by folder');
await program.at('result', {timeout: 60_000});
await program.waitFor(/report\.txt$/m);
await picture('result', 'Result: both sides compared');
program.press('u');
await program.waitFor('Undo this copy');
await picture('undo', 'Undo: what it will do, and a word to type');
await program.typeWord('undo');
await program.waitFor('The destination holds exactly what it held before.', {timeout: 60_000});
await program.waitFor(/report\.txt$/m);
await picture('undone', 'Undone: the destination as it was');
program.press('q');
await program.screen.exit;
