import {execFileSync} from 'node:child_process';
import {fileURLToPath} from 'node:url';
import {afterEach, describe, expect, it} from 'vitest';
import {killScreens, type Screen, startScreen} from './screen.ts';

const program = fileURLToPath(new URL('fixtures/keys.ts', import.meta.url));
const untouched = {bracketedPaste: false, synchronized: false, mouse: false, noWrap: false};

/** In a shell that stays, so that it can be seen what the program leaves behind. */
async function startInShell(mode: string): Promise<Screen> {
	const script = `echo before; "${process.execPath}" "${program}" ${mode}; echo "code=$?"; stty -a | grep -ow -e '-\\?icanon' -e '-\\?echo'; echo end`;
	const screen = startScreen(['-c', script], {command: '/bin/bash'});
	await screen.waitFor(/keys=|row 24 of 24/);
	expect(screen).toMatchObject({isAlternate: true, isCursorVisible: false, lostLines: 0});
	return screen;
}

function childOf(screen: Screen): number {
	return Number(execFileSync('pgrep', ['-P', String(screen.pid)], {encoding: 'utf8'}));
}

async function expectRestored(screen: Screen): Promise<string> {
	const text = await screen.waitFor(/^end$/m);
	expect(screen).toMatchObject({isAlternate: false, isCursorVisible: true, modes: untouched});
	expect(text).toMatch(/^before\n/);
	expect(text).toMatch(/\nicanon\necho\nend$/);
	return text;
}

afterEach(killScreens);

describe('the terminal is restored', () => {
	it.each([
		['SIGTERM', 143],
		['SIGHUP', 129],
		['SIGINT', 130],
		['SIGQUIT', 131],
	] as const)('by %s, which stays what ended the program', async (signal, code) => {
		const screen = await startInShell('tall');
		process.kill(childOf(screen), signal);
		expect(await expectRestored(screen)).toMatch(new RegExp(`^before\nfarewell\n[^]*^code=${code}$`, 'm'));
	});

	it.each([
		['an exception in a key handler', 'x', 'thrown by a key'],
		['an exception in a timer', 't', 'thrown by a timer'],
		['a rejected promise', 'r', 'rejected for nobody'],
	])('by %s, which is reported on the main screen', async (_, key, message) => {
		const screen = await startInShell('fail');
		screen.press(key);
		expect(await expectRestored(screen)).toContain(`report: ${message}\ncode=70`);
	});

	it('by an ordinary end', async () => {
		const screen = await startInShell('tall');
		screen.press('ctrl+c');
		expect(await expectRestored(screen)).toContain('code=0');
	});
});

describe('a terminal that goes away', () => {
	it('ends the program', async () => {
		const screen = startScreen([program, 'tall']);
		await screen.waitFor('row 24 of 24');
		screen.hangUp();
		expect(await screen.exit).toEqual({code: 0, signal: 1});
	});
});

describe('Ctrl+Z', () => {
	it('stops the program, and fg draws it again', async () => {
		const screen = startScreen(['--norc', '--noprofile', '-i'], {
			command: '/bin/bash',
			env: {PS1: 'shell> '},
		});
		await screen.waitFor('shell>');
		screen.type(`"${process.execPath}" "${program}" stoppable\n`);
		await screen.waitFor('keys=;');
		screen.press('a', 'ctrl+z');
		await screen.waitFor('Stopped');
		expect(screen).toMatchObject({isAlternate: false, isCursorVisible: true});
		screen.type('fg\n');
		await screen.waitFor(/^keys="a", ctrl "z";$/);
		screen.press('b');
		await screen.waitFor(/^keys="a", ctrl "z", "b";$/);
		expect(screen.isAlternate).toBe(true);
	});

	it('goes on where no shell could continue it', async () => {
		const screen = startScreen([program, 'stoppable']);
		await screen.waitFor('keys=;');
		screen.press('ctrl+z');
		await screen.waitFor(() => !screen.isAlternate);
		await screen.waitFor(/^keys=ctrl "z";$/);
		screen.press('b');
		await screen.waitFor(/^keys=ctrl "z", "b";$/);
	});
});
