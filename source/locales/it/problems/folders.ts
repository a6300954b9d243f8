import {sizesApart} from '../../format.ts';
import {around, type Problems, plural} from '../../wording.ts';
import {format} from '../counted.ts';

const {count, counted} = format;

/** What is wrong with folders and messages, and with the room for them. */
export const folders = {
	'day-used-up': ({limit}) => ({
		what: `il limite fissato per questo account${around(' (', limit === undefined ? undefined : format.bytes(Number(limit)), ' al giorno)')} è raggiunto`,
		hint: 'Riprende da sé appena può passare altro.',
	}),
	'folder-gone': ({folder}) => ({
		what: `la cartella${around(' ', folder)} non c’è più`,
		hint: 'Accedere di nuovo per vedere le cartelle come sono ora.',
	}),
	'folder-changed': ({folder}) => ({
		what: `la cartella${around(' ', folder)} è stata sostituita o cambiata nel frattempo (UIDVALIDITY)`,
		hint: 'Avviare una copia nuova: confronta di nuovo e copia solo ciò che manca.',
	}),
	'comparison-outdated': ({folder}) => ({
		what: folder
			? `la cartella ${folder} è stata sostituita dopo il confronto (UIDVALIDITY)`
			: 'il confronto non è più valido: un account è stato connesso di nuovo',
		hint: 'Confrontare di nuovo.',
	}),
	'message-gone': ({folder, uid}) => ({
		what: `il messaggio${around(' con UID ', uid)} non è più${around(' in ', folder) || ' al suo posto'}`,
		hint: 'Qualcuno lo ha spostato o eliminato: confrontare di nuovo.',
	}),
	'read-refused': ({folder}) => ({
		what: `il server non consegna messaggi${around(' di ', folder)}`,
		hint: 'Non è stato cambiato nulla. Riprovare più tardi o chiedere al provider.',
	}),
	'create-refused': ({folder, count = 1}) => ({
		what: plural(
			count,
			`la cartella${around(' ', folder)} non si può creare`,
			`le cartelle${around(' ', folder)} non si possono creare`,
		),
		hint: plural(
			count,
			'Scegliere un’altra cartella, o crearla nella webmail.',
			'Scegliere altre cartelle, o crearle nella webmail.',
		),
	}),
	'over-quota': ({needed, free, neededMessages, freeMessages}) => {
		const hint = 'Non è stato scritto nulla. Liberare o acquistare spazio, o copiare meno cartelle.';
		if (needed !== undefined) {
			const sizes = [needed, free].filter(size => size !== undefined).map(Number);
			const [wanted, room] = sizesApart(format, sizes, ['byte', 'byte']);
			return {what: `lo spazio non basta: servono ${wanted}${around(', liberi ', room)}`, hint};
		}

		if (neededMessages !== undefined) {
			const room = freeMessages === undefined ? '' : `, posto per altri ${count(Number(freeMessages))}`;
			return {
				what: `il posto non basta: ${counted(Number(neededMessages), 'messaggio', 'messaggi')} da copiare${room}`,
				hint,
			};
		}

		return {what: 'lo spazio è finito', hint: 'Liberare spazio e riprendere, o annullare.'};
	},
	permission: ({folder}) => ({
		what: `manca il permesso di scrivere${around(' in ', folder)}`,
		hint: 'Chiedere al gestore della casella, o scegliere un’altra cartella.',
	}),
	refused: ({folder}) => ({
		what: `il server ha rifiutato quanto gli era stato chiesto${around(' in ', folder)}`,
		hint: 'Riprendere più tardi, o annullare.',
	}),
	conflicts: ({folders}) => ({
		what: `più cartelle finirebbero in una sola${around(': ', folders)}`,
		hint: "Indicare dove va ciascuna: --map 'ORIGINE=DESTINAZIONE', o escluderne una con --except.",
	}),
	'nothing-selected': () => ({what: 'nessuna cartella scelta', hint: 'Sceglierne almeno una.'}),
	'unknown-folder': ({folder}) => ({
		what: `non c’è una cartella ${around('di nome ', folder) || 'con questo nome'}`,
		hint: 'I nomi si scrivono come sul server, o con / fra i livelli.',
	}),
	'same-mailbox': () => ({
		what: 'i due lati sono la stessa casella',
		hint: 'Scegliere un’altra casella per uno dei due, e per i file una cartella a parte.',
	}),
} satisfies Partial<Problems>;
