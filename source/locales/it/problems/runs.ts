import {around, type Problems} from '../../wording.ts';
import {format} from '../counted.ts';
import {wrongSetting} from './settings.ts';
import {because, wordWhy} from './shared.ts';

const {counted} = format;

/** What is wrong with runs, and with what the program keeps of them. */
export const runs = {
	'unknown-account': ({name}) => ({
		what: `nessuna casella è salvata con ${around('il nome ', name) || 'questo nome'}`,
		hint: 'Salvarla dalle schermate, o scrivere imaps://UTENTE@SERVER.',
	}),
	'destination-busy': ({account}) => ({
		what: `un’altra copia sta scrivendo in ${account ?? 'questa casella'}`,
		hint: 'Aspettare che finisca; trasloco runs dice quale, trasloco attach la mostra mentre procede.',
	}),
	'run-busy': ({run}) => ({
		what: `la copia${around(' ', run)} è in corso in un altro processo`,
		hint: `trasloco attach ${run ?? 'COPIA'} la mostra mentre procede, e può sospenderla o fermarla.`,
	}),
	'run-unreachable': ({run, why}) => ({
		what: `la copia${around(' ', run)} è in corso ma non si può raggiungere${because(why)}`,
		hint: 'Continua da sola; trasloco runs mostra a che punto è.',
	}),
	'unknown-run': ({run}) => ({
		what: `la copia${around(' ', run)} non esiste`,
		hint: 'trasloco runs elenca le copie.',
	}),
	'journal-unreadable': ({path, why}) => ({
		what: `il registro${around(' ', path)} non si può leggere${because(why)}`,
		hint: 'Ripristinare il file da un backup, o avviare una copia nuova: copia solo ciò che manca.',
	}),
	'journal-full': ({path, why}) => ({
		what: `il registro${around(' ', path)} non si può scrivere${because(why)}`,
		hint: 'Nulla è perso. Liberare spazio su quel disco, o fare in modo che il file si possa scrivere; poi riprendere.',
	}),
	'settings-unreadable': params => ({
		what: `le impostazioni${around(' ', params.path)} non si possono leggere${wrongSetting(params)}`,
		hint: 'Correggere il file o spostarlo altrove.',
	}),
	'undo-incomplete': ({count}) => ({
		what: `${counted(count ?? 1, 'messaggio', 'messaggi')} non si è potuto togliere`,
		hint: 'I rilievi dicono dove e perché; tutto il resto è tolto. Si può riprovare.',
	}),
	'undo-not-exact': () => ({
		what: 'il server non sa togliere singoli messaggi senza toccare gli altri (né MOVE né UIDPLUS)',
		hint: 'Non è stato toccato nulla. Eliminarli a mano: il resoconto dice quanti sono in ogni cartella.',
	}),
	'engine-died': ({why}) => ({
		what: `il processo che fa il lavoro è terminato all’improvviso${around(' (', wordWhy(why), ')')}`,
		hint: 'Nulla è perduto: la copia si può riprendere.',
	}),
} satisfies Partial<Problems>;
