import type * as english from '../../en/screens/review.ts';
import {countFolders, countKeywords, countMessages, format, volume} from '../counted.ts';

export const review: typeof english.review = {
	planning: 'Confronto delle due caselle; non si scrive nulla.',
	planningFolder: (done, of, folder) =>
		`${format.count(done)} di ${countFolders(of)} confrontate, ora ${folder}`,
	toCopy: 'Da copiare',
	toCopyIs: (messageCount, bytes, folderCount, newCount) =>
		`${countMessages(messageCount)}, ${format.bytes(bytes)}, in ${countFolders(folderCount)}${newCount > 0 ? ` (${format.count(newCount)} ${newCount === 1 ? 'nuova' : 'nuove'})` : ''}`,
	alreadyThere: 'Già presenti',
	alreadyThereCompared: n =>
		n === 0 ? 'nessuno' : `${countMessages(n)}, secondo il confronto, non si copiano di nuovo`,
	alreadyThereIs: n => (n === 0 ? 'nessuno' : `${countMessages(n)}, identici, non si copiano di nuovo`),
	leftOut: 'Esclusi',
	leftOutIs: (n, findings) => (n === 0 ? 'nessuno' : `${countMessages(n)}: ${findings} dice quali e perché`),
	behind: 'Non scelti',
	behindIs: (messageCount, folderCount, names) =>
		`${countMessages(messageCount)} in ${countFolders(folderCount)}: ${names}`,
	space: 'Spazio',
	spaceIs: (needed, free) => `servono ${format.bytes(needed)}, liberi ${format.bytes(free)}`,
	spaceUnknown: needed => `servono ${format.bytes(needed)}; il server non dice quanto è libero`,
	places: (needed, free) => `${countMessages(needed)} da copiare, posto per altri ${format.count(free)}`,
	archive: 'Archivio',
	archiveLeft: (n, bytes, key) =>
		`${volume(n, bytes)}: seconda copia della posta, esclusa. Ciò che è stato eliminato altrove può essere solo lì.${key === '' ? '' : ` Copiare anche questa? (${key})`}`,
	archiveTaken: (n, bytes, key) =>
		`${volume(n, bytes)}: seconda copia della posta, compresa: quasi tutta ci sarà due volte.${key === '' ? '' : ` Escluderla? (${key})`}`,
	largest: 'Più grande',
	largestIs: (largest, limit) =>
		limit === undefined
			? `${format.bytes(largest)}; nessun limite dichiarato`
			: `${format.bytes(largest)}, limite della destinazione ${format.bytes(limit)}`,
	flags: 'Contrassegni',
	flagsKept: 'tutti i contrassegni si conservano',
	flagsLost: (n, names) => `${countKeywords(n)} che la destinazione non può conservare: ${names}`,
	unread: 'Non letti',
	unreadStays: (n, change) =>
		`${countMessages(n)} ${n === 1 ? 'arriva non letto' : 'arrivano non letti'}   (${change} li segna letti)`,
	unreadMarked: (n, change) =>
		`${countMessages(n)} ${n === 1 ? 'arriva già letto' : 'arrivano già letti'}   (${change} per cambiare)`,
	inbox: 'Posta in arrivo',
	inboxHolds: (n, more) =>
		`contiene ${countMessages(n)}: un’applicazione che la legge ne troverà altri ${format.count(more)} in una volta.`,
	inboxInto: into => `Meglio una cartella a parte? (${into})`,
	labels: 'Etichette',
	labelsEach: 'una copia nella cartella di ogni etichetta',
	labelsOnce: n =>
		`una copia di ogni messaggio; ${format.count(n)} non ${n === 1 ? 'ripetuto' : 'ripetuti'} in altre cartelle`,
	archived: 'Archiviati',
	archivedIs: (n, folder) =>
		`${countMessages(n)} solo in ${folder}, cartella non scelta: non si ${n === 1 ? 'copia' : 'copiano'}`,
	verify: 'Verifica',
	verifyIs: {full: 'ogni byte, riletto', counts: 'numeri, dimensioni, contrassegni e date'},
	verifyChange: verify => `(${verify} per cambiare)`,
	holds: 'Contiene',
	holdsIs: n => `${countMessages(n)} già a destinazione: non se ne tocca nessuno`,
	backup: 'Backup fatto',
	backupFirst: key => `(${key}: prima il backup)`,
	backupMade: (n, files) =>
		`${countMessages(n)}, ${n === 1 ? 'confrontato' : 'confrontati'} e al loro posto: ${files}`,
	backupTitle: n => `Prima il backup dei ${countMessages(n)} della destinazione`,
	backupBody: begin =>
		`Tutte le sue cartelle, anche il cestino, si copiano in questa cartella su questo computer e si confrontano, come una copia a sé; intanto il riepilogo aspetta. Un file .eml per messaggio conserva intatte le firme; maildir:PERCORSO e mbox:PERCORSO servono per altri programmi. Per ripristinare, si copia da quella cartella. ${begin} comincia.`,
	backupLabel: 'Cartella',
	certified: 'PEC',
	certifiedIs: (here, there) => `${countMessages(here)} all’origine, ${format.count(there)} a destinazione`,
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
	inboxTitle: n => `Riempie una Posta in arrivo che contiene ${countMessages(n)}`,
	inboxBody: (more, submit) =>
		`${countMessages(more)} compariranno tutti insieme nella Posta in arrivo. Un’applicazione che la legge li prenderà per posta nuova e li scaricherà tutti. Se è ciò che si vuole, scrivere la parola e premere ${submit}.`,
	inboxWord: 'arrivo',
};
