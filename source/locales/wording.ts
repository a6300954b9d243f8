import type {CertifiedKind} from '../certified/kind.ts';
import type {Verdict} from '../certified/verdict.ts';
import type {Finding, FindingKind} from '../journal/finding.ts';
import type {ProblemCode, ProblemData} from '../problem.ts';
import type {SettingsFault} from '../settings.ts';
import type {UnusableAnswer} from '../stores/imap/unusable.ts';

/** What happened, and what a person can do. */
export interface Wording {
	readonly what: string;
	readonly hint: string;
}

export type Params = NonNullable<ProblemData['params']>;

/** The sentences of one language for every problem. Side and server's words are put around them. */
export type Problems = Readonly<Record<ProblemCode, (params: Params) => Wording>>;

/** The same for what is wrong with a command line: the `why` of a `usage` problem. */
export type UsageProblems = Readonly<Record<UsageReason, (params: Params) => Wording>>;

/** The same for what is wrong with a setting: the `why` of `settings-unreadable`. */
export type SettingsProblems = Readonly<Record<SettingsFault, (params: Params) => string>>;

/** The sentences of one language for every finding. Folders, message and server's words are put around them. */
export type Findings = Readonly<Record<FindingKind, (finding: Finding) => string>>;

/** The words of one language for certified mail: its kinds, and what the check of a signature came to. */
export interface Certified {
	readonly kinds: Readonly<Record<CertifiedKind, string>>;
	/** The same for a narrow column. */
	readonly shortKinds: Readonly<Record<CertifiedKind, string>>;
	/** In a sentence of their own. */
	readonly verdicts: Readonly<Record<Verdict, string>>;
	/** Labels of what a certified message says of itself. */
	readonly fields: Readonly<
		Record<
			'kind' | 'sender' | 'recipients' | 'receipt' | 'delivery' | 'reference' | 'provider' | 'date' | 'error',
			string
		>
	>;
	readonly andMore: string;
	readonly unreadable: string;
	/** The head of a column of numbers. */
	readonly columns: Readonly<Record<Verdict, string>>;
}

export type UsageReason =
	| 'account-scheme'
	| 'account-form'
	| 'account-user'
	| 'account-password'
	| 'account-port'
	| 'account-missing'
	| 'server-unknown'
	| 'server-unsure'
	| 'certificate-form'
	| 'no-terminal'
	| 'limits-form'
	| 'proxy-form'
	| 'proxy-password'
	| 'proxy-characters'
	| 'map-form'
	| 'undo-unconfirmed'
	| 'passphrase-terminal'
	| 'run-undone'
	| 'nothing-to-resume'
	| 'not-live'
	| 'other-account';

export type CertificateFault =
	| 'expired'
	| 'not-yet'
	| 'other-name'
	| 'self-signed'
	| 'unknown'
	| 'revoked'
	| 'another';

const faults: ReadonlyMap<string, CertificateFault> = new Map([
	['CERT_HAS_EXPIRED', 'expired'],
	['CERT_NOT_YET_VALID', 'not-yet'],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'other-name'],
	['HOSTNAME_MISMATCH', 'other-name'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed'],
	['SELF_SIGNED_CERT_IN_CHAIN', 'unknown'],
	['UNABLE_TO_GET_ISSUER_CERT', 'unknown'],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'unknown'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'unknown'],
	['CERT_UNTRUSTED', 'unknown'],
	['INVALID_CA', 'unknown'],
	['CERT_REVOKED', 'revoked'],
	['another', 'another'],
]);

/** What is wrong with a server's answers (the `why` of a `bad-answer`), in a language's words. */
export function answerFault(
	why: string | number | undefined,
	words: Readonly<Record<UnusableAnswer, string>>,
): string {
	return words[why as UnusableAnswer] ?? String(why ?? '');
}

/** What is wrong with a certificate, in a language's words; the code of OpenSSL or Node where none are known. */
export function certificateFault(
	code: string | number | undefined,
	words: Readonly<Record<CertificateFault, string>>,
): string {
	const fault = faults.get(String(code));
	return fault === undefined ? String(code ?? '') : words[fault];
}

/** A flag that every server has a meaning for, which is no keyword (RFC 9051, 2.3.2). */
export function isSystemFlag(flag: string | number | undefined): boolean {
	return String(flag).startsWith('\\');
}

/** A text with something before and after it; nothing at all where there is no text. */
export function around(before: string, text: string | number | undefined, after = ''): string {
	return text === undefined || text === '' ? '' : `${before}${text}${after}`;
}

/** The word that a number asks for; as text it is already grouped, so that `1.000` is not 1. */
export function plural(value: number | string, one: string, many: string): string {
	return String(value) === '1' ? one : many;
}

/** `host:port`, as far as they are known; else the language's words for a server. */
export function serverAt({host, port}: Params, otherwise: string): string {
	return around('', host, around(':', port)) || otherwise;
}

/** What a provider of access tokens may say no to. */
export type OAuthNo = 'denied' | 'late' | 'ended' | 'brief' | 'stranger' | 'scope' | 'consent';

const oauthCodes: Readonly<Record<OAuthNo, readonly string[]>> = {
	denied: ['access_denied', 'authorization_declined'],
	late: ['expired_token'],
	ended: ['invalid_grant'],
	// Our own word, for a token that nothing renews.
	brief: ['no-refresh'],
	stranger: ['invalid_client', 'unauthorized_client'],
	scope: ['invalid_scope'],
	consent: ['consent_required', 'interaction_required', 'login_required'],
};

/** A language's words for a provider's no, by the codes that providers send. */
export function oauthNos(words: Readonly<Record<OAuthNo, Wording>>): [string, Wording][] {
	const nos = Object.entries(oauthCodes) as [OAuthNo, readonly string[]][];
	return nos.flatMap(([no, codes]) => codes.map((code): [string, Wording] => [code, words[no]]));
}
