import type {ZipFault} from '../../stores/files/zip/entries.ts';
import type {UnusableAnswer} from '../../stores/imap/unusable.ts';
import {createFormat, sizesApart} from '../format.ts';
import {
	answerFault,
	around,
	type CertificateFault,
	certificateFault,
	oauthNos,
	type Params,
	type Problems,
	plural,
	type SettingsProblems,
	serverAt,
	type UsageProblems,
	type Wording,
} from '../wording.ts';
import {screens} from './screens.ts';

const format = createFormat('it');
const {count, counted} = format;
const aServer = 'il server';

/** What is wrong with a command line. */
export const usage: UsageProblems = {
	'certificate-form': () => ({
		what: 'non è l’impronta di un certificato: SHA-256 ha 64 cifre esadecimali',
		hint: 'Come la mostra trasloco, o openssl x509 -fingerprint -sha256.',
	}),
	'account-scheme': () => ({
		what: 'una casella comincia con imaps://, imap:// o imap+plain://, o è il nome di una casella salvata; posta in file è eml:PERCORSO, maildir:… o mbox:…',
		hint: 'Per esempio imaps://mario.rossi%40esempio.it@imap.esempio.it, eml:/home/mario/copia, mbox:/home/mario/Inviata.mbox',
	}),
	'account-form': () => ({
		what: 'questa non è una casella: la forma è imaps://UTENTE@SERVER[:PORTA]',
		hint: 'Nel nome utente @ si scrive %40, / si scrive %2F.',
	}),
	'account-user': () => ({
		what: 'il nome utente della casella manca o è codificato male',
		hint: 'imaps://UTENTE@SERVER; nel nome utente @ si scrive %40, % si scrive %25.',
	}),
	'account-password': () => ({
		what: 'due punti nel nome utente: la password non si scrive mai sulla riga di comando',
		hint: 'Va in TRASLOCO_FROM_PASSWORD o TRASLOCO_TO_PASSWORD, o la stampa un comando; i due punti di un nome si scrivono %3A.',
	}),
	'account-port': () => ({what: 'la porta è un numero da 1 a 65535', hint: 'imaps://UTENTE@SERVER:993'}),
	'account-missing': () => ({what: 'manca la casella', hint: 'Indicare --from e --to.'}),
	'server-unknown': ({address}) => ({
		what: `nessun server trovato${around(' per ', address)}`,
		hint: 'Chiederlo al gestore della casella e scrivere imaps://UTENTE@SERVER, con @ del nome utente come %40.',
	}),
	'server-unsure': ({address, host}) => ({
		what: `il solo DNS dice che ${address ?? 'la casella'} sta ${around('su ', host) || 'lì'}, e il DNS si può falsificare`,
		hint: 'Nessuna password è stata inviata. Avviare in un terminale, che lo chiede, o scrivere imaps://UTENTE@SERVER se è giusto.',
	}),
	'no-terminal': () => ({
		what: 'le schermate hanno bisogno di un terminale',
		hint: 'Senza schermate bastano righe di testo: trasloco copy, verify, resume, undo, runs, attach; trasloco --help spiega come.',
	}),
	'limits-form': ({limits}) => ({
		what: `i limiti sono byte e messaggi al secondo, byte al giorno e connessioni${around(', non ', limits)}`,
		hint: 'Per esempio 500kB/s,10/s,2GB/day,1connection: quali si vuole, ciascuno una volta.',
	}),
	'proxy-form': () => ({
		what: 'un proxy è socks5://[UTENTE@]SERVER[:PORTA], http://… o https://…',
		hint: 'Per esempio socks5://localhost:1080',
	}),
	'proxy-password': () => ({
		what: 'la password di un proxy non si scrive mai sulla riga di comando o in un file',
		hint: 'Va in TRASLOCO_FROM_PROXY_PASSWORD o TRASLOCO_TO_PROXY_PASSWORD; in un terminale viene chiesta.',
	}),
	'proxy-characters': () => ({
		what: "utente e password di un proxy SOCKS possono avere solo lettere, cifre e _!$&')(*+,.~-",
		hint: 'Dare a quel proxy un’altra password, o usarlo con http:// se lo permette.',
	}),
	'map-form': ({pair}) => ({
		what: `--map vuole ORIGINE=DESTINAZIONE${around(', non ', pair)}`,
		hint: 'Il segno = in un nome si scrive due volte: ==.',
	}),
	'undo-unconfirmed': () => ({
		what: 'l’annullamento va confermato',
		hint: 'Aggiungere --yes, o avviarlo in un terminale, che lo chiede.',
	}),
	'passphrase-terminal': () => ({
		what: 'la passphrase della chiave va digitata',
		hint: 'Avviare in un terminale, oppure firmare a parte il file .sha256: openssl cms -sign.',
	}),
	'run-undone': () => ({what: 'questa copia è stata annullata', hint: 'Avviare una copia nuova.'}),
	'nothing-to-resume': () => ({
		what: 'questa copia è terminata',
		hint: 'Avviare una copia nuova: copia solo ciò che è arrivato nel frattempo.',
	}),
	'not-live': ({run, state}) => ({
		what: `la copia${around(' ', run)} non è in corso${around(': è ', states.get(state))}`,
		hint: nextCommand(run ?? 'COPIA', state),
	}),
	'other-account': ({account}) => ({
		what: `questa copia è di un’altra casella${around(', ', account)}`,
		hint: 'Accedere a quella casella.',
	}),
};

const states: ReadonlyMap<string | number | undefined, string> = new Map([
	['running', 'interrotta'],
	['paused', 'interrotta'],
	['interrupted', 'interrotta'],
	['failed', 'fallita'],
	['done', 'terminata'],
	['differences', 'terminata, con differenze'],
	['undoing', 'da finire di annullare'],
	['undone', 'annullata'],
]);

/** The command that makes sense next for a run on which nobody is at work. */
function nextCommand(run: string | number, state: string | number | undefined): string {
	switch (state) {
		case 'done':
		case 'differences':
			return `Per annullare: trasloco undo ${run}`;
		case 'undone':
			return 'Avviare una copia nuova.';
		case 'undoing':
			return `Per continuare: trasloco undo ${run}`;
		default:
			return `Per riprendere: trasloco resume ${run}; per annullare: trasloco undo ${run}`;
	}
}

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

/** Che cosa non va in un'impostazione. */
export const settings: SettingsProblems = {
	'unknown-setting': ({name}) => `non esiste un'impostazione ${around('', name) || 'con questo nome'}`,
	'not-yes-or-no': ({name}) => `${around('', name) || "un'impostazione"} è true o false, senza virgolette`,
	'not-keys': ({name}) => `${around('', name) || 'keys'}: i tasti sono un elenco come ["x", "ctrl-x"]`,
	'not-oauth': ({name}) =>
		`oauth: ${around('', name) || 'un fornitore'} ha un clientId, e può avere clientSecret, issuer e scope, tutti testi`,
	'unknown-action': ({name}) => `keys: non esiste un'azione ${around('', name) || 'con questo nome'}`,
	'fixed-action': ({name}) =>
		`keys: i tasti di ${around('', name) || "quest'azione"} non si possono cambiare`,
	'unknown-key': ({name, key}) =>
		`keys: ${around('', name, ': ')}non esiste un tasto ${around('', key) || 'con questo nome'}`,
	'key-taken': ({key, name, other, where}) =>
		`keys: ${around('', key) || 'un tasto'} sarebbe sia ${name ?? "un'azione"} sia ${other ?? "un'altra"}${around(' (', titles.get(where), ')')}`,
};

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

const aFile = (name: string | number | undefined) =>
	name === undefined ? 'un file che contiene' : `“${name}”`;

const zipFaults: Readonly<Record<ZipFault, (file: string) => string>> = {
	'cut-off': () => 'è incompleto, o non è uno zip',
	parts: () => 'è una di più parti',
	damaged: file => `${file} è danneggiato`,
	encrypted: file => `${file} è cifrato`,
	method: file => `${file} è compresso con un metodo che trasloco non conosce`,
	outside: file => `il nome ${file} porta fuori dallo zip`,
	overlap: file => `è fatto come una trappola: ${file} si trova dentro un altro file`,
};

const byHand = 'Estrarlo con un altro programma e indicare la cartella.';

/** What else can be done about it. */
const zipHints: Readonly<Partial<Record<ZipFault, string>>> = {
	'cut-off': 'Scaricarlo o esportarlo di nuovo.',
	parts: 'Unire le parti (zip -s 0 PARTE.zip --out INTERO.zip) e indicare lo zip intero.',
	damaged: `Scaricarlo o esportarlo di nuovo. ${byHand}`,
	outside: 'Chi lo ha preparato potrebbe avere cattive intenzioni: non estrarlo senza cautela.',
	overlap: 'Chi lo ha preparato potrebbe avere cattive intenzioni: non estrarlo.',
};

const titles: ReadonlyMap<unknown, string> = new Map(Object.entries(screens.contexts));

/** Why a command or a file was of no use, where that is said by a word of ours or by a code. */
const reasons: ReadonlyMap<string | number | undefined, string> = new Map([
	['empty', 'la prima riga è vuota'],
	['not started', 'non è partito'],
	['ENOENT', 'non esiste'],
	['ENOTDIR', 'non è una cartella'],
	['not-allowed', 'non è permesso leggerlo'],
	['no-mail', 'non contiene posta di questo formato'],
	['no-directory', 'è un file, e serve una cartella'],
	['other-files', 'contiene file che non sono posta'],
	['other-format', 'contiene posta di un altro formato'],
	['dialect', 'gli mbox si scrivono solo come mboxrd: usare mbox:'],
	['ERR_OSSL_PEM_NO_START_LINE', 'non è un file PEM'],
	['ERR_OSSL_UNSUPPORTED', 'non è un file PEM con una chiave privata'],
	['EACCES', 'non è permesso eseguirlo'],
	['accounts', 'non contengono caselle'],
	['version', 'il suo processo è di un’altra versione di trasloco'],
]);

const wordWhy = (why: string | number | undefined) =>
	reasons.get(why) ?? why?.toString().replace(/^exit code /, 'codice di uscita ');

const because = (why: string | number | undefined) => around(': ', wordWhy(why));

const wrongSetting = (params: Params) => {
	const fault = Object.entries(settings).find(([why]) => why === params.why)?.[1];
	return fault === undefined ? because(params.why) : `: ${fault(params)}`;
};

/** Sentences for every problem. The side and the server's own words are put around them. */
export const problems: Problems = {
	usage(params) {
		const {why = ''} = params;
		const known = Object.entries(usage).find(([reason]) => reason === why)?.[1];
		return (
			known?.(params) ?? {
				what: String(why) || 'la riga di comando non è chiara',
				hint: 'trasloco --help spiega i comandi.',
			}
		);
	},
	'unknown-account': ({name}) => ({
		what: `nessuna casella è salvata con ${around('il nome ', name) || 'questo nome'}`,
		hint: 'Salvarla dalle schermate, o scrivere imaps://UTENTE@SERVER.',
	}),
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
	'not-now': () => ({
		what: 'il server al momento non può farlo',
		hint: 'Non si è perso nulla: più tardi si può riprendere.',
	}),
	'day-used-up': ({limit}) => ({
		what: `il limite fissato per questo account${around(' (', limit === undefined ? undefined : format.bytes(Number(limit)), ' al giorno)')} è raggiunto`,
		hint: 'Riprende da sé appena può passare altro.',
	}),
	'login-unavailable': ({user}) => ({
		what: `il server per ora non permette l’accesso${around(' di ', user)}`,
		hint: 'Riprovare più tardi; la password può essere giusta.',
	}),
	'folder-gone': ({folder}) => ({
		what: `la cartella${around(' ', folder)} non c’è più`,
		hint: 'Accedere di nuovo per vedere le cartelle come sono ora.',
	}),
	'folder-changed': ({folder}) => ({
		what: `la cartella${around(' ', folder)} è stata sostituita o cambiata nel frattempo (UIDVALIDITY)`,
		hint: 'Avviare una copia nuova: confronta di nuovo e copia solo ciò che manca.',
	}),
	'comparison-outdated': ({folder}) => ({
		what: folder
			? `la cartella ${folder} è stata sostituita dopo il confronto (UIDVALIDITY)`
			: 'il confronto non è più valido: un account è stato connesso di nuovo',
		hint: 'Confrontare di nuovo.',
	}),
	'message-gone': ({folder, uid}) => ({
		what: `il messaggio${around(' con UID ', uid)} non è più${around(' in ', folder) || ' al suo posto'}`,
		hint: 'Qualcuno lo ha spostato o eliminato: confrontare di nuovo.',
	}),
	'read-refused': ({folder}) => ({
		what: `il server non consegna messaggi${around(' di ', folder)}`,
		hint: 'Non è stato cambiato nulla. Riprovare più tardi o chiedere al provider.',
	}),
	'file-exists': ({path}) => ({
		what: `esiste già un file${around(' ', path)}`,
		hint: 'Nessun file viene sovrascritto: indicare un altro nome o spostare quello che c’è.',
	}),
	'file-refused': ({path, why}) => ({
		what: `il file${around(' ', path)} non si può scrivere${because(why)}`,
		hint: 'Indicare un altro nome o fare spazio sul disco.',
	}),
	'file-unreadable': ({path, why}) => ({
		what: `il file${around(' ', path)} non si può leggere${because(why)}`,
		hint: 'Controllarne il nome e i permessi.',
	}),
	'zip-unreadable': ({path, why, name}) => ({
		what: `lo zip${around(' ', path)} non si può estrarre${around(': ', zipFaults[why as ZipFault]?.(aFile(name)))}`,
		hint: `Non è stato copiato nulla. ${zipHints[why as ZipFault] ?? byHand}`,
	}),
	'zip-no-room': ({path, into, needed, free, missing}) => {
		const what = `lo spazio non basta per estrarre lo zip${around(' ', path)}`;
		const hint = `Non è stato copiato nulla. Liberare spazio, o indicare in TRASLOCO_HOME una cartella su un disco più grande: gli zip si estraggono lì finché vengono letti${around(' (ora ', into, ')')}.`;
		if (needed === undefined || free === undefined || missing === undefined) return {what, hint};
		const [wanted, room] = sizesApart(format, [Number(needed), Number(free)], ['byte', 'byte']);
		return {
			what: `${what}: servono ${wanted}, liberi ${room}, mancano ${format.bytes(Number(missing))}`,
			hint,
		};
	},
	'zip-not-written': ({path, format: form}) => ({
		what: `uno zip si legge soltanto, non si scrive${around(': ', path)}`,
		hint: `Copiare in una cartella, per esempio ${form ?? 'eml'}:${String(path ?? 'DIR').replace(/\.zip$/i, '')}, e comprimerla dopo: zip -r BACKUP.zip CARTELLA`,
	}),
	'signing-refused': ({path}) => ({
		what: `con il certificato${around(' ', path)} non si può firmare`,
		hint: 'Deve essere in formato PEM, con la sua chiave privata (--key se è in un altro file) e la passphrase di quella chiave.',
	}),
	'openssl-missing': () => ({
		what: 'su questa macchina manca openssl: le firme non si possono né controllare né apporre',
		hint: 'Installarlo (Debian, Ubuntu: apt install openssl; Fedora: dnf install openssl; macOS: brew install openssl) e riprovare.',
	}),
	'create-refused': ({folder, count = 1}) => ({
		what: plural(
			count,
			`la cartella${around(' ', folder)} non si può creare`,
			`le cartelle${around(' ', folder)} non si possono creare`,
		),
		hint: plural(
			count,
			'Scegliere un’altra cartella, o crearla nella webmail.',
			'Scegliere altre cartelle, o crearle nella webmail.',
		),
	}),
	'over-quota': ({needed, free, neededMessages, freeMessages}) => {
		const hint = 'Non è stato scritto nulla. Liberare o acquistare spazio, o copiare meno cartelle.';
		if (needed !== undefined) {
			const sizes = [needed, free].filter(size => size !== undefined).map(Number);
			const [wanted, room] = sizesApart(format, sizes, ['byte', 'byte']);
			return {what: `lo spazio non basta: servono ${wanted}${around(', liberi ', room)}`, hint};
		}

		if (neededMessages !== undefined) {
			const room = freeMessages === undefined ? '' : `, posto per altri ${count(Number(freeMessages))}`;
			return {
				what: `il posto non basta: ${counted(Number(neededMessages), 'messaggio', 'messaggi')} da copiare${room}`,
				hint,
			};
		}

		return {what: 'lo spazio è finito', hint: 'Liberare spazio e riprendere, o annullare.'};
	},
	permission: ({folder}) => ({
		what: `manca il permesso di scrivere${around(' in ', folder)}`,
		hint: 'Chiedere al gestore della casella, o scegliere un’altra cartella.',
	}),
	refused: ({folder}) => ({
		what: `il server ha rifiutato quanto gli era stato chiesto${around(' in ', folder)}`,
		hint: 'Riprendere più tardi, o annullare.',
	}),
	conflicts: ({folders}) => ({
		what: `più cartelle finirebbero in una sola${around(': ', folders)}`,
		hint: "Indicare dove va ciascuna: --map 'ORIGINE=DESTINAZIONE', o escluderne una con --except.",
	}),
	'nothing-selected': () => ({what: 'nessuna cartella scelta', hint: 'Sceglierne almeno una.'}),
	'unknown-folder': ({folder}) => ({
		what: `non c’è una cartella ${around('di nome ', folder) || 'con questo nome'}`,
		hint: 'I nomi si scrivono come sul server, o con / fra i livelli.',
	}),
	'destination-busy': ({account}) => ({
		what: `un’altra copia sta scrivendo in ${account ?? 'questa casella'}`,
		hint: 'Aspettare che finisca; trasloco runs dice quale, trasloco attach la mostra mentre procede.',
	}),
	'run-busy': ({run}) => ({
		what: `la copia${around(' ', run)} è in corso in un altro processo`,
		hint: `trasloco attach ${run ?? 'COPIA'} la mostra mentre procede, e può sospenderla o fermarla.`,
	}),
	'run-unreachable': ({run, why}) => ({
		what: `la copia${around(' ', run)} è in corso ma non si può raggiungere${because(why)}`,
		hint: 'Continua da sola; trasloco runs mostra a che punto è.',
	}),
	'same-mailbox': () => ({
		what: 'i due lati sono la stessa casella',
		hint: 'Scegliere un’altra casella per uno dei due, e per i file una cartella a parte.',
	}),
	'unknown-run': ({run}) => ({
		what: `la copia${around(' ', run)} non esiste`,
		hint: 'trasloco runs elenca le copie.',
	}),
	'journal-unreadable': ({path, why}) => ({
		what: `il registro${around(' ', path)} non si può leggere${because(why)}`,
		hint: 'Ripristinare il file da un backup, o avviare una copia nuova: copia solo ciò che manca.',
	}),
	'journal-full': ({path, why}) => ({
		what: `il registro${around(' ', path)} non si può scrivere${because(why)}`,
		hint: 'Nulla è perso. Liberare spazio su quel disco, o fare in modo che il file si possa scrivere; poi riprendere.',
	}),
	'settings-unreadable': params => ({
		what: `le impostazioni${around(' ', params.path)} non si possono leggere${wrongSetting(params)}`,
		hint: 'Correggere il file o spostarlo altrove.',
	}),
	'undo-incomplete': ({count}) => ({
		what: `${counted(count ?? 1, 'messaggio', 'messaggi')} non si è potuto togliere`,
		hint: 'I rilievi dicono dove e perché; tutto il resto è tolto. Si può riprovare.',
	}),
	'undo-not-exact': () => ({
		what: 'il server non sa togliere singoli messaggi senza toccare gli altri (né MOVE né UIDPLUS)',
		hint: 'Non è stato toccato nulla. Eliminarli a mano: il resoconto dice quanti sono in ogni cartella.',
	}),
	'engine-died': ({why}) => ({
		what: `il processo che fa il lavoro è terminato all’improvviso${around(' (', wordWhy(why), ')')}`,
		hint: 'Nulla è perduto: la copia si può riprendere.',
	}),
};
