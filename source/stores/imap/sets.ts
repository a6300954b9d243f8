/** UIDs as a sequence set: `[1,2,3,7]` is `1:3,7` (RFC 9051, 9, sequence-set). The order is kept. */
export function toSet(uids: readonly number[]): string {
	const parts: string[] = [];
	for (let index = 0; index < uids.length; index++) {
		const first = uids[index] ?? 0;
		let last = first;
		while (uids[index + 1] === last + 1) {
			index++;
			last++;
		}

		parts.push(first === last ? String(first) : `${first}:${last}`);
	}

	return parts.join(',');
}

/**
 * The UIDs of a set in the order that it names them, as COPYUID and APPENDUID give them (RFC 4315, 3: a
 * range may be written either way round and means ascending order).
 *
 * @throws {RangeError} where it is no set, or names more than `limit` messages
 */
export function fromSet(set: string, limit = 1_000_000): number[] {
	const uids: number[] = [];
	for (const part of set.split(',')) {
		const match = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(part);
		if (!match) throw new RangeError(`no set of UIDs: ${set.slice(0, 80)}`);
		const a = Number(match[1]);
		const b = Number(match[2] ?? match[1]);
		const [low, high] = a <= b ? [a, b] : [b, a];
		if (uids.length + high - low >= limit) throw new RangeError(`a set of more than ${limit} messages`);
		for (let uid = low; uid <= high; uid++) uids.push(uid);
	}

	return uids;
}

/** Cuts UIDs into sets that fit a command line (RFC 7162, 4 advises 8,192 octets; we stay well below). */
export function* inSets(uids: readonly number[], most = 1000): Generator<readonly number[]> {
	let start = 0;
	while (start < uids.length) {
		// A long set of single numbers is what makes a line long: 10 digits and a comma each.
		const part = uids.slice(start, start + most);
		const fits = toSet(part).length <= 6000 ? part : part.slice(0, 500);
		yield fits;
		start += fits.length;
	}
}
