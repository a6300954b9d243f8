import {join} from 'node:path';
import type {Side} from '../../../problem.ts';
import {Sidecar} from '../sidecar.ts';
import type {Layout} from './layout.ts';
import {type Line, line as lineSchema, mending} from './line.ts';

/** The file in a folder's directory that says what its messages' files do not. */
export const sidecarName = 'trasloco.jsonl';

/**
 * What names of files begin with that stand in a folder's directory while it is written to. With `.lock` behind it, it
 * keeps others out: of several runs, one at a time writes.
 */
export const ownName = '.trasloco';

/** A folder in a directory. */
export interface Place {
	readonly side: Side;
	readonly layout: Layout;
	readonly directory: string;
	/** What its UIDs are kept under: its path, or the one that it has for a person. */
	readonly known: string;
	readonly path: readonly string[];
	readonly selectable: boolean;
	/** False where the directory is still to be made. */
	readonly isMade: boolean;
	/** What stands in the directory. */
	readonly told?: Sidecar<Line> | undefined;
}

/** Reads what stands in a directory about its folder. @throws {Problem} `file-unreadable` */
export async function readTold(side: Side, directory: string): Promise<Sidecar<Line> | undefined> {
	const path = join(directory, sidecarName);
	return Sidecar.read(side, path, lineSchema, new Map(), side === 'source' ? mending : undefined);
}
