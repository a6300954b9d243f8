import type {help as english} from '../en/help.ts';

/** The same in Italian. */
export const help: typeof english = {
	ofCommander: [
		[/^Usage:/, 'Uso:'],
		[/^Arguments:/, 'Argomenti:'],
		[/^Options:/, 'Opzioni:'],
		[/^Commands:/, 'Comandi:'],
		[/\[options\]/, '[opzioni]'],
		[/\[command\]/, '[comando]'],
		[/\(choices: /, '(valori: '],
		[/([(,] ?)default: /, '$1predefinito: '],
		[/^error: /, 'errore: '],
		[/unknown option '/, "opzione sconosciuta '"],
		[/unknown command '/, "comando sconosciuto '"],
		[/missing required argument '/, "manca l’argomento '"],
		[/option '(.*)' argument missing/, "manca il valore dell’opzione '$1'"],
		[/option '(.*)' argument '(.*)' is invalid\./s, "l’opzione '$1' non accetta '$2'."],
		[/Allowed choices are /, 'Valori ammessi: '],
		[/option '(.*)' cannot be used with option '(.*)'/, "l’opzione '$1' non si può usare con '$2'"],
		[/too many arguments\. Expected 0 .*: (.*)\.(?=\s*$)/s, "non c’è un comando '$1'"],
		[/too many arguments(?: for '.*')?\. Expected .*: (.*)\.(?=\s*$)/s, 'troppi argomenti: $1.'],
		[/\(Did you mean one of (.*)\?\)/, '(forse $1?)'],
		[/\(Did you mean (.*)\?\)/, '(forse $1?)'],
	],
	about:
		'Trasferisce una casella di posta da un account IMAP a un altro, mentre si guarda: tutto verificato, e si può annullare.',
	seeHelp: '(si veda trasloco --help)',
	takes: {
		account: 'casella',
		certificate: 'certificato',
		command: 'comando',
		file: 'file',
		folder: 'cartella',
		how: 'come',
		limits: 'limiti',
		minutes: 'minuti',
		name: 'nome',
		pair: 'origine=destinazione',
		provider: 'provider',
		run: 'copia',
		sha256: 'sha256',
		url: 'url',
		user: 'utente',
	},
	commands: {
		copy: 'copia una casella, la verifica e dice che cosa ha fatto',
		verify: 'confronta due caselle, chiunque abbia fatto la copia',
		resume: 'porta a termine una copia interrotta',
		undo: 'toglie dalla destinazione ciò che una copia vi ha messo',
		attach: 'mostra una copia in corso, che si può sospendere e fermare',
		stop: 'ferma a un punto sicuro una copia in corso',
		record: 'scrive il verbale di una copia: che cosa è stato di ogni messaggio, in CSV e JSON, con SHA-256',
		runs: 'elenca le copie che hanno qui un registro',
		accounts: 'elenca le caselle salvate, o ne rimuove una',
		help: 'aiuto su un comando',
	},
	options: {
		version: 'stampa la versione',
		help: 'stampa questo aiuto',
		from: 'dov’è la posta: un indirizzo, una casella salvata, imaps://UTENTE@SERVER[:PORTA], o posta in file: eml:CARTELLA, maildir:CARTELLA, mbox:CARTELLA, mbox:FILE, o un loro .zip',
		to: 'dove va',
		verify: 'full: rilegge ogni copia; counts: confronta numero, dimensioni e contrassegni',
		markRead: 'ciò che si copia arriva segnato come già letto, e viene detto quanto',
		backup:
			'prima copia lì, in file, tutto ciò che c’è a destinazione, e prosegue solo dopo averlo verificato: una cartella per file .eml, o maildir:CARTELLA, mbox:CARTELLA',
		dryRun: 'dice soltanto che cosa farebbe',
		eventLines: 'un evento per riga',
		runLines: 'una copia per riga',
		accountLines: 'una casella per riga',
		deep: 'legge ogni messaggio di entrambe le parti e ne confronta tutto il contenuto',
		allowExtra: 'la posta presente solo a destinazione non è una differenza',
		screens: 'con le schermate, come senza caselle: per guardare dentro cartelle e messaggi',
		save: 'scrive l’elenco dei messaggi diversi in un nuovo file CSV',
		signatures: 'verifica le firme S/MIME (posta certificata) delle caselle indicate, una o due',
		authority:
			'verifica le firme e anche chi ha firmato: i certificati (PEM) di chi ne deve garantire l’identità',
		yes: 'non chiede conferma',
		keepInTrash: 'lascia i messaggi nel cestino',
		recordFolder: 'in questa cartella; altrimenti in una accanto al registro della copia',
		recordSignatures: 'verifica le firme S/MIME di ciò che c’è a destinazione',
		sign: 'lo firma con il proprio certificato (PEM)',
		key: 'la chiave privata di quel certificato, se è in un altro file',
		remove: 'rimuove questa; la posta e le sue copie restano come sono',
		slow: 'ridisegna al massimo una volta al secondo; via SSH è già così',
		screenReader: 'frasi semplici al posto delle schermate, per un lettore di schermo',
		map: 'mette questa cartella in quella; si può ripetere',
		only: 'copia soltanto questa cartella; si può ripetere',
		except: 'copia tutto tranne questa cartella; si può ripetere',
		into: 'mette la INBOX dell’origine in questa cartella e tutte le altre sotto di essa',
		archive: 'anche la seconda copia della posta che il provider tiene, per anno (posta certificata)',
		labels:
			'Gmail: un messaggio con più etichette viene copiato nella cartella di ognuna (each) o una volta sola (once)',
		patience: 'per quanto insistere quando un server è irraggiungibile o troppo occupato',
		fromPasswordCommand: 'stampa la password di --from (senza shell)',
		toPasswordCommand: 'stampa la password di --to (senza shell)',
		fromPasswordStdin: 'la prima riga dell’input standard è la password di --from',
		toPasswordStdin: 'lo stesso per --to; se ci sono entrambi, la seconda riga è quella di --to',
		ca: 'si fida anche delle autorità di certificazione in questo file PEM',
		fromCertificate: 'si fida di questo solo certificato di --from, qualunque difetto abbia',
		fromOldTls: 'accetta TLS 1.0 e 1.1 da un vecchio server: altri li possono violare',
		fromOauth:
			'accede a --from con un browser: google, microsoft, o uno delle impostazioni; token: ciò che è dato come password è un token di accesso',
		fromAuthorizeAs: 'la casella di questo utente, se chi accede la può aprire',
		fromClientCertificate: 'mostra questo certificato (PEM) al server di --from',
		fromClientKey: 'la sua chiave privata, se è in un file a parte',
		fromProxy: 'raggiunge --from attraverso socks5://[UTENTE@]SERVER[:PORTA], o http:// (CONNECT)',
		fromLimits: 'non copia più in fretta di così, per esempio 500kB/s,10/s,2GB/day',
		sameForTo: 'lo stesso per --to',
		compress: 'trasmette meno byte, se un server lo sa fare: per linee sotto i 20 Mbit/s',
	},
	notMinutes: 'Ci vuole un numero intero di minuti.',
	afterVerify:
		'Contrassegni e date diversi vengono detti e contati; se non c’è altro, il codice\ndi uscita resta 0.',
	after: `
Caselle      mario@esempio.it               il server viene cercato, e detto
             imaps://UTENTE@SERVER[:PORTA]  TLS, porta 993
             imap://UTENTE@SERVER[:PORTA]   STARTTLS, obbligatorio
             imap+plain://UTENTE@SERVER     senza cifratura: questo computer
                                            (in UTENTE, @ si scrive %40)
             eml:CARTELLA                   posta in file: uno per messaggio
             maildir:CARTELLA               un Maildir
             mbox:CARTELLA                  un file per cartella; come origine
                                            anche mbox:FILE
             eml:FILE.zip                   come origine: uno .zip di questi
             mboxo:FILE                     un mbox di dialetto noto; così anche
                                            mboxrd:, mboxcl: e mboxcl2:
Password     TRASLOCO_FROM_PASSWORD, TRASLOCO_TO_PASSWORD, un comando, l’input
             standard, o viene chiesta; mai un argomento. Lo stesso per
             TRASLOCO_FROM_PASSPHRASE (la chiave di un client) e
             TRASLOCO_FROM_PROXY_PASSWORD
Codici di    0    tutto copiato e verificato
uscita       1    un difetto del programma
             2    uso sbagliato
             3    differenze, tutte elencate
             4    credenziali non valide
             5    una parte non è raggiungibile, o non è affidabile
             6    la destinazione non può ricevere
             130  interrotta, si può riprendere`,
};
