import type * as english from '../../en/screens/signatures.ts';
import {countMessages, format} from '../counted.ts';

export const signatures: typeof english.signatures = {
	checking: {
		source: (done, of) => `Verifica all’origine: ${format.count(done)} di ${countMessages(of)}`,
		destination: (done, of) => `Verifica a destinazione: ${format.count(done)} di ${countMessages(of)}`,
	},
	stopping: 'Si ferma al prossimo punto sicuro.',
	reading: 'I messaggi si leggono e si confrontano con le firme; non si scrive nulla.',
	brokenOff: (done, of) =>
		`Interrotta: ${format.count(done)} di ${countMessages(of)} ${done === 1 ? 'verificato' : 'verificati'}.`,
	sound: n =>
		n === 0
			? 'Qui nessun messaggio è firmato.'
			: n === 1
				? 'La sola firma è integra.'
				: `Tutte le ${format.count(n)} firme sono integre.`,
	unsound: n =>
		n === 1 ? '1 messaggio non è come dovrebbe.' : `${countMessages(n)} non sono come dovrebbero.`,
	notes: n =>
		n === 1
			? '1 firma di posta ordinaria non si è potuta verificare.'
			: `${format.count(n)} firme di posta ordinaria non si sono potute verificare.`,
	unsigned: n => `${countMessages(n)} di posta ordinaria senza firma.`,
	checked: {
		source: date => `Verificata l’origine, ${date}`,
		destination: date => `Verificata la destinazione, ${date}`,
	},
	byAuthority: 'anche chi ha firmato',
	meaning: 'Dice che cosa è stato alterato dopo la firma, nulla sul valore legale.',
	noFolders: 'Nessuna di queste cartelle c’è.',
	noSuspects: 'Ogni messaggio è come dovrebbe: non c’è un elenco.',
	folderTitle: 'Cartella',
	signatureTitle: 'firma',
	column: {
		messages: 'messaggi',
		certified: 'PEC',
		intact: 'integre',
		'expired-since': 'scadute\npoi',
		expired: 'già\nscadute',
		'unknown-signer': 'firmat.\nignoto',
		altered: 'alterate',
		'not-signed': 'senza\nfirma',
		unchecked: 'non\nverif.',
	},
	verdict: {
		intact: 'integra',
		'expired-since': 'poi scaduta',
		expired: 'già scaduta',
		'unknown-signer': 'firmat. ignoto',
		altered: 'alterata',
		'not-signed': 'senza firma',
		unchecked: 'non verificata',
	},
	suspects: {
		source: n => `All’origine: ${countMessages(n)} da guardare`,
		destination: n => `A destinazione: ${countMessages(n)} da guardare`,
	},
	fields: {
		signature: 'Firma',
		words: 'In dettaglio',
		signer: 'Firmatario',
		issuer: 'Autorità',
		signedAt: 'Firmato il',
		validUntil: 'Valido fino al',
	},
	authorityTitle: 'Verifica chi ha firmato',
	authorityHint:
		'Un file PEM con i certificati delle autorità di cui ci si fida. Una firma per il cui firmatario nessuna di esse garantisce risulta di firmatario ignoto.',
};
