import {type FilesFormat, isFiles} from '../../../accounts/account.ts';
import {addressParts} from '../../../accounts/address.ts';
import {typedFiles} from '../../../accounts/parse.ts';
import {printable} from '../../../printable.ts';
import type {ProblemData, Side} from '../../../problem.ts';
import type {Remark} from '../../../stores/store.ts';
import type {KeyLabels} from '../../keymap.ts';
import type {UiSentences, Words} from '../../services.ts';
import type {Tone} from '../../theme.ts';
import {fieldsOf} from './connect-form.ts';
import type {ConnectState, Lookup, SideStatus} from './connect-shape.ts';
import {shownFingerprint} from './connect-state.ts';
import {foundFor} from './lookup.ts';
import {seenFor} from './typed-path.ts';

/** One line of what is known of a side. */
export interface StatusLine {
	readonly mark: 'ok' | 'warn' | 'fail' | 'wait' | 'dot';
	readonly tone: Tone;
	readonly text: string;
	/** The same in a few words, for where not all lines fit; the notice says it in full. */
	readonly short?: string;
}

const okLine = (text: string): StatusLine => ({mark: 'ok', tone: 'ok', text});
const warnLine = (text: string): StatusLine => ({mark: 'warn', tone: 'warn', text});

/** What went wrong with a login; where a certificate can be looked at and trusted here, the key for that. */
export function wordConnectProblem(
	problem: ProblemData,
	sentences: UiSentences,
	key: KeyLabels,
): {readonly what: string; readonly hint: string} {
	const {what, hint} = sentences.problem(problem, key('connect.more'));
	if (shownFingerprint(problem) === undefined) return {what, hint};
	return {what, hint: sentences.screens.connect.certificateHint(key('connect.certificate'))};
}

/** What a side says of itself: how its server was found, and how far its login is, what it holds, or exactly what is wrong. */
export function sideLines(
	state: ConnectState,
	side: Side,
	sentences: UiSentences,
	key: KeyLabels,
): readonly StatusLine[] {
	if (!state.needs.includes(side)) {
		return [{mark: 'dot', tone: 'dim', text: sentences.screens.connect.notNeeded}];
	}

	const status = state.status[side];
	const isOfFiles = fieldsOf(state.forms[side]).includes('format');
	// How a server was found does not say why it refuses; what is at a path does.
	const found = status.kind === 'failed' && !isOfFiles ? [] : foundLines(state, side, sentences, key);
	return [...found, ...statusLines(status, side, sentences, key)];
}

/** What is known of the server of an address that was typed. */
function foundLines(
	state: ConnectState,
	side: Side,
	{screens, browserOnly}: UiSentences,
	key: KeyLabels,
): readonly StatusLine[] {
	const words = screens.connect;
	const typed = typedFiles(state.forms[side].address.trim());
	if (typed !== undefined)
		return typed.format === undefined ? [] : filesLines(state, side, typed.format, words);
	const found = foundFor(state, side);
	if (found !== undefined) {
		const {how, provider, ownName, assured, account} = found;
		const form = state.forms[side];
		const isNameOpen = ownName && form.user === account.user;
		const isByPassword = form.terms.oauth === undefined;
		const browser = isByPassword ? browserOnly(side, account.host, key('connect.more')) : undefined;
		return [
			okLine(words.found(how)),
			...(isNameOpen ? [warnLine(words.ownName(provider ?? ''))] : []),
			...(browser === undefined ? [] : [warnLine(browser)]),
			...(assured ? [] : [warnLine(words.notAssured)]),
		];
	}

	const lookup: Lookup | undefined = state.lookups[side];
	const {address, server} = state.forms[side];
	if (lookup === undefined || server !== '' || lookup.address !== address.trim()) return [];
	if (lookup.answer === 'waiting') return [{mark: 'wait', tone: 'accent', text: words.looking}];
	return [warnLine(words.noServer(addressParts(lookup.address)?.domain ?? ''))];
}

/** What is at a path, and why its format is what it is. */
function filesLines(
	state: ConnectState,
	side: Side,
	format: FilesFormat,
	words: Words['connect'],
): readonly StatusLine[] {
	const look = seenFor(state, side);
	const isSource = side === 'source';
	if (look?.isZip && !isSource) return [warnLine(words.zipNotWritten)];
	const zip = look?.isZip ? [okLine(words.zip)] : [];
	switch (look?.kind) {
		case 'mail':
			return [
				...zip,
				look.format === format
					? okLine(words.formatTold[format])
					: warnLine(words.formatOther(words.format[look.format])),
			];
		case 'new':
			return isSource
				? [warnLine(words.filesNone)]
				: [okLine(words.filesNew), {mark: 'dot', tone: 'plain', text: words.formatWhy[format]}];
		case 'other':
			return [warnLine(words.filesOther)];
		case 'unreadable':
		case undefined:
			return [];
	}
}

/** What there is to say of files besides their mail; the plan says the same. */
function wordRemark({kind, what, why, count}: Remark, {finding}: UiSentences): string {
	return finding({
		...{kind, severity: 'note', count},
		...(what === undefined ? {} : {params: {what}}),
		...(why === undefined ? {} : {server: why}),
	});
}

function connectingText(
	{unpacking}: Extract<SideStatus, {kind: 'connecting'}>,
	words: Words['connect'],
): string {
	return unpacking === undefined ? words.connecting : words.unpacking(unpacking.bytes, unpacking.total);
}

function statusLines(
	status: SideStatus,
	side: Side,
	sentences: UiSentences,
	key: KeyLabels,
): readonly StatusLine[] {
	const words = sentences.screens.connect;
	switch (status.kind) {
		case 'idle':
			return [{mark: 'dot', tone: 'dim', text: words.idle}];
		case 'connecting':
			return [{mark: 'wait', tone: 'accent', text: connectingText(status, words)}];
		case 'failed': {
			const {what, hint} = wordConnectProblem(status.problem, sentences, key);
			return [
				{
					mark: 'fail',
					tone: 'fail',
					text: what,
					short: status.problem.code === 'login-refused' ? words.refused : words.failed,
				},
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
			const writable = side === 'source' ? words.readOnly : words.writable;
			if (isFiles(status.account)) {
				const free = limit === undefined ? undefined : limit - (info.quota?.usedBytes ?? 0);
				return [
					okLine(words.holds(info.folders.length, messages, bytes)),
					...(info.dialects ?? []).map(([name, messages]) => okLine(words.dialect(name, messages))),
					...(info.remarks ?? []).map(remark => warnLine(wordRemark(remark, sentences))),
					...(free === undefined || side === 'source' ? [] : [okLine(words.diskFree(free))]),
					okLine(writable),
				];
			}
			return [
				okLine(info.server === undefined ? words.connectedPlain : words.connected(printable(info.server))),
				okLine(words.holds(info.folders.length, messages, bytes)),
				limit === undefined
					? {mark: 'dot', tone: 'dim', text: words.noQuota}
					: okLine(words.quota(info.quota?.usedBytes, limit)),
				okLine(writable),
			];
		}
	}
}
