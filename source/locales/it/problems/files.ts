import type {ZipFault} from '../../../stores/files/zip/entries.ts';
import {sizesApart} from '../../format.ts';
import {around, type Params, type Problems} from '../../wording.ts';
import {format} from '../counted.ts';
import {because} from './shared.ts';

/** Whether a folder that is there is of no use for what is to be written. */
const isForOther = (why: Params[string] | undefined) => why === 'other-format' || why === 'other-files';

const aFile = (name: string | number | undefined) =>
	name === undefined ? 'un file che contiene' : `“${name}”`;

const zipFaults: Readonly<Record<ZipFault, (file: string) => string>> = {
	'cut-off': () => 'è incompleto, o non è uno zip',
	parts: () => 'è una di più parti',
	damaged: file => `${file} è danneggiato`,
	encrypted: file => `${file} è cifrato`,
	method: file => `${file} è compresso con un metodo che trasloco non conosce`,
	outside: file => `il nome ${file} porta fuori dallo zip`,
	overlap: file => `è fatto come una trappola: ${file} si trova dentro un altro file`,
};

const byHand = 'Estrarlo con un altro programma e indicare la cartella.';

/** What else can be done about it. */
const zipHints: Readonly<Partial<Record<ZipFault, string>>> = {
	'cut-off': 'Scaricarlo o esportarlo di nuovo.',
	parts: 'Unire le parti (zip -s 0 PARTE.zip --out INTERO.zip) e indicare lo zip intero.',
	damaged: `Scaricarlo o esportarlo di nuovo. ${byHand}`,
	outside: 'Chi lo ha preparato potrebbe avere cattive intenzioni: non estrarlo senza cautela.',
	overlap: 'Chi lo ha preparato potrebbe avere cattive intenzioni: non estrarlo.',
};

/** What is wrong with files on this machine. */
export const files = {
	'file-exists': ({path}) => ({
		what: `esiste già un file${around(' ', path)}`,
		hint: 'Nessun file viene sovrascritto: indicare un altro nome o spostare quello che c’è.',
	}),
	'file-refused': ({path, why}) => ({
		what: `${isForOther(why) ? 'nella cartella' : 'il file'}${around(' ', path)} non si può scrivere${because(why)}`,
		hint: isForOther(why) ? 'Indicare un’altra cartella.' : 'Indicare un altro nome o fare spazio sul disco.',
	}),
	'file-unreadable': ({path, why}) => ({
		what: `il file${around(' ', path)} non si può leggere${because(why)}`,
		hint: 'Controllarne il nome e i permessi.',
	}),
	'zip-unreadable': ({path, why, name}) => ({
		what: `lo zip${around(' ', path)} non si può estrarre${around(': ', zipFaults[why as ZipFault]?.(aFile(name)))}`,
		hint: `Non è stato copiato nulla. ${zipHints[why as ZipFault] ?? byHand}`,
	}),
	'zip-no-room': ({path, into, needed, free, missing}) => {
		const what = `lo spazio non basta per estrarre lo zip${around(' ', path)}`;
		const hint = `Non è stato copiato nulla. Liberare spazio, o indicare in TRASLOCO_HOME una cartella su un disco più grande: gli zip si estraggono lì finché vengono letti${around(' (ora ', into, ')')}.`;
		if (needed === undefined || free === undefined || missing === undefined) return {what, hint};
		const [wanted, room] = sizesApart(format, [Number(needed), Number(free)], ['byte', 'byte']);
		return {
			what: `${what}: servono ${wanted}, liberi ${room}, mancano ${format.bytes(Number(missing))}`,
			hint,
		};
	},
	'zip-not-written': ({path, format: form}) => ({
		what: `uno zip si legge soltanto, non si scrive${around(': ', path)}`,
		hint: `Copiare in una cartella, per esempio ${form ?? 'eml'}:${String(path ?? 'DIR').replace(/\.zip$/i, '')}, e comprimerla dopo: zip -r BACKUP.zip CARTELLA`,
	}),
	'signing-refused': ({path}) => ({
		what: `con il certificato${around(' ', path)} non si può firmare`,
		hint: 'Deve essere in formato PEM, con la sua chiave privata (--key se è in un altro file) e la passphrase di quella chiave.',
	}),
	'openssl-missing': () => ({
		what: 'su questa macchina manca openssl: le firme non si possono né controllare né apporre',
		hint: 'Installarlo (Debian, Ubuntu: apt install openssl; Fedora: dnf install openssl; macOS: brew install openssl) e riprovare.',
	}),
} satisfies Partial<Problems>;
