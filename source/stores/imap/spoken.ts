import type {ProblemData} from '../../problem.ts';

/** Characters of a server's words that are kept: enough for any sentence that a person is to read. */
const mostWords = 1000;

/** A server's words, of which no more are kept than a person reads. */
export function clip(words: string): string {
	return words.length > mostWords ? `${words.slice(0, mostWords)}…` : words;
}

/**
 * The pause that a server suggests, in milliseconds: `Suggested Backoff Time: 92415 milliseconds` (Exchange),
 * `try again in 5 minutes`. Undefined where it suggests none.
 */
export function suggestedPause(words: string): number | undefined {
	const match =
		/(?:back-?off|retry|try again|wait)[^\d.]{0,30}(\d{1,9}) ?(ms|milliseconds?|s|sec|seconds?|min|minutes?)\b/i.exec(
			words,
		);
	if (!match) return undefined;
	const [, amount = '', unit = ''] = match;
	const factor = /^m(?:s|illi)/i.test(unit) ? 1 : /^s/i.test(unit) ? 1000 : 60_000;
	return Number(amount) * factor;
}

/** What a problem keeps of a server's words. */
export function spoken(all: string): Pick<ProblemData, 'server' | 'pauseMs'> {
	const words = clip(all);
	const pauseMs = suggestedPause(words);
	return {...(words ? {server: words} : {}), ...(pauseMs === undefined ? {} : {pauseMs})};
}
