import type {UnusableAnswer} from '../../../stores/imap/unusable.ts';
import {
	answerFault,
	around,
	type CertificateFault,
	certificateFault,
	type Params,
	type Problems,
	serverAt,
} from '../../wording.ts';
import {aServer, because} from './shared.ts';

const answers: Readonly<Record<UnusableAnswer, string>> = {
	malformed: 'non è IMAP',
	line: 'una riga senza fine',
	'too-large': 'più dati in una volta di quanti possa averne un messaggio',
	sizes: 'molto più delle dimensioni dei messaggi che ha dichiarato',
	unasked: 'soltanto dati che nessuno ha chiesto',
	endless: 'una risposta che non finisce mai',
	'too-many': 'più cartelle o messaggi di quanti possano essercene',
	'folder-name': 'una cartella dal nome troppo lungo o impossibile',
};

const faults: Readonly<Record<CertificateFault, string>> = {
	expired: 'è scaduto',
	'not-yet': 'non è ancora valido',
	'other-name': 'è per un altro nome',
	'self-signed': 'è autofirmato',
	unknown: 'la sua autorità qui è sconosciuta',
	revoked: 'è stato revocato',
	another: 'non è quello accettato per questa casella',
};

/** What a server showed, for a person to compare. */
function shownCertificate({subject, names, issuer, from, until, fingerprint}: Params): string {
	if (!fingerprint) return '';
	const of = names || subject;
	return `Presentato: ${of}${around(', da ', issuer)}${around(', valido dal ', from, ` al ${until}`)}, SHA-256 ${fingerprint}. `;
}

function clientCertificateFault(
	reason: string | number | undefined,
	file: string | number | undefined,
	host: string | number,
): string {
	if (file === undefined) return `${host} non accetta il certificato di questo client, o ne vuole uno`;
	if (reason === 'passphrase') return `la passphrase non apre la chiave ${file}`;
	if (reason === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') return `la chiave ${file} non è quella del certificato`;
	return `il certificato di questo client, o la sua chiave, non si può usare: ${file}${because(reason)}`;
}

const proxyFault = (reason: string | number | undefined) =>
	reason === 'unreachable'
		? 'non risponde'
		: reason === 'login'
			? 'vuole un altro utente o un’altra password'
			: 'non arriva al server';

/** What keeps an account from being opened: passwords, the line, its encryption, the login. */
export const connecting = {
	'no-password': ({variable, option}) => ({
		what: 'manca la password',
		hint: `Impostare ${variable ?? 'la sua variabile'}, indicare un comando che la stampi${around(' (', option, ')')}, o avviare in un terminale, che la chiede.`,
	}),
	'password-command': ({command, why}) => ({
		what: `il comando per la password${around(' (', command, ')')} non l’ha data${because(why)}`,
		hint: 'Provarlo a mano: deve stampare la password sulla prima riga.',
	}),
	'cleartext-refused': ({host = aServer}) => ({
		what: `la password viaggerebbe in chiaro sulla rete verso ${host}`,
		hint: 'imap+plain:// vale solo per questa macchina; usare imaps:// o imap:// (STARTTLS).',
	}),
	'starttls-missing': params => ({
		what: `${serverAt(params, aServer)} non offre cifratura su questa porta (manca STARTTLS)`,
		hint: 'Nessuna password è stata inviata. Usare imaps:// sulla porta 993.',
	}),
	'starttls-injection': params => ({
		what: `${serverAt(params, aServer)} ha continuato in chiaro dove doveva cominciare la cifratura, come fa chi si mette in mezzo`,
		hint: 'Nessuna password è stata inviata. Usare imaps:// sulla porta 993, e avvisare chi gestisce il server o la rete.',
	}),
	'host-not-found': ({host}) => ({
		what: `il server${around(' ', host)} non si trova`,
		hint: 'Controllare il nome, e che questa macchina risolva i nomi (DNS).',
	}),
	'connection-refused': params => ({
		what: `${serverAt(params, aServer)} non accetta connessioni`,
		hint: 'Controllare la porta: 993 per TLS, 143 per STARTTLS.',
	}),
	unreachable: params => ({
		what: `${serverAt(params, aServer)} non risponde`,
		hint: 'Controllare nome e porta, e che non ci sia un firewall di mezzo.',
	}),
	'connection-lost': () => ({
		what: 'la connessione si è interrotta',
		hint: 'Nulla è perduto: accedere di nuovo; una copia che era in corso si può riprendere.',
	}),
	'bad-answer': ({why, folder}) => ({
		what: `il server manda risposte inutilizzabili${around(': ', answerFault(why, answers))}${around(' (', folder, ')')}`,
		hint: 'Nulla è perduto. Un server in ordine non lo fa: chiedere a chi lo gestisce, o verificare che cosa c’è di mezzo.',
	}),
	certificate: ({host, reason, file, ...seen}) =>
		reason === 'ca-file'
			? {
					what: `il file delle autorità di certificazione${around(' ', file)} non si può leggere`,
					hint: 'Controllare il file indicato con --ca.',
				}
			: {
					what: `il certificato ${around('di ', host) || 'del server'} non è attendibile${around(' (', certificateFault(reason, faults), ')')}`,
					hint: `Nessuna password è stata inviata. ${shownCertificate(seen)}Controllare il nome del server; per un’autorità propria: --ca FILE${seen.fingerprint ? ', per accettare questo solo certificato: il suo SHA-256 con --from-certificate o --to-certificate' : ''}.`,
				},
	'old-tls': params => ({
		what: `${serverAt(params, aServer)} parla solo un TLS vecchio, o con chiavi troppo corte, che altri possono violare`,
		hint: 'Nessuna password è stata inviata. Se proprio serve: --from-old-tls o --to-old-tls lo accetta per quella casella.',
	}),
	'not-imap': params => ({
		what: `${serverAt(params, aServer)} non parla IMAP, o non con questa protezione`,
		hint: 'Controllare porta e protezione: TLS sulla 993, STARTTLS sulla 143.',
	}),
	'login-refused': ({user}) => ({
		what: `credenziali non valide${around(' per ', user)}`,
		hint: 'Controllare utente e password (provati una sola volta). Con due fattori serve la password per programmi di posta; IMAP può essere spento nella webmail.',
	}),
	'no-authorization': ({host = aServer}) => ({
		what: `a ${host} non si può dire di chi è la casella, oltre a chi accede (manca AUTH=PLAIN)`,
		hint: 'Nessuna casella è stata aperta. Se il server ha utenti master, come Dovecot, accedere come UTENTE*MASTER.',
	}),
	'client-certificate': ({host = aServer, reason, file}) => ({
		what: clientCertificateFault(reason, file, host),
		hint: 'Nessuna password inviata. Il certificato si indica con --from-client-certificate o --to-…, la chiave con --from-client-key (PEM).',
	}),
	proxy: ({host, port, reason}) => ({
		what: `${around('il proxy ', host, around(':', port)) || 'il proxy'} ${proxyFault(reason)}`,
		hint:
			reason === 'login'
				? 'Indicare il suo utente nel proxy (socks5://UTENTE@SERVER) e dare la password quando viene chiesta.'
				: 'Controllare il proxy e la sua porta, e che lasci passare le connessioni ai server di posta.',
	}),
	'not-now': () => ({
		what: 'il server al momento non può farlo',
		hint: 'Non si è perso nulla: più tardi si può riprendere.',
	}),
	'login-unavailable': ({user}) => ({
		what: `il server per ora non permette l’accesso${around(' di ', user)}`,
		hint: 'Riprovare più tardi; la password può essere giusta.',
	}),
} satisfies Partial<Problems>;
