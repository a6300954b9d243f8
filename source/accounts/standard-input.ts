import type {Socket} from 'node:net';
import {createInterface} from 'node:readline';

/** The first lines of standard input, without their ends; fewer where it ends before. What else comes is not waited for. */
export async function firstLines(count: number): Promise<readonly string[]> {
	const lines: string[] = [];
	if (count === 0) return lines;
	const stdin: Partial<Socket> & NodeJS.ReadableStream = process.stdin;
	for await (const line of createInterface({input: stdin, crlfDelay: Number.POSITIVE_INFINITY})) {
		lines.push(line);
		if (lines.length === count) break;
	}

	// A pipe that stays open would keep the program from ending; a file has no such thing.
	stdin.unref?.();
	return lines;
}
