import process from 'node:process';
import {scenes} from '../programs.ts';
import type {ScreenOptions as Scene} from './fixtures/screens.ts';
import {type Screen, type ScreenOptions, startScreen} from './screen.ts';

/** The real screens over an engine that plays a migration, both accounts given. */
export function startScreens(scene: Scene = {}, options: ScreenOptions = {}): Screen {
	return startScreen([scenes, JSON.stringify(scene)], options);
}

/** The same in a shell that stays, so that it can be seen what the screens leave behind. */
export function startScreensInShell(scene: Scene = {}, options: ScreenOptions = {}): Screen {
	const command = `"${process.execPath}" "${scenes}" '${JSON.stringify(scene)}'`;
	return startScreen(['-c', `echo before; ${command}; echo "code=$?"; echo end`], {
		command: '/bin/bash',
		...options,
	});
}

/** Takes a choice, once they take keys: from then on one of them has the mark. */
export async function choose(screen: Screen, choice: string): Promise<void> {
	const marked = (text: string) => /^[ │|]*[▸>] (.*?) *[│|]?$/m.exec(text)?.[1];
	await screen.waitFor(text => marked(text) !== undefined);
	while (marked(screen.text()) !== choice) {
		const before = marked(screen.text());
		screen.press('down');
		// A key that comes in the first moments of a list counts for nothing: a person presses it again.
		await screen
			.waitFor(text => ![before, undefined].includes(marked(text)), {timeout: 5000})
			.catch(() => {});
	}

	screen.press('enter');
}

/**
 * From Connect, or from Folders, to the Progress screen.
 *
 * @param begun what is on the screen then
 */
export async function toProgress(screen: Screen, begun = /Progress +4 of 5/): Promise<void> {
	if ((await screen.waitFor(/Continue to the folders|Folders +2 of 5/)).includes('Continue')) {
		screen.press('c');
		await screen.waitFor(/Folders +2 of 5/);
	}

	screen.press('c');
	await screen.waitFor('Start copying');
	await choose(screen, 'Start copying');
	await screen.waitFor(begun);
}
