import {afterEach, describe, expect, it} from 'vitest';
import {cli} from '../screens/program.ts';
import {killScreens, type Screen, type ScreenOptions, startScreen} from './screen.ts';
import {startScreens, toProgress} from './screens.ts';

afterEach(killScreens);

/** Through all screens, with a text field, a dialog and the help on the way; what was to be seen. */
async function throughAll(options: ScreenOptions): Promise<{screen: Screen; seen: readonly string[]}> {
	const screen = startScreens({tick: 30, step: 500, wrongPassword: 'no'}, options);
	const seen = [await screen.waitFor('Continue to the folders')];
	screen.press('tab', 'ctrl+u');
	await screen.waitFor('name@example.org');
	screen.paste('perché@例え.it');
	seen.push(await screen.waitFor(/[▸>] Address +perch/));
	screen.press('ctrl+u');
	screen.paste('mario.rossi@pec.example.it');
	screen.press('enter');
	await screen.waitFor('Continue to the folders');
	screen.press('c');
	seen.push(await screen.waitFor('Folders  2 of 5'));
	screen.press('?');
	seen.push(await screen.waitFor('Keys: Folders'));
	screen.press('esc');
	await screen.waitFor('INBOX');
	await toProgress(screen);
	seen.push(await screen.waitFor(/[1-9]\d%/));
	screen.press('s');
	seen.push(await screen.waitFor(/[▸>] Keep going/));
	screen.press('esc');
	seen.push(await screen.waitFor('Report  /reports'));
	expect(screen.lostLines).toBe(0);
	return {screen, seen};
}

const looks = (screen: Screen) => new Set(screen.sent.match(/\x1b\[[\d;]*m/g));
const colours = (screen: Screen) => [...looks(screen)].filter(look => /[[;](3|4|9|10)\d/.test(look));
const strange = (screen: Screen) => screen.sent.match(/[^\x00-\x7f]/g) ?? [];

const utf8 = {LANG: 'en_US.UTF-8'};
const ascii = {LANG: 'C'};

describe('a terminal', () => {
	it.each(['linux', 'screen'])('%s is sent the 16 colours that it has', async term => {
		const {screen} = await throughAll({term, env: utf8});
		expect(colours(screen).length).toBeGreaterThan(2);
		for (const colour of colours(screen)) expect(colour).toMatch(/^\x1b\[(3\d|9\d)m$/);
	});

	it.each([
		['vt100', {term: 'vt100', env: utf8}],
		['xterm-direct with NO_COLOR', {term: 'xterm-direct', env: {...utf8, NO_COLOR: '1'}}],
	])('%s is sent none, and still shows what is marked and where the cursor is', async (_, options) => {
		const {screen, seen} = await throughAll(options);
		expect(colours(screen)).toEqual([]);
		expect([...looks(screen)].sort()).toEqual(['\x1b[1m', '\x1b[22m', '\x1b[27m', '\x1b[7m']);
		expect(seen.join('\n')).toMatch(
			/▸ Address +perch[\s\S]*✓ [\s\S]*●[\s\S]*█+░*[\s\S]*▸ Keep going[\s\S]* {2}=/,
		);
	});

	it.each(['xterm-256color', 'vt100'])('%s without UTF-8 is sent ASCII alone', async term => {
		const {screen, seen} = await throughAll({term, env: ascii});
		expect(strange(screen)).toEqual([]);
		expect(seen[0]).toMatch(/^ {3}-{30,} {2}-{30,}$/m);
		expect(seen[1]).toMatch(/> Address +perche@\?+\.it/);
		expect(seen[2]).toMatch(/^ > \* INBOX +3,412 +512 MB > /m);
		expect(seen[2]).toContain('| 2023');
		expect(seen[4]).toMatch(/=+-+ +\d+%/);
		expect(seen[6]).toMatch(/^ v Copied and verified/m);
	});

	it('that has no alternate screen is left clean for what comes after', async () => {
		const screen = startScreens({step: 10_000}, {term: 'vt100'});
		await toProgress(screen);
		await screen.waitFor('Report  /reports');
		screen.press('q');
		await screen.exit;
		// What such a terminal makes of it: it knows neither the other screen nor this way to erase.
		expect(screen.sent).toMatch(/\x1b\[H\x1b\[J[\s\S]{0,10}\x1b\[\?1049l[\s\S]*trasloco: run/);
	});
});

describe('no screens, and what to do instead', () => {
	it.each([
		['TERM=dumb', 'TERM=dumb', ''],
		['no TERM', '-u TERM', ''],
		['output that is no terminal', '', '| cat'],
		['input that is no terminal', '', '< /dev/null'],
	])('with %s', async (_, env, redirect) => {
		const script = `env ${env} "${process.execPath}" "${cli}" ${redirect}; echo "code=\${PIPESTATUS[0]}"`;
		const screen = startScreen(['-c', script], {command: '/bin/bash'});
		const text = await screen.waitFor(/^code=/m);
		expect(text).toMatch(/^trasloco: the screens need a terminal\n {2}Plain lines need none: trasloco copy/);
		expect(text).toContain('code=2');
		expect(screen.sent).not.toContain('\x1b');
	});
});
