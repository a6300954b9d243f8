import type {RefusalWords} from '../refusal.ts';

/** What to do about a refused login. */
export const refusal: RefusalWords = {
	check: 'Controllare utente e password (provati una sola volta).',
	reason: {
		oauth: 'Questo server non accetta password, solo l’accesso dal browser:',
		'app-password':
			'Serve una password per le app: si crea sul web, nelle impostazioni di sicurezza dell’account.',
		'two-step':
			'Creare sul web una password per programmi di posta; se non c’è, disattivare l’accesso in due passaggi e riattivarlo dopo.',
		'imap-off': 'IMAP è disattivato per questa casella: attivarlo nelle impostazioni della webmail.',
		'web-login': 'Accedere prima dal web: lì c’è qualcosa da confermare, per esempio una nuova password.',
		locked:
			'La casella è bloccata: sbloccarla dal web o chiedere al gestore; ogni tentativo può prolungare il blocco.',
		expired: 'La password è scaduta: impostarne una nuova dal web e scriverla qui.',
		encryption: 'Accetta password solo su una linea cifrata: scegliere TLS.',
		'no-rights':
			'La password è giusta, ma questo utente non può aprire questa casella: controllare l’utente.',
		'ask-provider': 'Rimanda a chi lo gestisce: chiedere al gestore della casella.',
		'too-many':
			'Troppe connessioni aperte: chiudere gli altri programmi di posta, o aspettare qualche minuto.',
		'in-use': 'Un altro programma tiene aperta la casella: chiuderlo e riprovare.',
	},
	hint: {
		'two-step': (_, name) =>
			`Con l’accesso in due passaggi serve una ${name === undefined ? 'password per programmi di posta' : `"${name}"`}, creata sul web; altrimenti disattivarlo, e riattivarlo dopo.`,
		'imap-off': () => 'IMAP può essere disattivato: vedere la webmail.',
		'first-login': () => 'Accedere prima una volta dal web: chiede una nuova password.',
		characters: () =>
			'Caratteri speciali diversi da .-?#+,:!@ possono essere rifiutati anche se la password è giusta.',
		'user-id': provider => `${provider} vuole il codice utente (M…), non sempre l’indirizzo.`,
		'client-password': provider =>
			`${provider} ha una password per i programmi di posta, che scade dopo 90 giorni.`,
		'app-password': provider =>
			`${provider} vuole una password per le app: si crea sul web, nelle impostazioni di sicurezza dell’account.`,
		oauth: provider => `${provider} non accetta password, solo l’accesso dal browser (OAuth 2.0):`,
	},
};
