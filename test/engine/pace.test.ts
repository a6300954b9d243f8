import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import type {Account} from '../../source/accounts/account.ts';
import type {Limits} from '../../source/accounts/limits.ts';
import {Control, Stopped} from '../../source/engine/control.ts';
import {Pace} from '../../source/engine/pace.ts';
import {Journal} from '../../source/journal/journal.ts';
import {Problem} from '../../source/problem.ts';
import {scratchFolder} from '../servers/scratch.ts';

const account = {host: 'imap.example.it', port: 993, security: 'tls', user: 'mario'} as const;
const other = {...account, host: 'imap.example.com'};
const hour = 3_600_000;
/** Half past some hour. */
const start = 500_000 * hour + hour / 2;

beforeEach(async () => {
	process.env.TRASLOCO_HOME = await scratchFolder('pace');
	vi.useFakeTimers({now: start});
});

afterEach(() => {
	vi.useRealTimers();
});

function paceOf(from: Limits, to: Limits = {}): Pace {
	return new Pace({...account, limits: from}, {...other, limits: to}, 'this');
}

/** Milliseconds that it takes until so much has passed. */
async function waited(pace: Pace, messages: number, bytes: number): Promise<number> {
	const before = Date.now();
	const passed = pace.pass(messages, bytes, new Control());
	await vi.runAllTimersAsync();
	await passed;
	return Date.now() - before;
}

/** Milliseconds until a day's limit lets more pass. */
async function held(pace: Pace, bytes: number): Promise<number | undefined> {
	const error = await pace.pass(1, bytes, new Control()).then(
		() => undefined,
		reason => reason,
	);
	if (error === undefined) return undefined;
	expect(error).toBeInstanceOf(Problem);
	expect(error.data).toMatchObject({code: 'day-used-up'});
	return error.data.pauseMs;
}

/** The journal of a run beside the one that is paced. */
function otherRun(from: Account, to: Account) {
	const journal = Journal.create({
		run: 'another',
		from,
		to,
		verify: 'full',
		markRead: false,
		staging: 'trasloco-another',
		folders: [],
		findings: [],
	});
	return Object.assign(journal, {[Symbol.dispose]: () => journal.close()});
}

describe('a pace', () => {
	test('without limits waits for nothing', async () => {
		const pace = paceOf({});
		for (let round = 0; round < 5; round++) expect(await waited(pace, 1000, 1e9)).toBe(0);
	});

	test('keeps to the lower of both sides, in bytes and in messages', async () => {
		const pace = paceOf({bytesPerSecond: 1000, messagesPerSecond: 10}, {bytesPerSecond: 500});
		expect(await waited(pace, 1, 1000)).toBe(0);
		expect(await waited(pace, 30, 10)).toBe(2000);
		expect(await waited(pace, 1, 1)).toBe(3000);
	});

	test('that is stopped while it waits passes nothing', async () => {
		const pace = paceOf({messagesPerSecond: 1});
		const control = new Control();
		await pace.pass(3600, 1, control);
		const passed = pace.pass(1, 1, control);
		control.stop();
		await expect(passed).rejects.toThrow(Stopped);
	});

	test('holds what is over the limit of a day until the hours that used it up are a day ago', async () => {
		const pace = paceOf({}, {bytesPerDay: 1000});
		expect(await held(pace, 600)).toBeUndefined();
		vi.setSystemTime(start + 2 * hour);
		expect(await held(pace, 300)).toBeUndefined();
		// 600 bytes go at the end of the 24th hour, 300 two hours after.
		expect(await held(pace, 200)).toBe(21.5 * hour);
		expect(await held(pace, 900)).toBe(23.5 * hour);
		vi.setSystemTime(start + 23.5 * hour);
		expect(await held(pace, 200)).toBeUndefined();
		expect(await held(pace, 600)).toBe(2 * hour);
	});

	test('lets one message pass that is larger than a whole day', async () => {
		const pace = paceOf({bytesPerDay: 1000});
		expect(await held(pace, 5000)).toBeUndefined();
		expect(await held(pace, 1)).toBe(23.5 * hour);
	});

	test('tells a wait that a person would take for a stall', async () => {
		const told: number[] = [];
		const limits = {bytesPerSecond: 1000};
		const pace = new Pace({...account, limits}, other, 'this', waitMs => told.push(waitMs));
		await waited(pace, 1, 1000);
		await waited(pace, 1, 40_000);
		expect(told).toEqual([]);
		expect(await waited(pace, 1, 1)).toBe(40_000);
		expect(told).toEqual([40_000]);
	});

	test('learns within a minute or so what a run beside it uses of the day', async () => {
		const pace = paceOf({bytesPerDay: 1000});
		expect(await held(pace, 100)).toBeUndefined();
		using journal = otherRun(account, other);
		journal.intend('stage', [], 700);
		vi.setSystemTime(start + 61_000);
		expect(await held(pace, 300)).toBe(23.5 * hour - 61_000);
		expect(await held(pace, 200)).toBeUndefined();
	});

	test.each([
		{name: 'the source', from: account, to: {...other, user: 'somebody'}, limited: 'source'},
		{name: 'the destination', from: {...account, user: 'somebody'}, to: other, limited: 'destination'},
	])('counts what other runs have copied from or to $name today', async ({from, to, limited}) => {
		const journal = otherRun(from, to);
		journal.intend('stage', [], 700);
		journal.close();
		const limits = {bytesPerDay: 1000};
		const pace = limited === 'source' ? paceOf(limits) : paceOf({}, limits);
		const elsewhere = limited === 'source' ? paceOf({}, limits) : paceOf(limits);
		expect(await held(pace, 400)).toBe(23.5 * hour);
		expect(await held(elsewhere, 400)).toBeUndefined();
	});
});
