import type {screens as english} from '../en/screens.ts';
import {createFormat} from '../format.ts';

const format = createFormat('it');
const messages = (n: number) => `${format.count(n)} ${n === 1 ? 'messaggio' : 'messaggi'}`;
const folders = (n: number) => `${format.count(n)} ${n === 1 ? 'cartella' : 'cartelle'}`;
const findings = (n: number) => `${format.count(n)} ${n === 1 ? 'segnalazione' : 'segnalazioni'}`;
const keywords = (n: number) => `${format.count(n)} ${n === 1 ? 'etichetta' : 'etichette'}`;

const volume = (n: number, bytes: number | undefined) =>
	[messages(n), ...(bytes === undefined ? [] : [format.bytes(bytes)])].join(', ');

/** Every sentence of the terminal UI, in Italian. */
export const screens: typeof english = {
	locale: 'it',
	program: 'trasloco',
	steps: {
		runs: 'Copie',
		connect: 'Accesso',
		folders: 'Cartelle',
		review: 'Riepilogo',
		progress: 'Copia in corso',
		result: 'Esito',
		verification: 'Verifica',
		differences: 'Differenze',
		message: 'Messaggio',
		signatures: 'Firme',
		suspects: 'Firme',
	},
	stepOf: (n, of) => `${n} di ${of}`,
	backupStep: 'Backup in file',
	undoStep: 'Annullamento',
	side: {source: 'Da', destination: 'A'},
	keys: {
		'list.up': {short: 'su', long: 'una riga più su'},
		'list.down': {short: 'giù', long: 'una riga più giù'},
		'list.page-up': {short: 'pagina su', long: 'una pagina più su'},
		'list.page-down': {short: 'pagina giù', long: 'una pagina più giù'},
		'list.top': {short: 'inizio', long: 'prima riga'},
		'list.bottom': {short: 'fine', long: 'ultima riga'},
		'choice.move': {short: 'sposta', long: 'passa da una scelta all’altra'},
		'choice.take': {short: 'scegli', long: 'prende la scelta evidenziata'},
		help: {short: 'aiuto', long: 'questo aiuto'},
		leave: {short: 'esci', long: 'esce; durante una copia prima chiede'},
		suspend: {short: 'sospendi', long: 'torna alla shell; fg riprende, intanto una copia continua'},
		back: {short: 'indietro', long: 'torna alla schermata precedente'},
		quit: {short: 'esci', long: 'esce dal programma'},
		findings: {short: 'segnalazioni', long: 'tutto ciò che una persona deve sapere'},
		'runs.look': {short: 'guarda', long: 'mostra questa copia: mentre procede, o il suo esito'},
		'runs.resume': {short: 'riprendi', long: 'porta a termine questa copia'},
		'runs.undo': {short: 'annulla', long: 'toglie ciò che questa copia ha inserito'},
		'runs.again': {short: 'ripeti', long: 'copia fra le stesse caselle: solo ciò che manca'},
		'runs.verify': {short: 'verifica', long: 'confronta le caselle di questa copia come sono ora'},
		'runs.new': {short: 'nuova', long: 'avvia una copia fra altre caselle'},
		'connect.next': {short: 'avanti', long: 'campo successivo'},
		'connect.previous': {short: 'indietro', long: 'campo precedente'},
		'connect.connect': {
			short: 'accedi',
			long: 'accede da questo lato, o da entrambi se sono compilati',
		},
		'connect.continue': {short: 'continua', long: 'passa alle cartelle'},
		'connect.clear': {short: 'svuota', long: 'svuota il campo'},
		'connect.other-side': {short: 'altro lato', long: 'allo stesso campo dell’altra casella'},
		'connect.save': {short: 'salva', long: 'salva questa casella, senza la password'},
		'connect.more': {
			short: 'altro',
			long: 'altro di questa casella: accesso dal browser, altro utente, proxy, certificato',
		},
		'connect.saved': {short: 'salvate', long: 'compila con una casella salvata'},
		'connect.certificate': {
			short: 'certificato',
			long: 'mostra il certificato non attendibile, per accettarlo per questa casella',
		},
		'connect.security-next': {short: 'cambia', long: 'protezione successiva'},
		'connect.security-previous': {short: 'cambia', long: 'protezione precedente'},
		'folders.toggle': {short: 'scegli', long: 'sceglie questa cartella oppure no'},
		'folders.change': {short: 'cambia', long: 'sceglie un’altra cartella di destinazione'},
		'folders.new': {short: 'nuova', long: 'scrive una cartella nuova per la destinazione'},
		'folders.into': {
			short: 'tutto in una',
			long: 'tutto in una cartella col nome dell’indirizzo, oppure cartella per cartella',
		},
		'folders.filter': {short: 'filtra', long: 'mostra le cartelle il cui nome contiene un testo'},
		'folders.filter-done': {short: 'tieni il filtro', long: 'tiene il filtro e va all’elenco'},
		'folders.filter-clear': {short: 'senza filtro', long: 'mostra di nuovo tutte le cartelle'},
		'folders.all': {short: 'tutte', long: 'sceglie tutte le cartelle mostrate'},
		'folders.none': {short: 'nessuna', long: 'non sceglie nessuna delle cartelle mostrate'},
		'folders.invert': {short: 'inverti', long: 'inverte la scelta delle cartelle mostrate'},
		'folders.range': {
			short: 'intervallo',
			long: 'inizia qui un intervallo: spostandosi si estende, spazio lo sceglie oppure no',
		},
		'folders.range-end': {short: 'chiudi l’intervallo', long: 'lascia l’intervallo'},
		'folders.sort': {short: 'ordina', long: 'ordina: come il server, nome, messaggi, dimensione, stato'},
		'folders.labels': {
			short: 'etichette',
			long: 'Gmail: un messaggio con più etichette va in ogni cartella, oppure in una sola',
		},
		'folders.edit': {
			short: 'modifica come testo',
			long: 'modifica la corrispondenza come file di testo, in $VISUAL o $EDITOR',
		},
		'folders.continue': {short: 'continua', long: 'prosegue; non si scrive ancora nulla'},
		'folders.archive': {
			short: 'archivio',
			long: 'comprende la seconda copia della posta tenuta dal gestore, o la esclude',
		},
		'folders.compare': {short: 'confronta', long: 'confronta le cartelle scelte, chiunque le abbia copiate'},
		'review.verify': {
			short: 'verifica',
			long: 'confronta ogni byte, o numeri, dimensioni, contrassegni e date',
		},
		'review.mark-read': {
			short: 'segna letti',
			long: 'ciò che si copia arriva già letto, oppure com’è all’origine',
		},
		'review.backup': {
			short: 'prima il backup',
			long: 'copia prima in file tutto ciò che la destinazione contiene, e torna qui',
		},
		'review.into': {short: 'cartella a parte', long: 'tutto in una cartella col nome dell’indirizzo'},
		'progress.pause': {short: 'pausa', long: 'sospende al prossimo punto sicuro, e riprende'},
		'progress.stop': {short: 'ferma', long: 'ferma al prossimo punto sicuro; si può riprendere'},
		'progress.only-faults': {
			short: 'solo con segnalazioni',
			long: 'solo le cartelle con segnalazioni o messaggi esclusi, oppure tutte',
		},
		'progress.follow': {short: 'segui', long: 'mostra tutte le cartelle e segue quella in corso'},
		'progress.detach': {short: 'lascia in corso', long: 'esce e lascia che la copia continui'},
		'result.report': {short: 'apri resoconto', long: 'legge il resoconto, in $PAGER o less'},
		'result.undo': {
			short: 'annulla',
			long: 'toglie dalla destinazione esattamente ciò che questa copia ha inserito',
		},
		'result.to-review': {short: 'torna al riepilogo', long: 'torna al riepilogo, per avviare la copia'},
		'result.again': {short: 'copia i nuovi', long: 'confronta di nuovo: si copia solo ciò che manca'},
		'result.try-again': {
			short: 'riprova gli esclusi',
			long: 'copia di nuovo ciò che è rimasto escluso, e ciò che è arrivato dopo',
		},
		'result.verify': {short: 'verifica', long: 'confronta le due caselle come sono ora'},
		'result.new': {short: 'nuova', long: 'un’altra casella'},
		'findings.only-differences': {
			short: 'differenze o tutte',
			long: 'solo le differenze, oppure tutte le segnalazioni',
		},
		'verification.open': {short: 'messaggi', long: 'i messaggi diversi di questa cartella'},
		'verification.copy': {short: 'copia i mancanti', long: 'prepara la copia di ciò che manca'},
		'verification.save': {short: 'salva elenco', long: 'salva in un file l’elenco di tutte le differenze'},
		'verification.only': {short: 'solo diverse', long: 'mostra solo le cartelle diverse, o tutte'},
		'verification.filter': {short: 'filtra', long: 'mostra le cartelle il cui nome contiene un testo'},
		'verification.sort': {short: 'ordina', long: 'ordina: come confrontate, nome, messaggi, mancanti'},
		'verification.again': {short: 'ripeti', long: 'confronta di nuovo ciò che c’è ora'},
		'verification.deep': {short: 'ogni byte', long: 'confronta di nuovo, ogni byte di ogni messaggio'},
		'verification.stop': {short: 'ferma', long: 'ferma il confronto'},
		'differences.open': {short: 'leggi', long: 'mostra questo messaggio'},
		'differences.next': {
			short: 'altro elenco',
			long: 'elenco successivo: mancanti, in più, altri contrassegni, altre date',
		},
		'differences.previous': {short: 'elenco prima', long: 'elenco precedente'},
		signatures: {short: 'firme', long: 'verifica le firme di queste cartelle (S/MIME, posta certificata)'},
		'signatures.messages': {short: 'messaggi', long: 'i messaggi che non sono come dovrebbero'},
		'signatures.other-side': {short: 'altro lato', long: 'le firme dell’altra casella'},
		'signatures.authority': {
			short: 'chi ha firmato',
			long: 'verifica di nuovo, anche chi ha firmato: con un file delle autorità di cui ci si fida',
		},
		'signatures.again': {short: 'ripeti', long: 'verifica di nuovo ciò che c’è ora'},
		'signatures.stop': {short: 'ferma', long: 'ferma la verifica; ciò che è verificato resta'},
		'suspects.read': {short: 'leggi', long: 'mostra questo messaggio'},
		'message.headers': {
			short: 'intestazioni',
			long: 'tutti i campi dell’intestazione, o quelli importanti',
		},
		'saved.remove': {
			short: 'rimuovi',
			long: 'rimuovere la casella salvata che è segnata; prima chiede conferma',
		},
		'dialog.close': {short: 'indietro', long: 'chiude senza fare nulla'},
		'dialog.submit': {short: 'conferma', long: 'prende ciò che è scritto'},
		'dialog.keep-in-trash': {
			short: 'lascia nel cestino o no',
			long: 'lascia i messaggi nel cestino, o li toglie anche da lì',
		},
	},
	keyNames: {
		up: 'su',
		down: 'giù',
		left: 'sinistra',
		right: 'destra',
		home: 'Inizio',
		end: 'Fine',
		pgup: 'PagSu',
		pgdn: 'PagGiù',
		space: 'spazio',
		tab: 'tab',
		'shift-tab': 'maiusc-tab',
		backspace: 'backspace',
		esc: 'esc',
		enter: 'invio',
	},
	spokenMarks: {
		ok: 'ok:',
		warn: 'attenzione:',
		fail: 'fallito:',
		busy: 'in corso:',
		range: 'nell’intervallo:',
		on: 'scelta:',
		off: 'non scelta:',
		doubt: 'in conflitto:',
	},
	list: {
		above: rows => `${rows === 1 ? 'un’altra' : `altre ${format.count(rows)}`} sopra`,
		below: rows => `${rows === 1 ? 'un’altra' : `altre ${format.count(rows)}`} sotto`,
		filter: 'Filtro',
		filtered: (shown, all) => `${format.count(shown)} di ${format.count(all)}`,
		nothingFits: text => `Nessun nome contiene "${text}".`,
		place: (row, all) => `${format.count(row)} di ${format.count(all)}`,
	},
	contexts: {
		runs: 'Copie',
		'connect-text': 'Accesso, in un campo di testo',
		'connect-security': 'Accesso, sulla protezione',
		'connect-continue': 'Accesso, entrambe le caselle pronte',
		folders: 'Cartelle',
		'folders-range': 'Cartelle, mentre si sceglie un intervallo',
		'folders-filter': 'Cartelle, mentre si scrive un filtro',
		review: 'Riepilogo',
		progress: 'Copia in corso',
		result: 'Esito',
		'result-backup': 'Esito di un backup',
		'result-failed': 'Esito, dopo un errore',
		verification: 'Verifica',
		'verification-busy': 'Verifica, durante il confronto',
		differences: 'Differenze di una cartella',
		message: 'Messaggio',
		signatures: 'Firme',
		'signatures-busy': 'Firme, durante la verifica',
		suspects: 'Messaggi che non sono come dovrebbero',
		'dialog-list': 'Elenchi, e questo aiuto',
		'dialog-findings': 'Segnalazioni',
		'dialog-choice': 'Scelte',
		'dialog-saved': 'Caselle salvate',
		'dialog-text': 'Un testo da scrivere',
		'dialog-word': 'Una parola da scrivere, prima di annullare',
		'too-small': 'Un terminale troppo piccolo',
	},
	tooSmall: (columns, rows, needColumns, needRows, quit) =>
		`Questo terminale è di ${columns}x${rows}; trasloco ha bisogno di ${needColumns}x${needRows}. Ingrandirlo, o ${quit} per uscire.`,
	help: {title: where => `Tasti: ${where}`},
	runs: {
		title: 'Copie precedenti, dalla più recente',
		none: 'Nessuna copia avviata.',
		live: 'in corso',
		state: {
			running: 'interrotta',
			paused: 'in pausa',
			interrupted: 'interrotta',
			failed: 'fallita',
			done: 'copiato',
			differences: 'differenze',
			undoing: 'annullam. interrotto',
			undone: 'annullata',
		},
		liveState: {undoing: 'in annullamento', paused: 'in pausa', other: 'in corso'},
		column: {started: 'avviata', state: 'stato', copied: 'copiati', accounts: 'caselle'},
		ofMessages: (copied, all) => `${format.count(copied)} di ${format.count(all)}`,
		about: (run, copied, all) => `Copia ${run}: ${format.count(copied)} di ${messages(all)} a destinazione.`,
		isLive: look => `Questa copia è in corso: ${look} la mostra mentre procede, con pausa e arresto.`,
		unreadable: why => `Il registro di questa copia non si può leggere: ${why}`,
		nothingToResume: 'Non c’è nulla da riprendere: questa copia è terminata.',
		nothingToUndo: 'Non c’è nulla da annullare: di questa copia non c’è nessun messaggio a destinazione.',
	},
	connect: {
		field: {
			address: 'Indirizzo',
			server: 'Server',
			security: 'Protezione',
			user: 'Utente',
			password: 'Password',
		},
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
		refused: 'credenziali non valide',
		failed: 'non connesso',
		connected: server => `connesso: ${server}`,
		connectedPlain: 'connesso',
		holds: (folderCount, messageCount, bytes) =>
			[
				folders(folderCount),
				messages(messageCount),
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
				clientKey:
					'Un file PEM con la chiave privata; la passphrase viene chiesta. Vuoto: nello stesso file.',
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
	},
	folders: {
		column: {from: 'Da', messages: 'messaggi', size: 'peso', to: 'A', has: 'ha', why: 'perché'},
		reason: {role: 'ruolo', name: 'nome', created: 'nuova', chosen: 'scelta', into: 'a parte'},
		leftOut: {
			trash: 'cestino',
			junk: 'indesid.',
			'all-mail': 'tutta',
			view: 'doppioni',
			'second-copy': 'copia doppia',
			'of-others': 'di altri',
			'not-selectable': 'senza posta',
			'not-chosen': 'esclusa',
		},
		new: 'nuova',
		archive: (name, n, bytes, isTaken, key) =>
			`${name}, seconda copia della posta: ${volume(n, bytes)}: ${isTaken ? 'compresa' : 'esclusa'} (${key})`,
		notCopied: 'non copiata',
		notCompared: 'non confrontata',
		onlyThere: 'solo a destinazione',
		sum: (selected, all, messageCount, bytes) =>
			`${format.count(selected)} di ${folders(all)} · ${messages(messageCount)} · ${bytes}`,
		free: (free, limit) => `liberi ${format.bytes(free)} di ${format.bytes(limit)}`,
		sort: {
			server: '',
			name: 'per nome',
			messages: 'per messaggi',
			size: 'per dimensione',
			state: 'per stato',
		},
		range: (n, toggle, end) =>
			`Un intervallo di ${folders(n)}: ${toggle} lo sceglie o lo esclude, ${end} lo chiude.`,
		conflict: (count, sources, target, byCase) =>
			`${format.count(count)} ${count === 1 ? 'conflitto' : 'conflitti'}: ${sources} ${byCase ? 'differiscono solo per le maiuscole' : 'finirebbero insieme'} in ${target}; scegliere un’altra cartella.`,
		conflictWhy: 'conflitto',
		nothingSelected: (toggle, all) => `Nessuna cartella scelta: ${toggle} ne sceglie una, ${all} tutte.`,
		intoBecause: (held, folder, into) =>
			`La destinazione contiene già ${messages(held)}: tutto va in ${folder}. ${into}: cartella per cartella.`,
		intoChosen: (folder, into) => `Tutto va in ${folder}. Con ${into} si va cartella per cartella.`,
		labels: {
			each: turn => `Un messaggio con più etichette va nella cartella di ognuna. ${turn}: in una sola.`,
			once: turn => `Un messaggio con più etichette va in una sola cartella. ${turn}: in ognuna.`,
		},
		renamed: 'il nome cambia: questo server non lo accetta così com’è',
		chooser: source => `Dove va ${source}?`,
		chooserNew: 'cartella nuova…',
		chooserNot: 'in nessuna: lasciarla fuori',
		newFolder: source => `Una cartella nuova a destinazione per ${source}`,
		file: {
			explanation: [
				'Dove va ogni cartella dell’origine: ORIGINE -> DESTINAZIONE',
				'Una cartella che va in -, o che non ha una riga, non viene copiata. Una destinazione',
				'che non esiste viene creata. Ciò che sta dopo # è un commento.',
				'Un nome che contiene -> o #, o con spazi ai margini, sta tra virgolette, come in JSON.',
				'Un file vuoto non cambia nulla.',
			],
			about: (messageCount, bytes) =>
				[messages(messageCount), ...(bytes === undefined ? [] : [format.bytes(bytes)])].join(', '),
			edited: n =>
				n === 0
					? 'Nel file non è cambiato nulla.'
					: n === 1
						? 'È cambiata la destinazione di una cartella.'
						: `È cambiata la destinazione di ${folders(n)}.`,
			notEdited: (program, why) =>
				why === ''
					? `Qui non c’è l’editor ${program}: indicarne uno in VISUAL o EDITOR.`
					: `${program} è finito con un errore (${why}): le destinazioni restano com’erano.`,
			faults: n =>
				n === 1 ? 'Una riga non si può leggere' : `${format.count(n)} righe non si possono leggere`,
			fault: {
				arrow: 'manca ->, con una cartella per lato',
				quotes: 'le virgolette non sono chiuse, o il contenuto non è come in JSON',
				source: 'prima di -> manca la cartella dell’origine',
				target: 'dopo -> manca la destinazione; - vuol dire nessuna',
				rest: 'dopo la destinazione c’è altro; un nome che contiene -> sta tra virgolette',
				unknown: 'nell’origine questa cartella non c’è',
				twice: 'questa cartella ha già una riga più sopra',
				'no-mail': 'questa cartella non contiene posta, quindi non si può copiare',
			},
			line: (line, what, name) => `Riga ${format.count(line)}${name === '' ? '' : `, ${name}`}: ${what}.`,
			more: n => `altre ${format.count(n)}`,
			again: 'Riapri il file, come è stato lasciato',
			drop: 'Lascia le destinazioni com’erano',
		},
		newFolderHint: delimiter => `I livelli sono separati da ${delimiter}`,
	},
	review: {
		planning: 'Confronto delle due caselle; non si scrive nulla.',
		planningFolder: (done, of, folder) =>
			`${format.count(done)} di ${folders(of)} confrontate, ora ${folder}`,
		toCopy: 'Da copiare',
		toCopyIs: (messageCount, bytes, folderCount, newCount) =>
			`${messages(messageCount)}, ${format.bytes(bytes)}, in ${folders(folderCount)}${newCount > 0 ? ` (${format.count(newCount)} ${newCount === 1 ? 'nuova' : 'nuove'})` : ''}`,
		alreadyThere: 'Già presenti',
		alreadyThereCompared: n =>
			n === 0 ? 'nessuno' : `${messages(n)}, secondo il confronto, non si copiano di nuovo`,
		alreadyThereIs: n => (n === 0 ? 'nessuno' : `${messages(n)}, identici, non si copiano di nuovo`),
		leftOut: 'Esclusi',
		leftOutIs: (n, findings) => (n === 0 ? 'nessuno' : `${messages(n)}: ${findings} dice quali e perché`),
		space: 'Spazio',
		spaceIs: (needed, free) => `servono ${format.bytes(needed)}, liberi ${format.bytes(free)}`,
		spaceUnknown: needed => `servono ${format.bytes(needed)}; il server non dice quanto è libero`,
		places: (needed, free) => `${messages(needed)} da copiare, posto per altri ${format.count(free)}`,
		archive: 'Archivio',
		archiveLeft: (n, bytes, key) =>
			`${volume(n, bytes)}: seconda copia della posta, esclusa. Ciò che è stato eliminato altrove può essere solo lì.${key === '' ? '' : ` Copiare anche questa? (${key})`}`,
		archiveTaken: (n, bytes, key) =>
			`${volume(n, bytes)}: seconda copia della posta, compresa: quasi tutta ci sarà due volte.${key === '' ? '' : ` Escluderla? (${key})`}`,
		largest: 'Più grande',
		largestIs: (largest, limit) =>
			limit === undefined
				? `${format.bytes(largest)}; il server non dichiara un limite`
				: `${format.bytes(largest)}, limite della destinazione ${format.bytes(limit)}`,
		flags: 'Contrassegni',
		flagsKept: 'tutti i contrassegni si conservano',
		flagsLost: (n, names) => `${keywords(n)} che la destinazione non può conservare: ${names}`,
		unread: 'Non letti',
		unreadStays: (n, change) =>
			`${messages(n)} ${n === 1 ? 'arriva non letto' : 'arrivano non letti'}   (${change} li segna letti)`,
		unreadMarked: (n, change) =>
			`${messages(n)} ${n === 1 ? 'arriva già letto' : 'arrivano già letti'}   (${change} per cambiare)`,
		inbox: 'Posta in arrivo',
		inboxHolds: (n, more) =>
			`contiene ${messages(n)}: un’applicazione che la legge ne troverà altri ${format.count(more)} in una volta.`,
		inboxInto: into => `Meglio una cartella a parte? (${into})`,
		labels: 'Etichette',
		labelsEach: 'una copia nella cartella di ogni etichetta',
		labelsOnce: n =>
			`una copia di ogni messaggio; ${format.count(n)} non ${n === 1 ? 'ripetuto' : 'ripetuti'} in altre cartelle`,
		archived: 'Archiviati',
		archivedIs: (n, folder) =>
			`${messages(n)} solo in ${folder}, cartella non scelta: non si ${n === 1 ? 'copia' : 'copiano'}`,
		verify: 'Verifica',
		verifyIs: {full: 'ogni byte, riletto', counts: 'numeri, dimensioni, contrassegni e date'},
		verifyChange: verify => `(${verify} per cambiare)`,
		holds: 'Contiene',
		holdsIs: n => `${messages(n)} già a destinazione: non se ne tocca nessuno`,
		backup: 'Backup fatto',
		backupFirst: key => `(${key}: prima il backup)`,
		backupMade: (n, files) =>
			`${messages(n)}, ${n === 1 ? 'confrontato' : 'confrontati'} e al loro posto: ${files}`,
		backupTitle: n => `Prima il backup dei ${messages(n)} della destinazione`,
		backupBody:
			'Tutte le sue cartelle, anche il cestino, si copiano in questa cartella e si confrontano, come una copia a sé; poi si torna qui. Un file .eml per messaggio conserva intatte le firme; mbox:PERCORSO serve per altri programmi. Per ripristinare il backup lo si sceglie come origine di una copia.',
		backupLabel: 'Cartella',
		certified: 'PEC',
		certifiedIs: (here, there) => `${messages(here)} all’origine, ${format.count(there)} a destinazione`,
		wayBack: 'Ritorno',
		noWayBack: 'nessuno: questo server non ha né MOVE né UIDPLUS, la copia non si potrà annullare',
		how: 'Come: copia in una cartella di appoggio, confronto, poi spostamento al suo posto.',
		howUndone: 'All’origine non cambia nulla. L’annullamento toglie esattamente questa copia.',
		howNotUndone: 'All’origine non cambia nulla.',
		back: 'Torna alle cartelle',
		backToVerification: 'Torna alla verifica',
		start: 'Avvia la copia',
		nothing: 'Non c’è nulla da copiare: a destinazione c’è già tutto.',
		noRoom: 'Non ci sta: liberare spazio, o copiare meno cartelle.',
		retry: 'Confronta di nuovo',
		inboxTitle: n => `Riempie una Posta in arrivo che contiene ${messages(n)}`,
		inboxBody: (more, submit) =>
			`${messages(more)} compariranno tutti insieme nella Posta in arrivo. Un’applicazione che la legge li prenderà per posta nuova e li scaricherà tutti. Se è ciò che si vuole, scrivere la parola e premere ${submit}.`,
		inboxWord: 'arrivo',
	},
	typeWord: word => `Scrivere ${word} per continuare`,
	progress: {
		column: {
			folder: 'Cartella',
			source: 'origine',
			staged: 'copiati',
			verified: 'verif.',
			placed: 'a posto',
			out: 'tolti',
			left: 'restano',
		},
		step: {
			waiting: '',
			comparing: 'confronto',
			staging: 'copia',
			verifying: 'verifica',
			promoting: 'spostamento',
			placed: '',
			undoing: 'rimozione',
			undone: '',
		},
		preparing: 'In preparazione.',
		onlyFaults: 'solo con segnalazioni',
		noFaults: all => `Finora nessuna cartella ha segnalazioni; ${all} le mostra tutte.`,
		total: (done, all) => `${format.count(done)} di ${messages(all)}`,
		totalBytes: (done, all) => `${format.bytes(done)} di ${format.bytes(all)}`,
		rate: messagesPerSecond => `${format.count(messagesPerSecond)} msg/s`,
		byteRate: bytesPerSecond => `${format.bytes(bytesPerSecond)}/s`,
		gone: clock => `da ${clock}`,
		left: clock => `ancora ${clock}`,
		pausing: 'pausa al prossimo punto sicuro',
		paused: pause => `in pausa; ${pause} riprende`,
		stopping: 'si ferma al prossimo punto sicuro',
		silent: seconds => `nessuna risposta da ${format.count(seconds)} s`,
		retry: (attempt, seconds) => `tentativo ${format.count(attempt)} fra ${format.count(seconds)} s`,
		connections: n => `${format.count(n)} connessioni`,
		goesOn: clock => `riprende fra ${clock}`,
		limits: (side, {bytesPerSecond, messagesPerSecond, bytesPerDay}) =>
			`${side}: al massimo ${[
				...(bytesPerSecond === undefined ? [] : [`${format.bytes(bytesPerSecond)}/s`]),
				...(messagesPerSecond === undefined ? [] : [`${format.count(messagesPerSecond)} msg/s`]),
				...(bytesPerDay === undefined ? [] : [`${format.bytes(bytesPerDay)} al giorno`]),
			].join(', ')}`,
		retries: n => `${format.count(n)} ${n === 1 ? 'tentativo ripetuto' : 'tentativi ripetuti'}`,
		run: run => `copia ${run}`,
		tenths: (percent, all) => `${percent} % di ${messages(all)}`,
		foldersOver: (over, all) => `${format.count(over)} di ${folders(all)} a posto`,
		folderOver: name => `ultima: ${name}`,
		findings: (n, key) => `${findings(n)} (${key})`,
	},
	stop: {
		title: 'Fermare la copia?',
		body: 'Si ferma al prossimo punto sicuro. Ciò che è copiato resta; la copia si può riprendere o annullare.',
		stay: 'Continua a copiare',
		go: 'Ferma qui',
	},
	detach: {
		title: 'Lasciarla in corso?',
		body: 'Il programma si chiude e la copia continua da sola. Riavviato, trasloco la mostra mentre procede.',
		heldTitle: 'Lasciarla in pausa?',
		heldGo: 'Lascia in pausa ed esci',
		heldBody: 'Il programma si chiude e la copia resta in pausa. Riavviato, trasloco può farla continuare.',
		stay: 'Resta qui',
		go: 'Lascia in corso ed esci',
	},
	interrupt: {
		title: 'Copia in corso',
		stay: 'Resta qui',
		detach: 'Lascia in corso ed esci',
		stop: 'Ferma al prossimo punto sicuro ed esci',
		stoppingTitle: 'La copia si sta fermando',
		stoppingBody:
			'Aspetta un punto sicuro, al massimo un quarto di minuto; si ferma da sola anche se si esce.',
		wait: 'Aspetta',
		leaveStopping: 'Esci subito; si ferma da sola',
	},
	result: {
		state: {
			done: 'Copiato e verificato',
			differences: 'Copiato, con differenze',
			failed: 'Fallita',
			interrupted: 'Interrotta',
			undone: 'Annullata',
		},
		runState: {running: 'Interrotta', paused: 'In pausa', undoing: 'Annullamento interrotto'},
		column: {
			folder: 'Cartella',
			source: 'origine',
			copied: 'copiati',
			already: 'già là',
			elsewhere: 'altrove',
			leftOut: 'esclusi',
			before: 'prima',
			now: 'ora',
		},
		sum: n => folders(n),
		arithmetic: 'origine = copiati + già là + esclusi      ora = prima + copiati',
		arithmeticShared: 'origine = copiati + già là + altrove + esclusi      ora = prima + copiati',
		arithmeticUndo: 'ora = prima',
		allUndone: 'La destinazione contiene esattamente ciò che conteneva prima.',
		notAddUp: 'I conti non tornano: guardare le righe senza =, e conservare il resoconto.',
		certified: (there, here) => `Posta certificata: ${format.count(there)} di ${format.count(here)}`,
		allFine: 'Tutti i messaggi di queste cartelle sono lì, confrontati e a posto.',
		moreFindings: (n, key) => `altre ${format.count(n)}: ${key}`,
		report: path => `Resoconto  ${path}`,
		reportTitle: 'Resoconto',
		reportPending: 'Resoconto  in scrittura',
		reportFailed: why => `Il resoconto non si è potuto scrivere: ${why}`,
		noDetails: 'Di questa copia non ci sono numeri per cartella: non è terminata.',
		choices: {
			keep: 'Tieni ciò che c’è e lascia così',
			resume: 'Riprendi da dove si è fermata',
			undo: 'Annulla: togli ciò che è stato copiato',
		},
		how: 'E adesso?',
		undoTitle: 'Annulla questa copia',
		undoBody: (n, folderCount, stay) =>
			`Toglie ${messages(n)} da ${folders(folderCount)}, passando dal cestino.${stay > 0 ? ` ${messages(stay)} che c’${stay === 1 ? 'era' : 'erano'} già ${stay === 1 ? 'resta' : 'restano'}.` : ''} Vanno via anche le cartelle create dalla copia, se sono di nuovo vuote.`,
		undoTrash: (keep, change) => `Lascia i messaggi nel cestino: ${keep ? 'sì' : 'no'}   (${change} cambia)`,
		undoWord: 'annulla',
	},
	verification: {
		comparing: 'Confronto delle due caselle; non si scrive nulla.',
		comparingDeep: 'Confronto delle due caselle, ogni byte di ogni messaggio; non si scrive nulla.',
		stopping: 'Si ferma al prossimo punto sicuro.',
		listed: (done, of) => `${format.count(done)} di ${messages(of)} elencati, nelle due caselle insieme`,
		read: bytes => `${format.bytes(bytes)} letti e confrontati`,
		column: {
			folder: 'Cartella',
			source: 'origine',
			destination: 'dest.',
			same: 'uguali',
			missing: 'mancano',
			extra: 'in più',
			elsewhere: 'altrove',
		},
		sort: {compared: '', name: 'per nome', messages: 'per messaggi', missing: 'per mancanti'},
		only: (shown, all) => `solo le diverse: ${format.count(shown)} di ${format.count(all)}`,
		leftAlone: (source, destination, withMessages) => {
			const sides = [
				{...source, where: 'all’origine'},
				{...destination, where: 'a destinazione'},
			].filter(side => side.folders > 0);
			const told = sides.map((side, place) => {
				// What is counted is said once.
				const held = place === 0 ? messages(side.messages) : format.count(side.messages);
				const count = place === 0 ? folders(side.folders) : format.count(side.folders);
				return `${count} ${side.where}${withMessages ? ` (${held})` : ''}`;
			});
			return `Escluse: ${told.join(', ')}`;
		},
		sum: n => folders(n),
		same: n =>
			`Nessuna differenza: ${n === 1 ? 'il solo messaggio è' : `tutti i ${messages(n)} sono`} in entrambe le caselle.`,
		details: n =>
			`${n === 1 ? 'Il solo messaggio c’è' : `Tutti i ${messages(n)} ci sono`}; contrassegni o date in parte diversi.`,
		onlyThere: n => ` ${format.count(n)} solo a destinazione.`,
		differs: (missing, extra) =>
			`${format.counted(missing, 'mancante', 'mancanti')}, ${format.count(extra)} solo a destinazione`,
		inFolders: n => `, in ${folders(n)}`,
		allSame: (n, all) =>
			`${n === 1 ? 'La sola cartella è uguale' : `Tutte le ${folders(n)} sono uguali`}; ${all} mostra tutto.`,
		certified: (here, there) => `PEC ${format.count(here)}, a dest. ${format.count(there)}`,
		compared: (date, deep) => `Confronto: ${date}, ${deep ? 'ogni byte' : 'per peso e intestazioni'}`,
		arithmetic: 'origine = uguali + mancano      destinazione = uguali + in più',
		arithmeticShared: 'origine = uguali + mancano + altrove      destinazione = uguali + in più',
		goesTo: (from, to) => `${from} → ${to}`,
		noFolder: 'a destinazione questa cartella non c’è',
		flags: n => `${messages(n)} con altri contrassegni`,
		dates: n => `${messages(n)} con un’altra data`,
		nothingMissing: 'Qui non manca nulla: non c’è niente da copiare.',
		nothingDiffers: 'Non c’è nessuna differenza: non c’è un elenco da salvare.',
		saveTitle: 'Salva l’elenco delle differenze',
		saveHint: n =>
			`${format.counted(n, 'voce', 'voci')} con data, mittente e oggetto, in CSV per un foglio di calcolo. Un file che c’è già resta com’è.`,
		saveFile: 'File',
		saving: 'Salvataggio dell’elenco.',
		saved: (n, path) => `${n === 1 ? '1 voce salvata' : `${format.count(n)} voci salvate`} in ${path}`,
	},
	differences: {
		kind: {missing: 'Mancanti', extra: 'In più', 'flags-differ': 'Contrassegni', 'dates-differ': 'Date'},
		none: {
			missing: 'Di questa cartella a destinazione non manca nulla.',
			extra: 'In questa cartella la destinazione non ha nulla in più dell’origine.',
			'flags-differ': 'I contrassegni sono gli stessi in entrambe le caselle.',
			'dates-differ': 'Le date sono le stesse in entrambe le caselle.',
		},
		column: {
			date: 'data',
			kind: 'PEC',
			from: 'da',
			subject: 'oggetto',
			size: 'peso',
			here: 'origine',
			there: 'destinazione',
			onlyHere: 'solo origine',
			onlyThere: 'solo dest.',
		},
		noFlags: 'nessuno',
		noFrom: '(nessuno)',
		noSubject: '(senza oggetto)',
	},
	message: {
		state: {
			missing: 'manca a destinazione',
			extra: 'solo a destinazione',
			'flags-differ': 'altri contrassegni a destinazione',
			'dates-differ': 'un’altra data a destinazione',
		},
		loading: 'Lettura del messaggio.',
		field: {size: 'Dimensione', flags: 'Contrassegni', date: 'Ricevuto'},
		there: what => `${what} a destinazione`,
		attachments: n => format.counted(n, 'allegato', 'allegati'),
		noName: '(senza nome)',
		noText: 'Questo messaggio non ha testo.',
		cut: 'Il testo continua; se ne mostra solo l’inizio.',
		partial: 'In questo messaggio c’è più di quanto si possa mostrare qui.',
	},
	signatures: {
		checking: {
			source: (done, of) => `Verifica all’origine: ${format.count(done)} di ${messages(of)}`,
			destination: (done, of) => `Verifica a destinazione: ${format.count(done)} di ${messages(of)}`,
		},
		stopping: 'Si ferma al prossimo punto sicuro.',
		reading: 'I messaggi si leggono e si confrontano con le firme; non si scrive nulla.',
		brokenOff: (done, of) =>
			`Interrotta: ${format.count(done)} di ${messages(of)} ${done === 1 ? 'verificato' : 'verificati'}.`,
		sound: n =>
			n === 0
				? 'Qui nessun messaggio è firmato.'
				: n === 1
					? 'La sola firma è integra.'
					: `Tutte le ${format.count(n)} firme sono integre.`,
		unsound: n => (n === 1 ? '1 messaggio non è come dovrebbe.' : `${messages(n)} non sono come dovrebbero.`),
		notes: n =>
			n === 1
				? '1 firma di posta ordinaria non si è potuta verificare.'
				: `${format.count(n)} firme di posta ordinaria non si sono potute verificare.`,
		unsigned: n => `${messages(n)} di posta ordinaria senza firma.`,
		checked: {
			source: date => `Verificata l’origine, ${date}`,
			destination: date => `Verificata la destinazione, ${date}`,
		},
		byAuthority: 'anche chi ha firmato',
		meaning: 'Dice che cosa è stato alterato dopo la firma, nulla sul valore legale.',
		noFolders: 'Nessuna di queste cartelle c’è.',
		noSuspects: 'Ogni messaggio è come dovrebbe: non c’è un elenco.',
		folderTitle: 'Cartella',
		signatureTitle: 'firma',
		column: {
			messages: 'messaggi',
			certified: 'PEC',
			intact: 'integre',
			'expired-since': 'scadute\npoi',
			expired: 'già\nscadute',
			'unknown-signer': 'firmat.\nignoto',
			altered: 'alterate',
			'not-signed': 'senza\nfirma',
			unchecked: 'non\nverif.',
		},
		verdict: {
			intact: 'integra',
			'expired-since': 'poi scaduta',
			expired: 'già scaduta',
			'unknown-signer': 'firmat. ignoto',
			altered: 'alterata',
			'not-signed': 'senza firma',
			unchecked: 'non verificata',
		},
		suspects: {
			source: n => `All’origine: ${messages(n)} da guardare`,
			destination: n => `A destinazione: ${messages(n)} da guardare`,
		},
		fields: {
			signature: 'Firma',
			words: 'In dettaglio',
			signer: 'Firmatario',
			issuer: 'Autorità',
			signedAt: 'Firmato il',
			validUntil: 'Valido fino al',
		},
		authorityTitle: 'Verifica chi ha firmato',
		authorityHint:
			'Un file PEM con i certificati delle autorità di cui ci si fida. Una firma per il cui firmatario nessuna di esse garantisce risulta di firmatario ignoto.',
	},
	findings: {
		title: n => findings(n),
		differences: n =>
			n === 0
				? 'Nessuna differenza: le altre segnalazioni sono note.'
				: `${format.count(n)} ${n === 1 ? 'differenza' : 'differenze'}`,
		none: 'Nessuna segnalazione: non c’è nulla da guardare.',
		kept: path => `conservato in ${path}`,
	},
	leaving: {
		run: (run, state) => `trasloco: copia ${run}: ${state}`,
		copied: (n, there, left) =>
			`  ${messages(n)} ${n === 1 ? 'copiato' : 'copiati'}, ${format.count(there)} già ${there === 1 ? 'presente' : 'presenti'}, ${format.count(left)} ${left === 1 ? 'escluso' : 'esclusi'}`,
		undone: n => `  ${messages(n)} ${n === 1 ? 'tolto' : 'tolti'} di nuovo`,
		report: path => `  resoconto: ${path}`,
		compared: (missing, extra) =>
			`trasloco: confronto: ${format.counted(missing, 'mancante', 'mancanti')} a destinazione, ${format.count(extra)} solo là`,
		checked: (n, suspects) =>
			`trasloco: firme: ${messages(n)} ${n === 1 ? 'verificato' : 'verificati'}, ${format.count(suspects)} non come ${suspects === 1 ? 'dovrebbe' : 'dovrebbero'}`,
		list: path => `  elenco: ${path}`,
		resume: run => `  per riprendere:  trasloco resume ${run}`,
		undo: run => `  per annullare:   trasloco undo ${run}`,
		running: 'Continua da sola. Per vedere a che punto è: trasloco runs',
		held: 'Resta in pausa finché qualcuno non la fa continuare.',
		watch: run => `  per seguirla:    trasloco attach ${run}`,
		defect:
			'Le schermate si sono interrotte: è un difetto di trasloco, non un errore di chi lo usa. Nulla è perduto.',
		state: {
			done: 'copiato e verificato',
			differences: 'copiato, con differenze',
			failed: 'fallita',
			interrupted: 'interrotta',
			undone: 'annullata',
			running: 'in corso',
			paused: 'in pausa',
			stopping: 'si sta fermando',
		},
	},
};
