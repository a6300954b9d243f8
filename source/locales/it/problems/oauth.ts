import {around, oauthNos, type Problems, type Wording} from '../../wording.ts';
import {aServer} from './shared.ts';

/** What a provider's no means (RFC 6749, 4.1.2.1 and 5.2; RFC 8628, 3.5; OpenID Connect Core, 3.1.2.6). */
const oauthReasons: ReadonlyMap<string | number | undefined, Wording> = new Map(
	oauthNos({
		denied: {
			what: 'l’accesso è stato negato',
			hint: 'Non è stato cambiato nulla. Ricominciare e dare il consenso; può doverlo dare un amministratore.',
		},
		late: {what: 'il codice non è stato usato in tempo', hint: 'Ricominciare per averne un altro.'},
		ended: {
			what: 'il consenso è scaduto o è stato ritirato',
			hint: 'Non si è perso nulla: accedere di nuovo; una copia che era in corso si può riprendere.',
		},
		brief: {
			what: 'il token di accesso è scaduto e il fornitore non ha dato modo di rinnovarlo',
			hint: 'Accedere di nuovo; per copie più lunghe lo scope deve comprendere l’accesso offline.',
		},
		stranger: {
			what: 'non conosce trasloco con questo client id, o vuole un altro client secret',
			hint: 'Controllare clientId e clientSecret in settings.json e il tipo di registrazione (desktop, dispositivo).',
		},
		scope: {
			what: 'a trasloco non è permesso ciò che viene chiesto',
			hint: 'Aggiungere IMAP a ciò che la registrazione può chiedere; settings.json, oauth: scope.',
		},
		consent: {
			what: 'nessuno ha ancora dato il consenso',
			hint: 'Accedere di nuovo e dare il consenso; può doverlo dare un amministratore.',
		},
	}),
);

/** What is wrong with a login by browser. */
export const oauth = {
	'oauth-unconfigured': ({why, name = 'questo fornitore', names, variable}) =>
		why === 'provider'
			? {
					what: `non si conosce un fornitore OAuth di nome ${name}`,
					hint: `Noti: ${names ?? 'google, microsoft'}. Per un altro servono issuer e clientId in settings.json, sotto oauth.`,
				}
			: {
					what: `trasloco non è registrato presso ${name}: non ha un client id proprio`,
					hint: `Registrarlo là (il README spiega come) e indicare l’id in settings.json, sotto oauth, o in ${variable ?? 'una variabile'}.`,
				},
	'oauth-refused': ({name = 'il fornitore', reason}) => ({
		what: `${name}: ${oauthReasons.get(reason)?.what ?? `accesso rifiutato${around(' (', reason, ')')}`}`,
		hint:
			oauthReasons.get(reason)?.hint ?? 'Non è stato cambiato nulla. Ricominciare per una nuova richiesta.',
	}),
	'oauth-unreachable': ({name = 'il fornitore', why}) => ({
		what: `il server di accesso di ${name} non è raggiungibile, o risponde cose senza senso${around(' (', why, ')')}`,
		hint: 'Controllare la rete; dietro un proxy, impostare HTTPS_PROXY e NODE_USE_ENV_PROXY=1.',
	}),
	'oauth-missing': ({host = aServer}) => ({
		what: `${host} non accetta token di accesso (né OAUTHBEARER né XOAUTH2)`,
		hint: 'Nessun token è stato inviato. Accedere con una password, o controllare il server.',
	}),
	'token-refused': ({user}) => ({
		what: `il token di accesso${around(' di ', user)} è stato rifiutato`,
		hint: 'Accedere dal fornitore come utente di questa casella; l’IMAP può essere spento, o non compreso nel consenso.',
	}),
} satisfies Partial<Problems>;
