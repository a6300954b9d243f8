import {mkdir, readdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest';
import {scratchFolder} from '../servers/scratch.ts';
import {killScreens, type Screen} from './screen.ts';
import {startScreens, toProgress} from './screens.ts';

let folder: string;

/** An editor that says what it was given, and applies what is typed to the file with sed, until an empty line. */
const editor = `#!/bin/sh
for file; do :; done
echo "editing with $# arguments, $1"
stat -c 'modes %a %a' "$file"; stat -c 'in %a' "$(dirname "$file")"
echo "$(env | grep -c PASSWORD) passwords"
printf 'sed %s> ' $$
while read -r line && [ -n "$line" ]; do
	[ "$line" = fail ] && exit 7
	[ "$line" = show ] && cat "$file" || sed -i "$line" "$file"
	printf 'sed %s> ' $$
done
`;

beforeAll(async () => {
	folder = await scratchFolder('programs');
	await writeFile(join(folder, 'edit'), editor);
	await writeFile(
		join(folder, 'report.txt'),
		Array.from(
			{length: 60},
			(_, line) => `line ${line + 1}${line === 2 ? ' Società Perché → 日本' : ''}\n`,
		).join(''),
	);
	await mkdir(join(folder, 'tmp'));
});

afterEach(killScreens);

afterAll(() => rm(folder, {recursive: true, force: true}));

async function toFolders(env: Readonly<Record<string, string | undefined>>): Promise<Screen> {
	const screen = startScreens({}, {env});
	await screen.waitFor('Continue to the folders');
	screen.press('c');
	await screen.waitFor('i: folder by folder instead');
	screen.press('i');
	await screen.waitFor('→ INBOX');
	return screen;
}

/** The number of the editor that asked last. */
let lastAsked = '';

/** Waits until an editor asks that has not asked before: what those before it have said is on the screen too. */
async function untilAsked(screen: Screen): Promise<string> {
	const asking = (text: string) => /sed (\d+)> *$/.exec(text.trimEnd())?.[1];
	const text = await screen.waitFor(each => ![lastAsked, undefined].includes(asking(each)));
	lastAsked = asking(text) ?? '';
	return text;
}

describe('E opens the mapping in an editor', () => {
	it('in VISUAL with its arguments, in a file for its owner alone, without passwords; what is changed is taken', async () => {
		const screen = await toFolders({
			VISUAL: `sh ${join(folder, 'edit')} -w`,
			TMPDIR: join(folder, 'tmp'),
			EDITOR: '/nowhere',
			TRASLOCO_FROM_PASSWORD: 'geheim',
			TRASLOCO_TO_PASSWORD: 'geheim',
		});
		screen.press('E');
		const text = await untilAsked(screen);
		expect(screen.isAlternate).toBe(false);
		expect(text).toContain('editing with 2 arguments, -w');
		expect(text).toMatch(/modes 600 600\nin 700\n0 passwords/);
		screen.type('s/^INBOX .*/INBOX -> Alte Post/\n');
		screen.type('s/^Bozze .*/Bozze -> -/\n\n');
		const after = await screen.waitFor('The mapping of 2 folders was changed.');
		expect(after).toMatch(/● INBOX .* → Alte Post +new {2}chosen/);
		expect(after).toMatch(/○ Bozze .* not copied/);
		expect(after).toMatch(/● Posta inviata .* → Sent +0 {2}role/);
		expect(screen.isAlternate).toBe(true);
		expect(await readdir(join(folder, 'tmp'))).toEqual([]);
		screen.press('E');
		await untilAsked(screen);
		screen.type('\n');
		await screen.waitFor('Nothing was changed in the file.');
	});

	it('again, with all that was edited, where a line can not be read', async () => {
		const screen = await toFolders({EDITOR: `sh ${join(folder, 'edit')}`});
		screen.press('E');
		await untilAsked(screen);
		screen.type('s/^INBOX .*/INBOX -> Alte Post/\n');
		screen.type('$a Niente -> x\n\n');
		await screen.waitFor(/Line \d+, Niente: the source has no such folder\./);
		await screen.waitFor('▸ Open the file again');
		screen.press('enter');
		await untilAsked(screen);
		screen.type('/^Niente/d\n\n');
		await screen.waitFor('The mapping of 1 folder was changed.');
		expect(screen.text()).toMatch(/● INBOX .* → Alte Post/);
	});

	it('keeps what was edited until it is dropped', async () => {
		const screen = await toFolders({EDITOR: `sh ${join(folder, 'edit')}`});
		screen.press('E');
		await untilAsked(screen);
		screen.type('$a Niente -> x\n\n');
		await screen.waitFor('▸ Open the file again');
		screen.press('esc');
		await screen.waitFor('→ INBOX');
		screen.press('E');
		await untilAsked(screen);
		screen.type('show\n\n');
		await screen.waitFor('▸ Open the file again');
		screen.press('down', 'enter');
		await screen.waitFor('→ INBOX');
		screen.press('E');
		await untilAsked(screen);
		screen.type('\n');
		await screen.waitFor('Nothing was changed in the file.');
	});

	it.each([
		['that is not there', '/nowhere/ed', '', 'There is no editor /nowhere/ed here: set VISUAL or EDITOR'],
		['that fails', '', 'fail\n', 'sh ended with a failure (exit code 7): the mapping is as it was.'],
	])('%s, and says so', async (_, path, typed, sentence) => {
		const screen = await toFolders({EDITOR: path || `sh ${join(folder, 'edit')}`});
		screen.press('E');
		if (typed !== '') {
			await untilAsked(screen);
			screen.type(typed);
		}

		const text = await screen.waitFor(/as it was|set VISUAL/);
		expect(text.replaceAll(/\s+/g, ' ')).toContain(sentence);
	});
});

describe('o opens the report', () => {
	async function toResult(env: Readonly<Record<string, string | undefined>>): Promise<Screen> {
		const screen = startScreens({step: 10_000, report: join(folder, 'report.txt')}, {env});
		await toProgress(screen);
		await screen.waitFor('report.txt');
		screen.press('o');
		return screen;
	}

	it('in less, which only pages, and whose Ctrl+C is its own', async () => {
		// A locale that came over SSH, and that this system lacks.
		const screen = await toResult({PAGER: undefined, LC_ALL: 'xx_XX.UTF-8'});
		expect(await screen.waitFor(/^line 1\n[\s\S]*line 22/)).toContain('line 3 Società Perché → 日本');
		screen.type('!');
		await screen.waitFor('not available');
		screen.press('enter');
		screen.press('ctrl+c');
		// What is typed while less deals with its Ctrl+C is dropped by it.
		for (let tries = 0; !/^line 60$/m.test(screen.text()); tries++) {
			screen.type('G');
			await screen.waitFor(/^line 60$/m, {timeout: 400}).catch((error: unknown) => {
				if (tries === 20) throw error;
			});
		}
		screen.type('q');
		await screen.waitFor('Result  5 of 5');
		expect(screen.text()).toContain('Copied and verified');
	});

	it.each([
		['PAGER is not there', '/nowhere/more'],
		['PAGER does not page', 'cat'],
	])('in a list of our own where %s', async (_, PAGER) => {
		const screen = await toResult({PAGER});
		await screen.waitFor(/^ {3}line 1$/m);
		expect(screen.text()).toContain('more below');
		screen.press('end');
		await screen.waitFor(/^ {3}line 60$/m);
		screen.press('esc');
		await screen.waitFor('Copied and verified');
	});
});
