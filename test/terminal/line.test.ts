import {setTimeout as pass} from 'node:timers/promises';
import {afterEach, describe, expect, it} from 'vitest';
import {killScreens, type Screen} from './screen.ts';
import {startScreens, toProgress} from './screens.ts';

afterEach(killScreens);

/** What comes in the next seconds; time is what is measured here. */
async function measure(screen: Screen, seconds: number): Promise<{bytes: number; frames: number}> {
	const {bytes, frames} = screen;
	await pass(seconds * 1000);
	return {bytes: screen.bytes - bytes, frames: screen.frames - frames};
}

/** Ends when the screen is as it stays: nothing more came for a while. */
async function settled(screen: Screen): Promise<void> {
	for (let before = -1; before !== screen.bytes; ) {
		before = screen.bytes;
		await pass(400);
	}
}

describe('the line, at 80x24 with four folders moving', () => {
	it.each([
		['at most 3 KB and 4 frames a second', {slow: false}, 3000, 4],
		['at most 1 KB and one frame a second where it is slow', {slow: true}, 1000, 1],
	])('costs %s', async (_, ui, bytes, frames) => {
		const screen = startScreens({play: 'four-folders', ui});
		await toProgress(screen);
		await screen.waitFor(/^ » Archivio\/2024/m);
		const seconds = 5;
		const sent = await measure(screen, seconds);
		expect(sent.bytes).toBeGreaterThan(50 * seconds);
		expect(sent.bytes).toBeLessThan(bytes * seconds);
		expect(sent.frames).toBeLessThanOrEqual(frames * seconds + 1);
	});

	it('shows a key that is pressed at once, also where it is slow', async () => {
		const screen = startScreens({play: 'four-folders', ui: {slow: true}});
		await toProgress(screen);
		const began = performance.now();
		screen.press('?');
		await screen.waitFor('Keys: Progress');
		expect(performance.now() - began).toBeLessThan(900);
	});
});

describe('for a screen reader', () => {
	it('counts that move are no news, a tenth of the way is', async () => {
		const screen = startScreens({play: 'four-folders', ui: {screenReader: true}});
		await toProgress(screen);
		await screen.waitFor('0 % of 400,000 messages');
		await settled(screen);
		// Some 2,000 events come meanwhile.
		expect((await measure(screen, 3)).bytes, screen.describe()).toBe(0);
	});
});

describe('an idle screen sends nothing', () => {
	it('on Connect, Folders, a dialog, Review, while paused, and on Result', async () => {
		const screen = startScreens({tick: 300, step: 100_000});
		const expectSilence = async () => {
			await settled(screen);
			expect(await measure(screen, 1.2), screen.describe()).toEqual({bytes: 0, frames: 0});
		};
		await screen.waitFor('Continue to the folders');
		await expectSilence();
		screen.press('c');
		await screen.waitFor('Folders  2 of 5');
		await expectSilence();
		screen.press('?');
		await screen.waitFor('Keys: Folders');
		await expectSilence();
		screen.press('esc');
		await screen.waitFor(text => text.includes('Folders  2 of 5') && !text.includes('Keys: Folders'));
		await toProgress(screen);
		screen.press('p');
		await screen.waitFor('paused; p goes on');
		await expectSilence();
		screen.press('p');
		await screen.waitFor('Result  5 of 5');
		await expectSilence();
	});
});
