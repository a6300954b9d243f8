import {PassThrough} from 'node:stream';
import {setImmediate as turn} from 'node:timers/promises';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {createKeyStream, type KeyStream} from '../../source/ui/terminal/key-stream.ts';

/** A terminal's input without a terminal. */
class FakeTerminal extends PassThrough {
	readonly isTTY = true;
	readonly raw: boolean[] = [];

	setRawMode(isRaw: boolean): this {
		this.raw.push(isRaw);
		return this;
	}

	ref(): this {
		return this;
	}

	unref(): this {
		return this;
	}
}

let terminal: FakeTerminal;
let stream: KeyStream;
let keys: string[];

const listen = () => {
	const take = () => {
		for (let key = stream.stdin.read(); key !== null; key = stream.stdin.read()) {
			keys.push(String(key));
		}
	};

	stream.stdin.on('readable', take);
	return () => stream.stdin.removeListener('readable', take);
};

const turns = async (count: number) => {
	for (let index = 0; index < count; index++) {
		await turn();
	}
};

beforeEach(() => {
	terminal = new FakeTerminal();
	stream = createKeyStream(terminal as unknown as NodeJS.ReadStream);
	keys = [];
});

afterEach(() => {
	vi.useRealTimers();
	stream.close();
});

describe('a key stream', () => {
	it('gives one key a turn', async () => {
		listen();
		terminal.write('abc');
		await turns(2);
		expect(keys.length).toBeLessThanOrEqual(1);
		await turns(12);
		expect(keys).toEqual(['a', 'b', 'c']);
	});

	it('reads the terminal only while somebody listens', async () => {
		const stop = listen();
		terminal.write('a');
		await turns(8);
		stop();
		terminal.write('b');
		await turns(8);
		expect(keys).toEqual(['a']);
		expect(terminal.readableLength).toBe(1);
		listen();
		await turns(8);
		expect(keys).toEqual(['a', 'b']);
	});

	it('drops keys typed ahead when raw mode goes off', async () => {
		listen();
		terminal.write('abc');
		await turns(1);
		stream.stdin.setRawMode(false);
		await turns(12);
		expect(keys).not.toContain('c');
		expect(terminal.raw).toEqual([true, false]);
	});

	it('names Esc and the beginnings of sequences so that Ink need not wait', async () => {
		vi.useFakeTimers({toFake: ['setTimeout', 'clearTimeout']});
		listen();
		terminal.write('\x1b');
		await turns(4);
		await vi.advanceTimersByTimeAsync(99);
		await turns(4);
		expect(keys).toEqual([]);
		await vi.advanceTimersByTimeAsync(1);
		await turns(4);
		expect(keys).toEqual(['\x1b[27u']);
		terminal.write('\x1b[');
		await turns(4);
		await vi.advanceTimersByTimeAsync(500);
		await turns(4);
		expect(keys).toEqual(['\x1b[27u', '\x1b[91;3u']);
	});

	it('tells once that the terminal is gone, and takes a read error for that', async () => {
		const ended = vi.fn();
		stream.onEnd(ended);
		listen();
		terminal.destroy(new Error('read EIO'));
		await turns(4);
		expect(ended).toHaveBeenCalledOnce();
	});

	it('leaves the terminal alone once it is closed', () => {
		listen();
		stream.close();
		expect(terminal.raw).toEqual([true, false]);
		expect(terminal.listenerCount('data')).toBe(0);
		expect(terminal.isPaused()).toBe(true);
	});
});
