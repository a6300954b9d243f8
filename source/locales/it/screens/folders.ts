import type * as english from '../../en/screens/folders.ts';
import {countFolders, countMessages, format, volume} from '../counted.ts';

export const folders: typeof english.folders = {
	column: {from: 'Da', messages: 'messaggi', size: 'peso', to: 'A', has: 'ha', why: 'perché'},
	reason: {role: 'ruolo', name: 'nome', created: 'nuova', chosen: 'scelta', into: 'a parte'},
	otherRole: 'altra posta',
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
		`${format.count(selected)} di ${countFolders(all)} · ${countMessages(messageCount)} · ${bytes}`,
	free: (free, limit) => `liberi ${format.bytes(free)} di ${format.bytes(limit)}`,
	sort: {
		server: '',
		name: 'per nome',
		messages: 'per messaggi',
		size: 'per dimensione',
		state: 'per stato',
	},
	range: (n, toggle, end) =>
		`Un intervallo di ${countFolders(n)}: ${toggle} lo sceglie o lo esclude, ${end} lo chiude.`,
	conflict: (count, sources, target, byCase) =>
		`${format.count(count)} ${count === 1 ? 'conflitto' : 'conflitti'}: ${sources} ${byCase ? 'differiscono solo per le maiuscole' : 'finirebbero insieme'} in ${target}; scegliere un’altra cartella.`,
	conflictWhy: 'conflitto',
	nothingSelected: (toggle, all) => `Nessuna cartella scelta: ${toggle} ne sceglie una, ${all} tutte.`,
	intoBecause: (held, folder, into) =>
		`La destinazione contiene già ${countMessages(held)}: tutto va in ${folder}. ${into}: cartella per cartella.`,
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
			'Una cartella che va in -, o che non ha una riga, non viene copiata. Una',
			'destinazione che non esiste viene creata. Ciò che sta dopo # è un commento.',
			'Un nome che contiene -> o #, o con spazi ai margini, sta tra virgolette,',
			'come in JSON.',
			'Un file vuoto non cambia nulla.',
		],
		about: (messageCount, bytes) =>
			[countMessages(messageCount), ...(bytes === undefined ? [] : [format.bytes(bytes)])].join(', '),
		edited: n =>
			n === 0
				? 'Nel file non è cambiato nulla.'
				: n === 1
					? 'È cambiata la destinazione di una cartella.'
					: `È cambiata la destinazione di ${countFolders(n)}.`,
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
};
