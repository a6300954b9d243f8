import {printable} from '../../../printable.ts';
import type {ProblemData, Side} from '../../../problem.ts';
import type {KeyLabels} from '../../keymap.ts';
import type {UiSentences} from '../../services.ts';
import type {Tone} from '../../theme.ts';
import {type SideStatus, shownFingerprint} from './connect-state.ts';

/** One line of what is known of a side. */
export interface StatusLine {
	readonly mark: 'ok' | 'warn' | 'fail' | 'wait' | 'dot';
	readonly tone: Tone;
	readonly text: string;
}

const okLine = (text: string): StatusLine => ({mark: 'ok', tone: 'ok', text});

/** What went wrong with a login; where a certificate can be looked at and trusted here, the key for that. */
export function wordConnectProblem(
	problem: ProblemData,
	sentences: UiSentences,
	key: KeyLabels,
): {readonly what: string; readonly hint: string} {
	const {what, hint} = sentences.problem(problem);
	if (shownFingerprint(problem) === undefined) return {what, hint};
	return {what, hint: sentences.screens.connect.certificateHint(key('connect.certificate'))};
}

/** What a side says of itself: not connected, connecting, what it holds, or exactly what is wrong. */
export function sideLines(
	status: SideStatus,
	side: Side,
	isNeeded: boolean,
	sentences: UiSentences,
	key: KeyLabels,
): readonly StatusLine[] {
	const words = sentences.screens.connect;
	if (!isNeeded) return [{mark: 'dot', tone: 'dim', text: words.notNeeded}];
	switch (status.kind) {
		case 'idle':
			return [{mark: 'dot', tone: 'dim', text: words.idle}];
		case 'connecting':
			return [{mark: 'wait', tone: 'accent', text: words.connecting}];
		case 'failed': {
			const {what, hint} = wordConnectProblem(status.problem, sentences, key);
			return [
				{mark: 'fail', tone: 'fail', text: what},
				...(hint === '' ? [] : [{mark: 'dot', tone: 'plain', text: hint} as const]),
			];
		}
		case 'connected': {
			const {info} = status;
			const sizes = info.folders.map(folder => folder.bytes);
			const bytes = sizes.some(size => size === undefined)
				? undefined
				: sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
			const messages = info.folders.reduce((sum, folder) => sum + folder.messages, 0);
			const limit = info.quota?.limitBytes;
			return [
				okLine(info.server === undefined ? words.connectedPlain : words.connected(printable(info.server))),
				okLine(words.holds(info.folders.length, messages, bytes)),
				limit === undefined
					? {mark: 'dot', tone: 'dim', text: words.noQuota}
					: okLine(words.quota(info.quota?.usedBytes, limit)),
				okLine(side === 'source' ? words.readOnly : words.writable),
			];
		}
	}
}
