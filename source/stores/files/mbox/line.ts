import {z} from 'zod';
import type {MboxDialect} from '../../../accounts/account.ts';
import {internalDate, type Mending, number32} from '../sidecar.ts';
import type {Place} from './place.ts';
import type {Damage} from './scan.ts';

const offset = z.number().int().nonnegative();

const damages = [
	'no-separator',
	'no-empty-line',
	'cut-off',
	'wrong-length',
	'nuls',
	'quoted',
	'quoted-signed',
] as const satisfies readonly Damage[];

/** What is known of one message of an mbox file. Offsets are in bytes from the beginning of the file. */
export const lineSchema = z.object({
	uid: number32,
	/** Of its line `From …`. */
	start: offset,
	/** Where the message itself begins and ends. */
	from: offset,
	to: offset,
	/** Where the next one begins. */
	next: offset,
	/** Parts that are no part of the message, in bytes from `from`. */
	cuts: z.array(z.tuple([offset, offset])).optional(),
	/** Which lines have a `>` too many; every one where it is absent (mboxrd). */
	quoting: z.enum(['single', 'none']).optional(),
	/** Lines that end in LF alone, by their numbers; none where it is empty, not known where it is absent. */
	bare: z.array(z.tuple([offset, offset])).optional(),
	/** How long the message is. */
	bytes: offset,
	/** SHA-256 of what is in the file between `from` and `to`, the first 24 letters of its base64url. */
	hash: z.string(),
	flags: z.array(z.string()),
	date: internalDate,
	/** Gmail's labels. */
	labels: z.array(z.string()).optional(),
	damage: z.array(z.enum(damages)).optional(),
	/** No message any more, but still in the file: deleted in Thunderbird, or taken out by this program. */
	gone: z.enum(['deleted', 'taken']).optional(),
	/** Size and time of change (in milliseconds since 1970) of the file when all up to this line was written. */
	file: z.tuple([offset, z.number()]).optional(),
});

export type Line = z.infer<typeof lineSchema>;

/** Stands for flags, or a date, that could not be read, until the file itself is: no flag and no date is this. */
export const untold = '';

/** What does not tell the message's content: the file tells it too, if less exactly. */
export const mending: Mending<Line> = {
	schema: lineSchema.extend({
		uid: number32.catch(0),
		flags: lineSchema.shape.flags.catch([untold]),
		date: internalDate.catch(untold),
		labels: lineSchema.shape.labels.catch(undefined),
		damage: lineSchema.shape.damage.catch(undefined),
		gone: lineSchema.shape.gone.catch(undefined),
		file: lineSchema.shape.file.catch(undefined),
	}),
	isSame: (one, other) => one.hash === other.hash,
};

/** Where it is, and how it is made of what is there. */
export function placeOf({from, to, cuts = [], quoting, bare, bytes}: Line): Place {
	return {
		from,
		to,
		cuts: cuts.map(([start, end]) => ({start, end})),
		quoting: quoting ?? 'every',
		...(bare ? {bare} : {}),
		bytes,
	};
}

/** The dialect that a message is taken for. */
export function dialectOf({quoting}: Line): MboxDialect {
	return quoting === 'none' ? 'mboxcl2' : quoting === 'single' ? 'mboxo' : 'mboxrd';
}
