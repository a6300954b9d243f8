import {Problem, type ProblemData, type Side} from '../../problem.ts';

/** What is wrong with what a server sends. `locales/` words it. */
export type UnusableAnswer =
	/** It is no IMAP. */
	| 'malformed'
	/** A line without end. */
	| 'line'
	/** A literal, or the whole of one answer, is larger than anything that was asked for can be. */
	| 'too-large'
	/** Much more than the messages' sizes that it told. */
	| 'sizes'
	/** Nothing but what nobody asked for. */
	| 'unasked'
	/** It does not come to an end. */
	| 'endless'
	/** More folders, or messages in one folder, than there can be. */
	| 'too-many'
	/** A folder's name is too long, or no name can be so. */
	| 'folder-name';

/** A server's answers are of no use: the connection is worth nothing after it. */
export class Unusable extends Error {
	override readonly name = 'Unusable';
	readonly why: UnusableAnswer;

	constructor(why: UnusableAnswer, cause?: unknown) {
		super(`the server's answer can't be used: ${why}`, {cause});
		this.why = why;
	}
}

/** The problem that it is. @param more what the sentence needs besides */
export function badAnswer(
	side: Side,
	why: UnusableAnswer,
	cause?: unknown,
	more: ProblemData['params'] = {},
): Problem {
	return new Problem({code: 'bad-answer', side, params: {...more, why}}, cause);
}
