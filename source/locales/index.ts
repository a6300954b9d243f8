import type {Finding} from '../journal/finding.ts';
import {printable} from '../printable.ts';
import type {ProblemData, Side} from '../problem.ts';
import {certified} from './en/certified.ts';
import {commands} from './en/commands.ts';
import {findings} from './en/findings.ts';
import {problems} from './en/problems.ts';
import {refusal} from './en/refusal.ts';
import {screens} from './en/screens.ts';
import {createFormat, type Format} from './format.ts';
import {certified as certificata} from './it/certified.ts';
import {commands as comandi} from './it/commands.ts';
import {findings as segnalazioni} from './it/findings.ts';
import {problems as problemi} from './it/problems.ts';
import {refusal as rifiuto} from './it/refusal.ts';
import {screens as schermate} from './it/screens.ts';
import {type Language, languageOf} from './language.ts';
import {wordBrowserOnly, wordRefusal} from './refusal.ts';
import type {Certified, Wording} from './wording.ts';

export {type Language, languageOf} from './language.ts';

/** All sentences of one language. What comes from outside is made printable here. */
export interface Sentences {
	readonly language: Language;
	readonly format: Format;
	readonly commands: typeof commands;
	readonly screens: typeof screens;
	/** Words for certified mail. */
	readonly certified: Certified;
	/**
	 * What happened, on which side, in the server's own words; and what a person can do.
	 *
	 * @param more on screens, the key that opens what few accounts need; without one, options are named
	 */
	problem(data: ProblemData, more?: string): Wording;
	/** What to know before a login where only a login by browser is taken; undefined elsewhere. @param more as above */
	browserOnly(side: Side, host: string, more?: string): string | undefined;
	/** A finding in one line: where, which message, what. */
	finding(finding: Finding): string;
	/** The same without the folders, for where they stand beside it. */
	findingAlone(finding: Finding): string;
}

/** The sentences of a language; of the environment's where none is named. */
export function sentences(language: Language = languageOf(process.env)): Sentences {
	const words =
		language === 'it'
			? {
					commands: comandi,
					screens: schermate,
					problems: problemi,
					findings: segnalazioni,
					refusal: rifiuto,
					certified: certificata,
				}
			: {commands, screens, problems, findings, refusal, certified};
	const format = createFormat(language);
	/** Where a login by browser is asked for. */
	const browser = (side: Side | undefined, more: string | undefined) =>
		more === undefined ? oauthOption(side) : `“${words.screens.connect.terms.name.oauth}” (${more})`;
	const alone = (finding: Finding) => {
		const safe = printableFinding(finding);
		const server = safe.server ? `: "${safe.server}"` : '';
		return [messageOf(safe, format), words.findings[safe.kind](safe) + server].filter(Boolean).join(': ');
	};

	return {
		language,
		format,
		commands: words.commands,
		screens: words.screens,
		certified: words.certified,
		problem(data, more) {
			const {what, hint} = words.problems[data.code](printableParams(data.params));
			const side = data.side ? `${words.screens.side[data.side]}: ` : '';
			const server = data.server ? `: "${printable(data.server)}"` : '';
			return {
				what: `${side}${what}${server}`,
				hint: wordRefusal(data, words.refusal, browser(data.side, more)) ?? hint,
			};
		},
		browserOnly: (side, host, more) => wordBrowserOnly(host, words.refusal, browser(side, more)),
		finding: finding => [printable(placeOf(finding)), alone(finding)].filter(Boolean).join(': '),
		findingAlone: alone,
	};
}

/** What asks for a login by browser on the command line. */
function oauthOption(side: Side | undefined): string {
	if (side === undefined) return '--from-oauth, --to-oauth';
	return side === 'source' ? '--from-oauth' : '--to-oauth';
}

function placeOf({source, destination}: Finding): string {
	return [source, destination === source ? undefined : destination].filter(Boolean).join(' → ');
}

function messageOf({message, sourceUid, destinationUid}: Finding, format: Format): string {
	const uid = sourceUid ?? destinationUid;
	if (!message) return uid === undefined ? '' : `UID ${uid}`;
	const date = message.date === undefined ? undefined : dateOf(message.date, format);
	const subject = message.subject === undefined ? undefined : `"${message.subject}"`;
	const size = message.bytes === undefined ? undefined : format.bytes(message.bytes);
	return [date, message.from, subject, size, uid === undefined ? undefined : `UID ${uid}`]
		.filter(Boolean)
		.join(', ');
}

function dateOf(text: string, format: Format): string {
	const value = Date.parse(text);
	return Number.isNaN(value) ? text : format.date(value);
}

/** Every text of a finding may come from a server. */
function printableFinding(finding: Finding): Finding {
	const {message} = finding;
	return {
		...finding,
		...(finding.source === undefined ? {} : {source: printable(finding.source)}),
		...(finding.destination === undefined ? {} : {destination: printable(finding.destination)}),
		...(finding.kept === undefined ? {} : {kept: printable(finding.kept)}),
		...(finding.server === undefined ? {} : {server: printable(finding.server)}),
		...(finding.params === undefined ? {} : {params: printableParams(finding.params)}),
		...(message === undefined
			? {}
			: {
					message: {
						...message,
						...(message.date === undefined ? {} : {date: printable(message.date)}),
						...(message.from === undefined ? {} : {from: printable(message.from)}),
						...(message.subject === undefined ? {} : {subject: printable(message.subject)}),
					},
				}),
	};
}

function printableParams(params: ProblemData['params']): Record<string, string | number> {
	const entries = Object.entries(params ?? {});
	return Object.fromEntries(
		entries.map(([name, value]) => [name, typeof value === 'string' ? printable(value) : value]),
	);
}
