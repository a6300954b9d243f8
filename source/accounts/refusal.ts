import type {ProblemData} from '../problem.ts';
import {type Provider, providerOfServer} from './providers.ts';

/** Why a server says that it refuses a login; `locales/` words it. */
export type RefusalReason =
	| 'oauth'
	| 'app-password'
	| 'two-step'
	| 'imap-off'
	/** Something has to be done on the web first: a first login, a new password, an agreement. */
	| 'web-login'
	| 'locked'
	| 'expired'
	| 'encryption'
	/** Who logs in is known, and has no rights over this mailbox. */
	| 'no-rights'
	| 'ask-provider'
	| 'too-many'
	| 'in-use';

/** What servers say in words, whatever code they send; as met at Gmail, Microsoft, Yahoo, Zoho, Dovecot and PEC providers. */
const words: readonly (readonly [RefusalReason, RegExp])[] = [
	['oauth', /basic ?auth|oauth|modern auth/i],
	['app-password', /app(?:lication)?[- ](?:specific[- ])?password/i],
	['web-login', /web ?(?:browser|login|mail login|alert)|log ?in (?:via|on|with|using) (?:the |your )?web/i],
	[
		'imap-off',
		/not enabled for imap|imap (?:access |service )?(?:is |has been )?(?:disabled|not enabled|switched off|turned off|non abilitato|disabilitato)|enable imap/i,
	],
	['two-step', /two[- ]?(?:step|factor)|second factor|due fattori|\b2fa\b/i],
	[
		'locked',
		/(?:account|mailbox|user|casella|utente)\b.{0,40}\b(?:locked|blocked|suspended|disabled|bloccat[ao]|sospes[ao]|disabilitat[ao])|too many (?:failed|invalid|wrong|bad)|too many login (?:attempts|failures)/i,
	],
	['expired', /(?:password|credentials?)\b.{0,20}\b(?:expired|scadut[ae])|expired password/i],
	[
		'too-many',
		/too many (?:simultaneous |concurrent )?(?:connections|sessions|logins)|maximum number of connections/i,
	],
];

/** What the response codes of RFC 5530, 3 say of a login. AUTHENTICATIONFAILED is what all refusals are. */
const codes: ReadonlyMap<string, RefusalReason> = new Map([
	['EXPIRED', 'expired'],
	['PRIVACYREQUIRED', 'encryption'],
	['AUTHORIZATIONFAILED', 'no-rights'],
	['CONTACTADMIN', 'ask-provider'],
	['LIMIT', 'too-many'],
	['INUSE', 'in-use'],
	// Gmail's, for logins that a person has to confirm in a browser.
	['WEBALERT', 'web-login'],
]);

/**
 * What is known of a login that was refused.
 *
 * @returns the reason that the server gives, in words or as a code, and the provider that the server belongs to; each
 * undefined where it is not known
 */
export function refusalOf({server = '', params = {}}: ProblemData): {
	readonly reason: RefusalReason | undefined;
	readonly provider: Provider | undefined;
} {
	// Servers say much at times; the reason is at the beginning.
	const said = server.slice(0, 1000);
	const code = /^\[([A-Z\d-]+)/i.exec(said)?.[1]?.toUpperCase() ?? '';
	const reason = words.find(([, form]) => form.test(said))?.[0] ?? codes.get(code);
	return {reason, provider: params.host === undefined ? undefined : providerOfServer(String(params.host))};
}
