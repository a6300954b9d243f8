import process from 'node:process';
import {fileURLToPath} from 'node:url';
import type {ScreenOptions as Scene} from './fixtures/screens.ts';
import {type Screen, type ScreenOptions, startScreen} from './screen.ts';

export const scenes = fileURLToPath(new URL('fixtures/screens.ts', import.meta.url));

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

/** From Connect, or from Folders, to the Progress screen. */
export async function toProgress(screen: Screen): Promise<void> {
	if ((await screen.waitFor(/Continue to the folders|Folders +2 of 5/)).includes('Continue')) {
		screen.press('c');
		await screen.waitFor(/Folders +2 of 5/);
	}

	screen.press('c');
	await screen.waitFor('Start copying');
	// The choices take no key in their first moments.
	for (let tries = 0; !/[▸>] Start copying/.test(screen.text()); tries++) {
		screen.press('down');
		await screen.waitFor(/[▸>] Start copying/, {timeout: 400}).catch((error: unknown) => {
			if (tries === 20) throw error;
		});
	}
	screen.press('enter');
	await screen.waitFor(/Progress +4 of 5/);
}
