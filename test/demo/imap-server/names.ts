/** Folder names and sets of numbers, as they stand on the wire. */
import {BadCommand} from './wire.ts';

/** Modified UTF-7 (RFC 3501 section 5.1.3). */
export function encodeName(name: string): string {
	return name.replace(/&|[^\x20-\x7e]+/gu, run =>
		run === '&'
			? '&-'
			: `&${Buffer.from(run, 'utf16le').swap16().toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`,
	);
}

export function decodeName(name: string): string {
	return name.replace(/&([^-]*)-/g, (_, run: string) =>
		run === '' ? '&' : utf16(Buffer.from(run.replaceAll(',', '/'), 'base64')),
	);
}

function utf16(bytes: Buffer): string {
	return bytes.length % 2 === 0 ? Buffer.from(bytes).swap16().toString('utf16le') : '\ufffd';
}

/** Whether this is modified UTF-7 in the one form that it may have. */
export function isEncodedName(name: string): boolean {
	return encodeName(decodeName(name)) === name;
}

/** `*` matches anything, `%` anything but the delimiter. */
export function matcherOf(pattern: string, delimiter: string): (name: string) => boolean {
	const other = `[^${delimiter.replace(/[\\\]^]/g, '\\$&')}]`;
	const source = pattern.replace(/[\\^$.*+?()[\]{}|%]/g, character =>
		character === '*' ? '.*' : character === '%' ? `${other}*` : `\\${character}`,
	);
	const exact = new RegExp(`^${source}$`, 's');
	const inbox = new RegExp(`^${source}$`, 'si');
	return name => (name === 'INBOX' ? inbox : exact).test(name);
}

/**
 * @param last what `*` stands for.
 * @returns whether a number is in the set. `5:*` always holds the last number (RFC 3501, "seq-range").
 */
export function parseSet(set: string, last: number): (number: number) => boolean {
	const ranges = set.split(',').map(part => {
		const ends = /^(\d+|\*)(?::(\d+|\*))?$/.exec(part);
		if (!ends) {
			throw new BadCommand('Invalid set');
		}

		const [from, to] = [ends[1], ends[2] ?? ends[1]].map(end => (end === '*' ? last : Number(end)));
		return {low: Math.min(from ?? 0, to ?? 0), high: Math.max(from ?? 0, to ?? 0)};
	});
	return number => ranges.some(({low, high}) => number >= low && number <= high);
}

/** 1,2,3,7 becomes `1:3,7`. Order is kept, as COPYUID needs. */
export function formatSet(numbers: readonly number[]): string {
	const ranges: {from: number; to: number}[] = [];
	for (const number of numbers) {
		const range = ranges.at(-1);
		if (range && number === range.to + 1) {
			range.to = number;
		} else {
			ranges.push({from: number, to: number});
		}
	}

	return ranges.map(({from, to}) => (from === to ? `${from}` : `${from}:${to}`)).join(',');
}
