import type {Line} from './line.ts';
import type {Read} from './reading.ts';

/**
 * Which of the messages in a file are known, by their bytes: they keep their UIDs, and what is known of them; the
 * others get new ones.
 *
 * @param uidNext the first UID that is free
 * @returns in the order of their UIDs
 */
export function matched(known: Iterable<Line>, found: readonly Read[], uidNext: number): Line[] {
	const waiting = new Map<string, Line[]>();
	// Of equal ones, those that are still messages first: what was taken out may be out of the file.
	for (const line of [...known].sort((a, b) => Number(a.gone !== undefined) - Number(b.gone !== undefined))) {
		const same = waiting.get(line.hash);
		if (same) same.push(line);
		else waiting.set(line.hash, [line]);
	}

	let uid = uidNext;
	const lines = found.map((read): Line => {
		const line = waiting.get(read.hash)?.shift();
		if (!line) return {...read, uid: uid++};
		const {file: _, ...rest} = line;
		const {start, from, to, next} = read;
		return {...rest, start, from, to, next};
	});
	return lines.sort((a, b) => a.uid - b.uid);
}
