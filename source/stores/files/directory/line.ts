import {z} from 'zod';
import {internalDate, number32} from '../sidecar.ts';

/** What is known of a message in a directory: a line of the sidecar. */
export const line = z.object({
	uid: number32,
	/** Its file's name, without what may change of it. */
	file: z.string(),
	/** Of its content with CRLF, and of the file: with fewer, its lines end with LF alone. */
	bytes: z.number().int().nonnegative(),
	size: z.number().int().nonnegative(),
	/** The file's time, in milliseconds, where it came from elsewhere. */
	mtime: z.number().optional(),
	flags: z.array(z.string()),
	/** The internal date, zone and all; absent as long as the content could not be read. */
	date: internalDate.optional(),
});
