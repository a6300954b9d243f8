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
