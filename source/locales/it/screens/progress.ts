import type * as english from '../../en/screens/progress.ts';
import {countFindings, countFolders, countMessages, format} from '../counted.ts';

const countConnections = (n: number) => `${format.count(n)} ${n === 1 ? 'connessione' : 'connessioni'}`;

export const progress: typeof english.progress = {
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
	total: (done, all) => `${format.count(done)} di ${countMessages(all)}`,
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
	connections: countConnections,
	goesOn: clock => `riprende fra ${clock}`,
	paced: clock => `il limite fissato fa passare altro fra ${clock}`,
	limits: (side, {bytesPerSecond, messagesPerSecond, bytesPerDay, connections}) =>
		`${side}: max ${[
			...(bytesPerSecond === undefined ? [] : [`${format.bytes(bytesPerSecond)}/s`]),
			...(messagesPerSecond === undefined ? [] : [`${format.count(messagesPerSecond)} msg/s`]),
			...(bytesPerDay === undefined ? [] : [`${format.bytes(bytesPerDay)} al giorno`]),
			...(connections === undefined ? [] : [countConnections(connections)]),
		].join(', ')}`,
	retries: n => `${format.count(n)} ${n === 1 ? 'tentativo ripetuto' : 'tentativi ripetuti'}`,
	run: run => `copia ${run}`,
	tenths: (percent, all) => `${percent} % di ${countMessages(all)}`,
	foldersOver: (over, all) => `${format.count(over)} di ${countFolders(all)} a posto`,
	folderOver: name => `ultima: ${name}`,
	findings: (n, key) => `${countFindings(n)} (${key})`,
};

export const stop: typeof english.stop = {
	title: 'Fermare la copia?',
	body: 'Si ferma al prossimo punto sicuro. Ciò che è copiato resta; la copia si può riprendere o annullare.',
	backupTitle: 'Fermare il backup?',
	backupBody:
		'Si ferma al prossimo punto sicuro, e il riepilogo resta. Resta anche ciò che è già salvato: lo stesso backup riprende da lì, subito o dall’elenco delle copie.',
	stay: 'Continua a copiare',
	go: 'Ferma qui',
};

export const detach: typeof english.detach = {
	title: 'Lasciarla in corso?',
	body: 'Il programma si chiude e la copia continua da sola. Riavviato, trasloco la mostra mentre procede.',
	backupBody:
		'Il programma si chiude e il backup continua da solo; la copia non comincia. Riavviato, trasloco mostra il backup mentre procede.',
	heldTitle: 'Lasciarla in pausa?',
	heldGo: 'Lascia in pausa ed esci',
	heldBody: 'Il programma si chiude e la copia resta in pausa. Riavviato, trasloco può farla continuare.',
	stay: 'Resta qui',
	go: 'Lascia in corso ed esci',
};

export const interrupt: typeof english.interrupt = {
	title: 'Copia in corso',
	backupTitle: 'Backup in corso',
	stay: 'Resta qui',
	detach: 'Lascia in corso ed esci',
	stop: 'Ferma al prossimo punto sicuro ed esci',
	stoppingTitle: 'La copia si sta fermando',
	stoppingBody: 'Aspetta un punto sicuro, al massimo un quarto di minuto; si ferma da sola anche se si esce.',
	wait: 'Aspetta',
	leaveStopping: 'Esci subito; si ferma da sola',
};
