import {execFileSync} from 'node:child_process';
import process from 'node:process';
import {afterEach, describe, expect, it} from 'vitest';
import {scenes} from '../programs.ts';
import {killScreens, type Screen, startScreen} from './screen.ts';
import {choose, startScreensInShell, toProgress} from './screens.ts';

afterEach(killScreens);

const untouched = {bracketedPaste: false, synchronized: false, mouse: false, noWrap: false};

async function afterTheEnd(screen: Screen): Promise<string> {
	const text = await screen.waitFor(/^end$/m);
	expect([screen.isAlternate, screen.isCursorVisible, screen.modes]).toEqual([false, true, untouched]);
	return text;
}

describe('the main screen keeps', () => {
	it('the run, its report and how to undo it, after an ordinary end', async () => {
		const screen = startScreensInShell({step: 10_000});
		await toProgress(screen);
		await screen.waitFor('Report  /reports');
		screen.press('q');
		expect(await afterTheEnd(screen)).toMatch(
			/^before\ntrasloco: run 20261122-\S+: copied and verified\n.*\n {2}report: \/reports\/\S+\.txt\n {2}to undo: .*\ncode=0\nend$/,
		);
	});

	it('the run that goes on, and how to watch it, after SIGTERM', async () => {
		const screen = startScreensInShell({play: 'four-folders'});
		await toProgress(screen);
		await screen.waitFor('run 20261122');
		const child = execFileSync('pgrep', ['-P', String(screen.pid)], {encoding: 'utf8'});
		process.kill(Number(child), 'SIGTERM');
		const text = await afterTheEnd(screen);
		expect(text).toMatch(/^before\ntrasloco: run 20261122-a1b2: under way\n/);
		expect(text).toContain('trasloco attach 20261122-a1b2');
		expect(text).toContain('code=143');
	});

	it('the run that stays paused, after d', async () => {
		const screen = startScreensInShell({play: 'four-folders'});
		await toProgress(screen);
		await screen.waitFor('run 20261122');
		screen.press('p');
		await screen.waitFor('paused; p goes on');
		screen.press('d');
		await screen.waitFor('Leave it paused?');
		await choose(screen, 'Leave it paused and quit');
		const text = await afterTheEnd(screen);
		expect(text).toMatch(/^before\ntrasloco: run 20261122-a1b2: paused\n/);
		expect(text).toContain('trasloco attach 20261122-a1b2');
		expect(text).toContain('code=0');
	});

	it('the run that is stopping, after a second Ctrl+C', async () => {
		const screen = startScreensInShell({play: 'four-folders'});
		await toProgress(screen);
		await screen.waitFor('run 20261122');
		screen.press('ctrl+c');
		await screen.waitFor('A copy is under way');
		await choose(screen, 'Stop at the next safe point and quit');
		await screen.waitFor('stopping at the next safe point');
		screen.press('ctrl+c');
		await screen.waitFor('The copy is stopping');
		await choose(screen, 'Quit now; it stops by itself');
		const text = await afterTheEnd(screen);
		expect(text).toMatch(/^before\ntrasloco: run 20261122-a1b2: stopping/);
		expect(text).toContain('trasloco resume 20261122-a1b2');
		expect(text).toContain('code=0');
	});

	it.each([
		['an exception', 'throws', 'Error: thrown for a test'],
		['a rejected promise', 'rejects', 'Error: rejected for a test'],
		['a component that breaks', 'breaks-a-component', 'TypeError: '],
	] as const)('%s as what it is, and the run that goes on', async (_, play, error) => {
		const screen = startScreensInShell({tick: 50, play}, {columns: 120, rows: 50});
		// It may be over before anybody has seen its first frame.
		await toProgress(screen, /Progress +4 of 5|broken off/);
		const text = await afterTheEnd(screen);
		expect(text).toMatch(/^before\ntrasloco: The screens have broken off: a defect of trasloco/);
		expect(text).toContain(error);
		expect(text).toMatch(/trasloco: run 20261122-\S+: under way/);
		expect(text).toContain('trasloco attach 20261122');
		expect(text).toContain('\ncode=1\n');
	});
});

describe('Ctrl+Z', () => {
	async function inAShell(): Promise<Screen> {
		const screen = startScreen(['--norc', '--noprofile', '-i'], {
			command: '/bin/bash',
			env: {PS1: 'shell> '},
		});
		await screen.waitFor('shell>');
		screen.type(`"${process.execPath}" "${scenes}" '{"tick":1}'\n`);
		await screen.waitFor('Continue to the folders');
		return screen;
	}

	async function stopAndComeBack(screen: Screen): Promise<void> {
		const before = screen.text();
		screen.press('ctrl+z');
		await screen.waitFor('Stopped');
		expect([screen.isAlternate, screen.isCursorVisible]).toEqual([false, true]);
		screen.type('fg\n');
		await screen.waitFor(text => text === before);
		expect(screen.isAlternate).toBe(true);
	}

	it('suspends any screen, a text field and a dialog, and fg draws it whole again', async () => {
		const screen = await inAShell();
		await stopAndComeBack(screen);
		screen.press('tab', 'ctrl+u');
		screen.type('qwz');
		await screen.waitFor('qwz');
		await stopAndComeBack(screen);
		screen.press('ctrl+g');
		await screen.waitFor('Keys: Connect');
		await stopAndComeBack(screen);
		screen.press('esc');
		await screen.waitFor('qwz');
	});

	it('comes back to a terminal that has another size by then', async () => {
		const screen = await inAShell();
		screen.press('ctrl+z');
		await screen.waitFor('Stopped');
		screen.resize(100, 30);
		screen.type('fg\n');
		const wide = /^ trasloco {70,}Connect {2}1 of 5/;
		await screen.waitFor(text => wide.test(text) && text.includes('Continue to the folders'));
		expect(screen.lines()[29]).toMatch(/help *$/);
	});
});
