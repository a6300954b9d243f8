import {describe, expect, test} from 'vitest';
import {smallMessage} from '../servers/hostile.ts';
import {harmless, hostileAnswers, lying} from './hostile-answers.ts';
import {compare} from './measured.ts';

/** Megabytes of memory that the engine may ever have: an ordinary comparison takes about 110. */
const mostMemory = 700;

describe('a server that sends', () => {
	test.each(hostileAnswers)(
		'%s is told of in a sentence, in bounded time and memory',
		async (_, script, sentence) => {
			const {exitCode, stderr, stdout, peak} = await compare(script);
			expect(exitCode, stdout + stderr).toBe(5);
			expect(stderr).toMatch(sentence);
			expect(stderr).toContain('From: ');
			expect(stderr).not.toMatch(/\n\s+at |has ended unexpectedly/);
			expect(peak).toBeLessThan(mostMemory);
		},
		60_000,
	);

	test('messages far larger than it says is read in bounded memory', async () => {
		const large = `${'x'.repeat(78)}\r\n`.repeat(100_000);
		const small = lying(60, 1, smallMessage);
		const {exitCode, stderr, peak} = await compare(
			lying(60, 1, uid => smallMessage(uid) + large),
			small,
		);
		expect(exitCode, stderr).toBe(3);
		expect(peak).toBeLessThan(mostMemory);
	});

	test('messages far smaller than it says is read all the same', async () => {
		const script = lying(5, 200_000_000, smallMessage);
		const {exitCode, stderr, peak} = await compare(script, script);
		expect(exitCode, stderr).toBe(0);
		expect(peak).toBeLessThan(mostMemory);
	});

	test('numbers that there are not, and messages that nobody asked for, does no harm', async () => {
		const {exitCode, stderr, stdout} = await compare(harmless, harmless);
		expect(exitCode, stdout + stderr).toBe(0);
	});
});
