import type * as english from '../../en/screens/connect.ts';
import {countFolders, countMessages, format} from '../counted.ts';

export const connect: typeof english.connect = {
	field: {
		format: 'Formato',
		address: 'Indirizzo',
		server: 'Server',
		security: 'Protezione',
		user: 'Utente',
		password: 'Password',
	},
	files: 'File',
	formatOpen: 'riconosciuto da ciò che c’è',
	format: {
		eml: '.eml, un file per messaggio',
		maildir: 'Maildir di Dovecot e mutt',
		mbox: 'mbox, un file per cartella',
		mboxo: 'mbox, letto come mboxo',
		mboxrd: 'mbox, letto come mboxrd',
		mboxcl: 'mbox, letto come mboxcl',
		mboxcl2: 'mbox, letto come mboxcl2',
	},
	zip: 'uno zip: estratto finché viene letto',
	formatTold: {
		eml: 'file .eml: uno per messaggio',
		maildir: 'un Maildir: ci sono cur, new e tmp',
		mbox: 'mbox: i file iniziano con una riga From',
	},
	formatOther: found => `ciò che c’è sembra ${found}`,
	formatWhy: {
		eml: 'un file per messaggio conserva intatte le firme; mbox serve per altri programmi',
		maildir: 'per Dovecot e mutt; gli .eml si aprono con altri programmi',
		mbox: 'per altri programmi; con .eml le firme restano intatte in tutti',
	},
	dialect: (name, messages) =>
		`${countMessages(messages)} ${messages === 1 ? 'letto' : 'letti'} come ${name}`,
	filesNone: 'qui non c’è ancora nulla',
	filesNew: 'nuova: la crea la copia',
	filesOther: 'questi file non sono posta',
	zipNotWritten: 'uno zip si legge, non si scrive: indicare una cartella, da comprimere dopo',
	diskFree: free => `${format.bytes(free)} liberi su questo disco`,
	moreNames: n => `altri ${format.count(n)}: continuare a scrivere`,
	placeholder: {address: 'nome@esempio.it', server: 'imap.esempio.it', user: 'nome o codice utente'},
	security: {tls: 'TLS', starttls: 'STARTTLS', plain: 'nessuna'},
	port: port => `porta ${port}`,
	idle: 'non ancora connesso',
	looking: 'ricerca del server',
	noServer: domain => `nessun server trovato per ${domain}: scriverlo`,
	found: how => {
		if (how.by === 'srv') return `dal record SRV di ${how.domain}`;
		if (how.by === 'autoconfig') return `dalle impostazioni su ${how.host}`;
		if (how.mx !== undefined) return `${how.provider}, dal record MX ${how.mx}`;
		return `${how.provider}, ${{list: 'dall’elenco dei provider', app: 'come in altri programmi di posta', unverified: 'non verificato'}[how.seen]}`;
	},
	ownName: provider => `controllare l’utente: per ${provider} non è sempre l’indirizzo`,
	notAssured: 'lo indica il solo DNS, che si può falsificare: controllarlo',
	notNeeded: 'non serve per annullare',
	connecting: 'accesso in corso',
	unpacking: (done: number, total: number) =>
		`estrazione dello zip: ${format.bytes(done)} di ${format.bytes(total)}`,
	refused: 'credenziali non valide',
	failed: 'non connesso',
	connected: server => `connesso: ${server}`,
	connectedPlain: 'connesso',
	holds: (folderCount, messageCount, bytes) =>
		[
			countFolders(folderCount),
			countMessages(messageCount),
			...(bytes === undefined ? [] : [format.bytes(bytes)]),
		].join(', '),
	quota: (used, limit) =>
		used === undefined
			? `${format.bytes(limit)} a disposizione`
			: `${format.bytes(used)} di ${format.bytes(limit)} occupati`,
	noQuota: 'il server non dichiara una quota',
	readOnly: 'aperta in sola lettura',
	writable: 'nulla viene scritto prima del riepilogo',
	continue: 'Continua',
	continueTo: {
		copy: 'con le cartelle',
		verify: 'con le cartelle',
		resume: 'e porta a termine la copia',
		undo: 'con l’annullamento',
	},
	forResume: run => `Accedere a entrambe le caselle, per terminare la copia ${run}.`,
	forUndo: run => `Accedere alla destinazione, per annullare la copia ${run}.`,
	forVerify: 'Due caselle da confrontare, chiunque abbia copiato; non si scrive nulla.',
	forVerifyRun: run => `Accedere a entrambe le caselle, per verificare la copia ${run}.`,
	missing: (side, field) => `${side}: manca ${field}.`,
	badPort: side => `${side}: la porta è un numero da 1 a 65535, dopo i due punti: imap.esempio.it:993`,
	saved: name => `Salvata come "${name}", senza la password.`,
	removed: name => `"${name}" non è più tra le caselle salvate.`,
	forget: {
		title: name => `Rimuovere "${name}" dalle caselle salvate?`,
		body: (user, host) =>
			`È ${user} su ${host}. Sparisce solo ciò che è salvato qui; la casella e le copie fatte restano come sono.`,
		stay: 'Tienila',
		go: 'Rimuovila',
	},
	noSaved: save => `Ancora nessuna casella salvata: ${save} salva quella compilata.`,
	certificateHint: certificate =>
		`Nessuna password è stata inviata. Controllare il nome del server; ${certificate} mostra il certificato.`,
	certificate: {
		title: (side, host) => `${side}: ${host} presenta un certificato non attendibile`,
		body: shown =>
			`È per ${shown.names}, emesso da ${shown.issuer}, valido dal ${shown.from} al ${shown.until}. SHA-256 ${shown.fingerprint}. Confrontarlo con quello che il gestore del server comunica per altra via: anche chi si mettesse in mezzo ne presenterebbe uno. Sarebbe accettato per questa sola casella, e ogni altro rifiutato.`,
		stay: 'Non accettarlo',
		go: 'Accetta questo solo certificato e accedi',
	},
	byBrowser: (provider: string) => `nel browser (${provider})`,
	/** What an account may have besides its fields. */
	terms: {
		title: (side: string) => `${side}: ciò che serve a poche caselle`,
		value: 'Valore',
		name: {
			oauth: 'Accesso dal browser',
			authorizeAs: 'Casella di',
			proxy: 'Proxy',
			clientCertificate: 'Certificato proprio',
			clientKey: 'La sua chiave',
		},
		hint: {
			oauth:
				'google, microsoft o un fornitore di settings.json; token se la password è un token di accesso. Vuoto: accesso con password.',
			authorizeAs: 'L’utente di cui è la casella, se chi accede può aprirla. Vuoto: la propria.',
			proxy:
				'socks5://[UTENTE@]SERVER[:PORTA], o http:// per CONNECT. La password viene chiesta. Vuoto: nessuno.',
			clientCertificate: 'Un file PEM con il certificato da presentare al server. Vuoto: nessuno.',
			clientKey: 'Un file PEM con la chiave privata; la passphrase viene chiesta. Vuoto: nello stesso file.',
		},
	},
	savedTitle: side => `Caselle salvate, per ${side}`,
	saveTitle: 'Salva questa casella',
	saveName: 'Nome',
	saveCommand: 'Comando',
	saveCommandHint:
		'Un comando che stampa la password sulla prima riga, per esempio pass show posta/vecchia; parte senza shell. Vuoto: la password si scrive ogni volta.',
	saveTokenHint:
		'Un comando che stampa un token di accesso sulla prima riga; parte senza shell, di nuovo quando ne serve uno nuovo. Vuoto: si accede ogni volta dal browser.',
	saveHint: 'Si salvano server, porta, protezione e utente; la password mai.',
};
