import {afterEach, expect, it} from 'vitest';
import {killScreens} from './screen.ts';
import {startScreens, toProgress} from './screens.ts';

afterEach(killScreens);

it('other keys do what they are set to, and every hint names them', async () => {
	const screen = startScreens({
		tick: 300,
		step: 100,
		keys: {
			'progress.pause': ['z'],
			'review.verify': ['w'],
			'folders.into': ['ctrl-p'],
			'review.into': ['ctrl-p'],
			help: ['H', '?'],
		},
	});
	await screen.waitFor('Continue to the folders');
	screen.press('c');
	await screen.waitFor('^p: folder by folder instead.');
	screen.press('ctrl+p');
	await screen.waitFor('→ INBOX');
	screen.press('c');
	await screen.waitFor('(w to change)');
	expect(screen.text()).toContain('(^p)');
	screen.press('v');
	screen.press('w');
	await screen.waitFor('counts, sizes, flags and dates');
	screen.press('esc');
	await screen.waitFor('Folders  2 of 5');
	screen.press('ctrl+p');
	await toProgress(screen);
	await screen.waitFor(' z pause');
	screen.press('z');
	await screen.waitFor('paused; z goes on');
	screen.press('H');
	expect(await screen.waitFor('Keys: Progress')).toMatch(/^ +z {2,}hold at the next safe point/m);
});
