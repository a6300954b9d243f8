import {z} from 'zod';
import {internalDate, type Mending, number32} from '../sidecar.ts';

const count = z.number().int().nonnegative();

/** What is known of a message in a directory: a line of the sidecar. */
const whole = z.object({
	uid: number32,
	/** Its file's name, without what may change of it. */
	file: z.string().regex(/^(?!\.{0,2}$)[^/\0]+$/),
	/** Of its content with CRLF, and of the file: with fewer, its lines end with LF alone. */
	bytes: count,
	size: count,
	/** The file's time, in milliseconds, where it came from elsewhere. */
	mtime: z.number().optional(),
	flags: z.array(z.string()),
	/** The internal date, zone and all; absent as long as the content could not be read. */
	date: internalDate.optional(),
});

export type Line = z.infer<typeof whole>;

export const line: z.ZodType<Line> = whole.refine(isPlausible);

/** A size that makes no sense is no file's: then nothing of the line is believed but that it was there. */
export const mending: Mending<Line> = {
	schema: whole.extend({
		uid: number32.catch(0),
		bytes: count.catch(0),
		size: z.number().catch(-1),
		mtime: z.number().optional().catch(undefined),
		flags: z.array(z.string()).catch([]),
		date: internalDate.optional().catch(undefined),
	}),
	isSame: (one, other) => one.file === other.file,
};

/** Whether a file of this size can be so long with CRLF: no line is shorter than its end. */
export function isPlausible({bytes, size}: {readonly bytes: number; readonly size: number}): boolean {
	return bytes >= size && bytes <= 2 * size;
}
