import type * as english from '../../en/screens/verification.ts';
import {countFolders, countMessages, format} from '../counted.ts';

export const verification: typeof english.verification = {
	comparing: 'Confronto delle due caselle; non si scrive nulla.',
	comparingDeep: 'Confronto delle due caselle, ogni byte di ogni messaggio; non si scrive nulla.',
	stopping: 'Si ferma al prossimo punto sicuro.',
	listed: (done, of) => `${format.count(done)} di ${countMessages(of)} elencati, nelle due caselle insieme`,
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
			const held = place === 0 ? countMessages(side.messages) : format.count(side.messages);
			const count = place === 0 ? countFolders(side.folders) : format.count(side.folders);
			return `${count} ${side.where}${withMessages ? ` (${held})` : ''}`;
		});
		return `Escluse: ${told.join(', ')}`;
	},
	sum: n => countFolders(n),
	same: n =>
		`Nessuna differenza: ${n === 1 ? 'il solo messaggio è' : `tutti i ${countMessages(n)} sono`} in entrambe le caselle.`,
	details: n =>
		`${n === 1 ? 'Il solo messaggio c’è' : `Tutti i ${countMessages(n)} ci sono`}; contrassegni o date in parte diversi.`,
	onlyThere: n => ` ${format.count(n)} solo a destinazione.`,
	differs: (missing, extra) =>
		`${format.counted(missing, 'mancante', 'mancanti')}, ${format.count(extra)} solo a destinazione`,
	inFolders: n => `, in ${countFolders(n)}`,
	allSame: (n, all) =>
		`${n === 1 ? 'La sola cartella è uguale' : `Tutte le ${countFolders(n)} sono uguali`}; ${all} mostra tutto.`,
	certified: (here, there) => `PEC ${format.count(here)}, a dest. ${format.count(there)}`,
	compared: (date, deep) => `Confronto: ${date}, ${deep ? 'ogni byte' : 'per peso e intestazioni'}`,
	arithmetic: 'origine = uguali + mancano      destinazione = uguali + in più',
	arithmeticShared: 'origine = uguali + mancano + altrove      destinazione = uguali + in più',
	goesTo: (from, to) => `${from} → ${to}`,
	noFolder: 'a destinazione questa cartella non c’è',
	flags: n => `${countMessages(n)} con altri contrassegni`,
	dates: n => `${countMessages(n)} con un’altra data`,
	nothingMissing: 'Qui non manca nulla: non c’è niente da copiare.',
	nothingDiffers: 'Non c’è nessuna differenza: non c’è un elenco da salvare.',
	saveTitle: 'Salva l’elenco delle differenze',
	saveHint: n =>
		`${format.counted(n, 'voce', 'voci')} con data, mittente e oggetto, in CSV per un foglio di calcolo. Un file che c’è già resta com’è.`,
	saveFile: 'File',
	saving: 'Salvataggio dell’elenco.',
	saved: (n, path) => `${n === 1 ? '1 voce salvata' : `${format.count(n)} voci salvate`} in ${path}`,
};

export const differences: typeof english.differences = {
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
};

export const message: typeof english.message = {
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
};
