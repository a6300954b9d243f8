import type {screens as english} from '../en/screens.ts';
import {countFindings, countMessages, format} from './counted.ts';
import {connect} from './screens/connect.ts';
import {folders} from './screens/folders.ts';
import {contexts, help, keyNames, keys, list, spokenMarks} from './screens/keys.ts';
import {detach, interrupt, progress, stop} from './screens/progress.ts';
import {result} from './screens/result.ts';
import {review} from './screens/review.ts';
import {runs} from './screens/runs.ts';
import {signatures} from './screens/signatures.ts';
import {differences, message, verification} from './screens/verification.ts';

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
	keys,
	keyNames,
	spokenMarks,
	list,
	contexts,
	tooSmall: (columns, rows, needColumns, needRows, quit) =>
		`Questo terminale è di ${columns}x${rows}; trasloco ha bisogno di ${needColumns}x${needRows}. Ingrandirlo, o ${quit} per uscire.`,
	help,
	runs,
	connect,
	folders,
	review,
	typeWord: word => `Scrivere ${word} per continuare`,
	notTheWord: (word, clear, back) =>
		`Si continua solo con la parola ${word}: ${clear} svuota il campo, ${back} torna indietro.`,
	progress,
	stop,
	detach,
	interrupt,
	result,
	verification,
	differences,
	message,
	signatures,
	findings: {
		title: n => countFindings(n),
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
			`  ${countMessages(n)} ${n === 1 ? 'copiato' : 'copiati'}, ${format.count(there)} già ${there === 1 ? 'presente' : 'presenti'}, ${format.count(left)} ${left === 1 ? 'escluso' : 'esclusi'}`,
		undone: n => `  ${countMessages(n)} ${n === 1 ? 'tolto' : 'tolti'} di nuovo`,
		report: path => `  resoconto: ${path}`,
		compared: (missing, extra) =>
			`trasloco: confronto: ${format.counted(missing, 'mancante', 'mancanti')} a destinazione, ${format.count(extra)} solo là`,
		checked: (n, suspects) =>
			`trasloco: firme: ${countMessages(n)} ${n === 1 ? 'verificato' : 'verificati'}, ${format.count(suspects)} non come ${suspects === 1 ? 'dovrebbe' : 'dovrebbero'}`,
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
