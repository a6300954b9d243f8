import {expect, test} from 'vitest';
import {readAhead} from '../../../source/stores/imap/reading.ts';
import {Unusable} from '../../../source/stores/imap/unusable.ts';

const megabyte = 1024 * 1024;
const nothingRefused: ReadonlySet<number> = new Set();

function wanted(count: number, bytes: number) {
	const messages = Array.from({length: count}, (_, index) => ({uid: index + 1, bytes}));
	return [{folder: 'INBOX', uidValidity: 1, messages}];
}

test('messages that have no size, as the server says, are asked for so many at once and no more', async () => {
	let underWay = 0;
	let most = 0;
	const read = readAhead(wanted(100_000, 0), megabyte, async batch => {
		underWay++;
		most = Math.max(most, underWay);
		await new Promise(resolve => setImmediate(resolve));
		underWay--;
		expect(batch.messages.length).toBeLessThanOrEqual(200);
		return nothingRefused;
	});
	let count = 0;
	for await (const messages of read) count += messages.length;
	expect(count).toBe(100_000);
	expect(most).toBeLessThanOrEqual(16);
});

test('what comes counts with the size that it has: far more than was asked for is refused', async () => {
	const content = Buffer.alloc(2 * megabyte);
	let delivered = 0;
	const read = readAhead(wanted(1000, 1), megabyte, async ({folder, messages}, onMessage) => {
		for (const {uid, bytes} of messages) {
			onMessage({folder, uid, bytes, flags: [], internalDate: '', content});
			delivered++;
		}

		return nothingRefused;
	});
	const all = async () => {
		for await (const _ of read);
	};
	await expect(all()).rejects.toThrow(Unusable);
	expect(delivered).toBeLessThan(150);
});

test('a reader that is slow stops the asking, whatever sizes were told', async () => {
	const content = Buffer.alloc(megabyte);
	let asked = 0;
	const read = readAhead(wanted(1000, 1), megabyte, async ({folder, messages}, onMessage) => {
		asked += messages.length;
		for (const {uid, bytes} of messages.slice(0, 1))
			onMessage({folder, uid, bytes, flags: [], internalDate: '', content});
		return nothingRefused;
	});
	await read.next();
	expect(asked).toBeLessThanOrEqual(200);
	await read.return();
});

test('messages are handed on in the order of the asking, however a server mixes its answers', async () => {
	const content = Buffer.alloc(1000);
	const first = Promise.withResolvers<void>();
	let asked = 0;
	const read = readAhead(wanted(1000, 1000), megabyte, async ({folder, messages}, onMessage) => {
		// The first batch is answered last.
		if (asked++ === 0) await first.promise;
		else if (asked === 5) first.resolve();
		for (const {uid, bytes} of messages)
			onMessage({folder, uid, bytes, flags: [], internalDate: '', content});
		return nothingRefused;
	});
	const uids: number[] = [];
	for await (const messages of read) uids.push(...messages.map(({uid}) => uid));
	expect(asked).toBe(5);
	expect(uids).toEqual(Array.from({length: 1000}, (_, index) => index + 1));
});

test('what could not be read does not hold up what comes behind it', async () => {
	const content = Buffer.alloc(1000);
	let asked = 0;
	const read = readAhead(wanted(400, 1000), megabyte, async ({folder, messages}, onMessage) => {
		if (asked++ === 0) return new Set(messages.map(({uid}) => uid));
		for (const {uid, bytes} of messages)
			onMessage({folder, uid, bytes, flags: [], internalDate: '', content});
		return nothingRefused;
	});
	const uids: number[] = [];
	for await (const messages of read) uids.push(...messages.map(({uid}) => uid));
	expect(uids).toEqual(Array.from({length: 200}, (_, index) => index + 201));
});
