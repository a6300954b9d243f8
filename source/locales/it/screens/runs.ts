import type * as english from '../../en/screens/runs.ts';
import {countMessages, format} from '../counted.ts';

export const runs: typeof english.runs = {
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
	about: (run, copied, all) =>
		`Copia ${run}: messi a destinazione ${format.count(copied)} di ${countMessages(all)}.`,
	inFiles: path => `File: ${path}`,
	isLive: look => `Questa copia è in corso: ${look} la mostra mentre procede, con pausa e arresto.`,
	unreadable: why => `Il registro di questa copia non si può leggere: ${why}`,
	nothingToResume: 'Non c’è nulla da riprendere: questa copia è terminata.',
	nothingToUndo: 'Non c’è nulla da annullare: di questa copia non c’è nessun messaggio a destinazione.',
};
