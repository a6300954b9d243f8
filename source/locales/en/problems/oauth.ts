import {around, oauthNos, type Problems, type Wording} from '../../wording.ts';
import {aServer} from './shared.ts';

/** What a provider's no means (RFC 6749, 4.1.2.1 and 5.2; RFC 8628, 3.5; OpenID Connect Core, 3.1.2.6). */
const oauthReasons: ReadonlyMap<string | number | undefined, Wording> = new Map(
	oauthNos({
		denied: {
			what: 'access was refused there',
			hint: 'Nothing was changed. Start again, and agree; an administrator may have to.',
		},
		late: {what: 'the code was not used in time', hint: 'Start again to get another one.'},
		ended: {
			what: 'what was agreed to has ended or was taken back',
			hint: 'Nothing is lost: log in again; a run that was under way can be resumed.',
		},
		brief: {
			what: 'the access token has ended, and the provider gave no means to renew it',
			hint: 'Log in again; its scope has to include offline access for runs that take longer.',
		},
		stranger: {
			what: 'it does not know trasloco by this client id, or wants another client secret',
			hint: 'Check clientId and clientSecret in settings.json, and the kind of the registration (desktop, device).',
		},
		scope: {
			what: 'what is asked for is not allowed to trasloco there',
			hint: 'Add IMAP to what its registration may ask for; settings.json, oauth: scope.',
		},
		consent: {what: 'nobody has agreed yet', hint: 'Log in again and agree; an administrator may have to.'},
	}),
);

/** What is wrong with a login by browser. */
export const oauth = {
	'oauth-unconfigured': ({why, name = 'this provider', names, variable}) =>
		why === 'provider'
			? {
					what: `no OAuth provider is known by the name ${name}`,
					hint: `Known: ${names ?? 'google, microsoft'}. Another needs its issuer and a clientId in settings.json, under oauth.`,
				}
			: {
					what: `trasloco is not registered at ${name}: it has no client id of its own there`,
					hint: `Register it there (the README says how), and give the id in settings.json, under oauth, or in ${variable ?? 'its variable'}.`,
				},
	'oauth-refused': ({name = 'the provider', reason}) => ({
		what: `${name}: ${oauthReasons.get(reason)?.what ?? `the login was refused${around(' (', reason, ')')}`}`,
		hint: oauthReasons.get(reason)?.hint ?? 'Nothing was changed. Start again to be asked anew.',
	}),
	'oauth-unreachable': ({name = 'the provider', why}) => ({
		what: `the login server of ${name} can't be reached, or says what makes no sense${around(' (', why, ')')}`,
		hint: 'Check the network; behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1.',
	}),
	'oauth-missing': ({host = aServer}) => ({
		what: `${host} takes no access tokens (neither OAUTHBEARER nor XOAUTH2)`,
		hint: 'No token was sent. Log in with a password, or check the server.',
	}),
	'token-refused': ({user}) => ({
		what: `the access token${around(' of ', user)} was refused`,
		hint: 'Log in at the provider as the user of this mailbox; IMAP may be off for it, or not among what was agreed to.',
	}),
} satisfies Partial<Problems>;
