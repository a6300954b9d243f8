import type {commands as english} from '../en/commands.ts';
import {createFormat} from '../format.ts';
import {around, plural} from '../wording.ts';

const {count, counted} = createFormat('it');
const messages = (n: number | string) => counted(n, 'messaggio', 'messaggi');
const folders = (n: number | string) => counted(n, 'cartella', 'cartelle');

/** Sentences of the commands that print lines. Numbers that are texts were formatted before. */
export const commands: typeof english = {
	connected: (side, server, folderCount, messageCount) =>
		`${side}: connesso${around(' a ', server)}, ${folders(folderCount)}, ${messages(messageCount)}`,
	planning: (done, of, folder) => `Confronto ${count(done + 1)} di ${count(of)}: ${folder}`,
	comparing: (listed, toList, read) => `elencati ${listed} di ${messages(toList)}${around(', letti ', read)}`,
	checking: (folder, done, of) => `Verifica delle firme: ${folder}, ${done} di ${messages(of)}`,
	signaturesSound: (signed, others) =>
		`Nessuna firma alterata: ${plural(signed, 'verificata', 'verificate')} ${signed}; senza firma ${messages(others)}.`,
	signaturesUnsound: findingCount =>
		`Non tutte le firme sono integre: ${counted(findingCount, 'segnalazione', 'segnalazioni')}.`,
	certifiedAt: {
		both: 'Posta certificata, uguale da entrambe le parti:',
		source: 'Posta certificata all’origine:',
		destination: 'Posta certificata a destinazione:',
	},
	recordFile: path => `Verbale: ${path}`,
	askKey: path => `Passphrase della chiave ${path}: `,
	notEvidence: 'Dice che cosa è stato alterato dopo la firma, non che cosa ha valore legale.',
	plan: (messageCount, size, folderCount, there) =>
		`Da copiare: ${messages(messageCount)}, ${size}, in ${folders(folderCount)}; già presenti: ${there}`,
	leftOutFolder: (folder, messageCount) => `${folder} (${messages(messageCount)})`,
	leftOut: (named, map) => `Non si copia: ${named}. Con --map ${map} si copia anche una cartella così.`,
	oneMbox: (folder, destination) =>
		`${folder} → ${destination}: di una casella intera resterebbe escluso, ma è il solo file indicato.`,
	marksRead: unread =>
		`Di questi, ${counted(unread, 'messaggio non letto all’origine arriverà segnato', 'messaggi non letti all’origine arriveranno segnati')} come ${plural(unread, 'già letto', 'già letti')}, per scelta.`,
	elsewhere: messageCount => `Presenti anche in un’altra cartella, e copiati lì: ${messages(messageCount)}`,
	backingUp: (messageCount: string, files: string) =>
		`Prima il backup: ${messages(messageCount)} della destinazione, in ${files}`,
	nothingToBackUp: 'La destinazione non contiene messaggi: non c’è nulla di cui fare il backup.',
	carried: (copied, all, size, verified) =>
		`messi a destinazione da questa copia: ${count(copied)} di ${messages(all)}, ${size}; verifica: ${verified}`,
	backedUp: (files: string) =>
		`Backup fatto e verificato. Per ripristinarlo: trasloco copy --from ${files} --to CASELLA`,
	notBackedUp:
		'Il backup non è completo, quindi non si copia nulla. Lo stesso comando riprende da dove si è fermato.',
	unpacking: (done, total) => `Estrazione dello zip: ${done} di ${total}`,
	dryRun: 'Non è stato scritto nulla (--dry-run).',
	started: run => `Copia ${run}`,
	resumed: run => `Ripresa della copia ${run}`,
	undoing: run => `Annullamento della copia ${run}`,
	folder: (source, destination, copied, there) =>
		`${source} → ${destination}: copiati ${copied}, già presenti ${there}`,
	undoneFolder: (destination, taken) => `${destination}: tolti ${taken}`,
	progress: (placed, staged, verified, of, size, rate) =>
		`copiati ${staged}, verificati ${verified}, a posto ${placed} di ${of}  ${size}  ${rate}/s`,
	goesOn: (what, clock) => `${what}; riprende fra ${clock}`,
	retry: (what, seconds) => `${what}; nuovo tentativo fra ${seconds} s`,
	table: {
		source: 'Origine',
		destination: 'Destinazione',
		here: 'origine',
		copied: 'copiati',
		toCopy: 'da copiare',
		there: 'già là',
		left: 'esclusi',
		before: 'ne aveva',
		now: 'ne ha',
		at: 'destinazione',
		folder: 'Cartella',
		messages: 'messaggi',
		certified: 'PEC',
		same: 'uguali',
		missing: 'mancanti',
		elsewhere: 'altrove',
		extra: 'in più',
	},
	states: {
		running: 'interrotta',
		paused: 'in pausa',
		interrupted: 'interrotta',
		failed: 'fallita',
		done: 'copiato',
		differences: 'copiato, con differenze',
		undoing: 'annullamento interrotto',
		undone: 'annullata',
	},
	done: (copied, there) => `Copiato e verificato: copiati ${copied}, già presenti ${there}.`,
	differences: (copied, skipped, findings) =>
		`Copiato, con differenze: copiati ${copied}, esclusi ${skipped}, ${counted(findings, 'segnalazione', 'segnalazioni')}.`,
	same: messageCount =>
		`Nessuna differenza: tutto ciò che c’è all’origine (${messages(messageCount)}) è a destinazione.`,
	differ: (missing, extra) => `Differenze: mancanti a destinazione ${missing}, presenti solo là ${extra}.`,
	undone: taken =>
		`Annullata: ${messages(taken)} ${plural(taken, 'tolto', 'tolti')}, nient’altro è stato toccato.`,
	undoBroken: run =>
		`L’annullamento non è finito. Quel che è tolto è tolto: trasloco undo ${run} lo riprende.`,
	nothingBegun: 'Interrotto prima di scrivere qualcosa.',
	interrupted: run =>
		`Interrotta. Nulla è perduto. Per riprendere: trasloco resume ${run}; per annullare: trasloco undo ${run}`,
	failed: run => `Fallita. Per riprendere: trasloco resume ${run}; per annullare: trasloco undo ${run}`,
	findings: 'Segnalazioni',
	noAccounts: 'Ancora nessuna casella salvata: si salvano dalle schermate.',
	typedPassword: 'password scritta ogni volta',
	noRuns: 'Nessuna copia avviata.',
	list: path => `Elenco: ${path}`,
	report: path => `Resoconto: ${path}`,
	liveStates: {running: 'in corso', paused: 'in pausa, da riprendere', undoing: 'in annullamento'},
	toAttach: run => `per vederla mentre procede, sospenderla o fermarla: trasloco attach ${run}`,
	unreadable: why => `registro illeggibile: ${why}`,
	found: (side, address, server, user, how) => `${side}: ${address} sta su ${server}, utente ${user}: ${how}`,
	askPassword: (side, user, host) => `${side}: password di ${user} su ${host}: `,
	askPassphrase: (side: string, file: string) => `${side}: passphrase della chiave ${file}: `,
	askProxyPassword: (side: string, host: string) => `${side}: password per il proxy ${host}: `,
	authorize: (side: string, provider: string, user: string) =>
		`${side}: accedere a ${provider} come ${user}, con un browser su questo computer o su un altro:`,
	authorizeCode: (code: string) => `Là, scrivere il codice ${code}   (in attesa; Ctrl+C per rinunciare)`,
	authorizePaste: 'Finisce su una pagina che non si apre? Incollarne qui l’indirizzo:',
	authorizeNotThat: 'Non è l’indirizzo di quella pagina: comincia con http://127.0.0.1',
	authorized: 'Fatto. Si può chiudere questa pagina e tornare a trasloco.',
	confirmUndo: (messageCount, run) =>
		`Toglie dalla destinazione ${messages(messageCount)} della copia ${run}. Scrivere annulla per continuare: `,
	undoWord: 'annulla',
	notConfirmed: 'Non è stato fatto nulla.',
	stopping: 'Si ferma al prossimo punto sicuro…',
	paused: 'In pausa.',
	continued: 'Riprende.',
	left: run =>
		`La copia continua da sola. trasloco attach ${run} la mostra di nuovo, trasloco stop ${run} la ferma.`,
	defect:
		'Questo è un difetto di trasloco, non un errore di chi lo usa. Nulla è perduto: il registro sa che cosa è stato fatto.',
};
