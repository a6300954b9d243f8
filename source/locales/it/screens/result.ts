import type * as english from '../../en/screens/result.ts';
import {countFolders, countMessages, format} from '../counted.ts';

export const result: typeof english.result = {
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
	sum: n => countFolders(n),
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
		`Toglie ${countMessages(n)} da ${countFolders(folderCount)}, passando dal cestino.${stay > 0 ? ` ${countMessages(stay)} che c’${stay === 1 ? 'era' : 'erano'} già ${stay === 1 ? 'resta' : 'restano'}.` : ''} Vanno via anche le cartelle create dalla copia, se sono di nuovo vuote.`,
	undoTrash: (keep, change) => `Lascia i messaggi nel cestino: ${keep ? 'sì' : 'no'}   (${change} cambia)`,
	undoWord: 'annulla',
};
