import type {CertifiedKind} from '../../certified/kind.ts';
import type {Verdict} from '../../certified/verdict.ts';
import {createFormat} from '../format.ts';
import {around, type Findings, isSystemFlag, plural} from '../wording.ts';
import {certified} from './certified.ts';

const {count: grouped, counted, bytes: volume} = createFormat('it');
const messages = (n: number | string = 1) => counted(n, 'messaggio', 'messaggi');
const bytes = (n: number | string) => counted(n, 'byte', 'byte');
const figure = (n: number | string) => (typeof n === 'number' ? grouped(n) : n);
/** The first of so many, by its name. */
const examples = (first: string | number | undefined, n: number) => around(' (', first, n > 1 ? ', …)' : ')');
const keptAt = (path: string | undefined) => around(', conservato in ', path);

/** What is wrong in a file with messages. */
function damageOf(what: string, count: number): string {
	const copied = plural(count, 'copiato così com’è', 'copiati così come sono');
	switch (what) {
		case 'no-separator':
			return `senza la riga “From ” nel file: ${copied}`;
		case 'no-empty-line':
			return `senza riga vuota dopo la fine nel file, forse ${plural(count, 'incompleto', 'incompleti')}: ${copied}`;
		case 'cut-off':
			return `${plural(count, 'troncato', 'troncati')} dove finisce il file: ${plural(count, 'copiato', 'copiati')} fin dove ${plural(count, 'arriva', 'arrivano')}`;
		case 'wrong-length':
			return `con un Content-Length che non è la lunghezza nel file: ${plural(count, 'letto', 'letti')} fino alla riga “From ” successiva`;
		case 'nuls':
			return `con byte NUL alla fine, come dopo una mancanza di corrente: ${copied}`;
		case 'quoted-signed':
			return `${plural(count, 'firmato', 'firmati')}, con righe che iniziano con “>From ”: tolto un “>”, e se il file è un mboxo semplice ${plural(count, 'la firma può non risultare più valida', 'le firme possono non risultare più valide')}: lo dice trasloco verify --signatures, e i file .eml le conservano intatte`;
		case 'entry':
			return `con una voce di trasloco.jsonl non del tutto leggibile: ${plural(count, 'copiato', 'copiati')} con i contrassegni e la data che si conoscono senza di essa`;
		default:
			return `con righe che iniziano con “>From ”: tolto un “>”, come d’uso negli mbox`;
	}
}

/** A sentence for every finding. Folders, message and server's words are put around it. */
export const findings: Findings = {
	'too-large': ({params: {limit} = {}, kept}) =>
		`più grande di quanto la destinazione accetti${limit === undefined ? '' : ` (${bytes(limit)})`}: escluso${keptAt(kept)}`,
	refused: ({kept}) => `rifiutato dalla destinazione: escluso${keptAt(kept)}`,
	altered: ({params: {sent, arrived} = {}, kept}) => {
		const sizes =
			sent === undefined || arrived === undefined
				? ''
				: ` (inviati ${bytes(sent)}, riletti ${bytes(arrived)})`;
		return `la destinazione ne ha cambiato il contenuto${sizes}: la copia c’è${around(', l’originale è conservato in ', kept)}`;
	},
	vanished: ({count}) =>
		count === undefined
			? 'sparito dall’origine dopo il confronto: non copiato'
			: `sparita dall’origine dopo il confronto: ${messages(count)} non ${count === 1 ? 'copiato' : 'copiati'}`,
	'source-renumbered': ({count = 1}) =>
		`sostituita all’origine dopo il confronto (UIDVALIDITY): ${messages(count)} non ${plural(count, 'copiato', 'copiati')}; una nuova copia confronta di nuovo`,
	unreadable: ({count, params: {what} = {}}) => {
		if (what !== undefined) return `non si può aprire ${what}: ciò che contiene non è copiato`;
		return count === undefined
			? 'l’origine non lo consegna: non copiato'
			: `l’origine non la apre: ${messages(count)} non ${plural(count, 'copiato', 'copiati')}`;
	},
	'keywords-lost': ({params, count}) =>
		`${around(isSystemFlag(params?.flags) ? 'il contrassegno ' : 'l’etichetta ', params?.flags) || 'un’etichetta'} non si può conservare a destinazione, su ${messages(count)}`,
	'flags-differ': ({params, count}) => {
		if (count !== undefined) return `contrassegni diversi su ${messages(count)}`;
		const which = [around('non conservati: ', params?.missing), around('aggiunti: ', params?.added)];
		return `i contrassegni sono diversi${around(' (', which.filter(Boolean).join('; '), ')')}`;
	},
	'marked-read': ({count = 1}) =>
		`${messages(count)} ${plural(count, 'segnato come già letto', 'segnati come già letti')}, per scelta`,
	'date-differs': ({params, count}) =>
		count === undefined
			? `la data di arrivo${around(' ', params?.wanted)} è ${around('diventata ', params?.found) || 'diversa'}`
			: `data di arrivo diversa su ${messages(count)}`,
	'zone-not-kept': ({count}) =>
		`la destinazione mostra la data di arrivo di ${messages(count)} in un fuso orario suo; l’istante è lo stesso`,
	'other-content': ({count = 1}) =>
		plural(
			count,
			`${messages(count)} somiglia a uno già presente e ha un altro contenuto: copiato`,
			`${messages(count)} somigliano ad altri già presenti e hanno un altro contenuto: copiati`,
		),
	'name-changed': ({destination}) =>
		`il nome non si può conservare a destinazione${around(' e diventa ', destination)}`,
	'of-others': ({params: {folders = 1, first} = {}}) =>
		plural(
			folders,
			`una cartella di altri utenti o condivisa${around(' (', first, ')')}: non fa parte della casella, si copia solo se indicata per nome`,
			`${counted(folders, 'cartella', 'cartelle')} di altri utenti o condivise${around(' (', first, ', …)')}: non fanno parte della casella, si copiano solo se indicate per nome`,
		),
	'only-in-all-mail': ({count = 1}) =>
		`${messages(count)} ${plural(count, 'archiviato, che si trova', 'archiviati, che si trovano')} solo in questa cartella: non ${plural(count, 'viene copiato', 'vengono copiati')}, perché la cartella non è stata scelta`,
	'second-copy': ({count = 0, params: {folders = 1, bytes: size} = {}}) =>
		`esclusa la seconda copia della posta (${counted(folders, 'cartella', 'cartelle')}, ${messages(count)}${size === undefined ? '' : `, ${volume(Number(size))}`}): ciò che è stato eliminato altrove può essere solo lì; --archive la comprende`,
	damaged: ({count = 1, params: {what, first} = {}}) => {
		if (what === 'folder-entry')
			return 'ciò che trasloco.jsonl dice della cartella non ha senso: per il nome vale quello del file, e il tipo di cartella può mancare';
		return `${messages(count)} ${damageOf(String(what), count)}${examples(first, count)}`;
	},
	'deleted-in-file': ({count = 1}) =>
		`${messages(count)} ${plural(count, 'eliminato', 'eliminati')} dal programma che ha scritto il file, e ancora nel file: non ${plural(count, 'copiato', 'copiati')}`,
	'other-files': ({count = 1, params: {what} = {}}) =>
		plural(
			count,
			`un file non è posta di questo formato${examples(what, count)}: non copiato`,
			`${counted(count, 'file', 'file')} non sono posta di questo formato${examples(what, count)}: non copiati`,
		),
	'renamed-in-zip': ({count = 1, params: {what} = {}}) =>
		plural(
			count,
			`un file dello zip ha un nome già usato da un altro: estratto con un nome diverso${examples(what, count)}`,
			`${counted(count, 'file', 'file')} dello zip hanno un nome già usato da altri: estratti con un nome diverso${examples(what, count)}`,
		),
	'links-in-zip': ({count = 1, params: {what} = {}}) =>
		plural(
			count,
			`un collegamento simbolico nello zip${examples(what, count)}: non seguito`,
			`${counted(count, 'collegamento simbolico', 'collegamenti simbolici')} nello zip${examples(what, count)}: non seguiti`,
		),
	'other-role': () => 'va per scelta in una cartella destinata ad altra posta: verificare che sia voluto',
	'not-subscribed': () => 'la cartella non si è potuta sottoscrivere a destinazione',
	'count-differs': ({params: {now, expected} = {}}) =>
		now === undefined || expected === undefined
			? 'contiene un numero di messaggi diverso da quello atteso: nel frattempo è cambiata'
			: `contiene ${messages(now)} invece di ${figure(expected)}: nel frattempo è cambiata`,
	'folder-renumbered': ({count}) =>
		count === undefined
			? 'è stata sostituita a destinazione dopo il confronto (UIDVALIDITY)'
			: `è stata sostituita a destinazione (UIDVALIDITY): ${messages(count)} non si ${plural(count, 'distingue', 'distinguono')} più e ${plural(count, 'resta', 'restano')}`,
	'foreign-staging': ({count}) =>
		`cartella di appoggio di un’altra copia, con ${messages(count)}: riprendere o annullare quella copia`,
	'copied-by-another-run': ({count = 1}) =>
		`${messages(count)} ${plural(count, 'già inserito', 'già inseriti')} nel frattempo da un’altra copia: non ${plural(count, 'ripetuto', 'ripetuti')}`,
	missing: () => 'manca a destinazione',
	extra: () => 'solo a destinazione',
	'folder-missing': ({count}) => `la cartella manca a destinazione, con ${messages(count)}`,
	signature: ({params: {kind, verdict, signer} = {}}) => {
		const said = certified.verdicts[verdict as Verdict] ?? 'firma non integra';
		return `${around('', certified.kinds[kind as CertifiedKind], ': ')}${said}${around(', firmato da ', signer)}`;
	},
	'no-exact-undo': () =>
		'la destinazione non sa togliere singoli messaggi senza toccare gli altri (né MOVE né UIDPLUS): questa copia non si potrà annullare',
	'gone-before-undo': ({count = 1}) =>
		plural(
			count,
			`${messages(count)} non è più dove la copia lo ha messo: qualcuno lo ha spostato o eliminato`,
			`${messages(count)} non sono più dove la copia li ha messi: qualcuno li ha spostati o eliminati`,
		),
	'altered-before-undo': ({count = 1}) =>
		plural(
			count,
			`${messages(count)} non è più come la copia lo ha scritto: qualcuno ha modificato il file, che resta`,
			`${messages(count)} non sono più come la copia li ha scritti: qualcuno ha modificato i file, che restano`,
		),
	'folder-gone': ({count}) => `la cartella non c’è più, e con lei ${messages(count)} della copia`,
	'folder-kept': ({count}) => {
		if (count === 0) return 'la cartella resta, vuota: sotto ce ne sono altre';
		return `la cartella resta${count ? `: contiene ${messages(count)}` : ''}`;
	},
};
