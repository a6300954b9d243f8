import type {Certified} from '../wording.ts';

/** Le parole della posta elettronica certificata (PEC). */
export const certified: Certified = {
	kinds: {
		envelope: 'busta di trasporto',
		anomaly: 'busta di anomalia',
		acceptance: 'ricevuta di accettazione',
		'non-acceptance': 'avviso di non accettazione',
		'taken-in-charge': 'ricevuta di presa in carico',
		delivery: 'ricevuta di avvenuta consegna',
		'delivery-brief': 'ricevuta di avvenuta consegna breve',
		'delivery-short': 'ricevuta di avvenuta consegna sintetica',
		'non-delivery': 'avviso di mancata consegna',
		delay: 'preavviso di mancata consegna',
		virus: 'avviso di rilevazione virus',
	},
	verdicts: {
		intact: 'firma integra',
		'expired-since': 'firma integra; il certificato, allora valido, è scaduto in seguito',
		expired: 'firma integra; il certificato non risulta valido al momento della firma',
		'unknown-signer': 'firma integra; l’autorità indicata non garantisce per il firmatario',
		altered: 'alterato: la firma non corrisponde',
		'not-signed': 'non firmato',
		unchecked: 'la firma non si è potuta verificare',
	},
	fields: {
		kind: 'PEC',
		sender: 'Mittente',
		recipients: 'Destinatari',
		receipt: 'Ricevuta',
		delivery: 'Consegnato a',
		reference: 'Riferimento',
		provider: 'Gestore',
		date: 'Certificata il',
		error: 'Errore',
	},
	andMore: 'e altri',
	unreadable: 'Il suo daticert.xml non si può leggere.',
	columns: {
		intact: 'integre',
		'expired-since': 'poi scadute',
		expired: 'già scadute',
		'unknown-signer': 'firmatario ignoto',
		altered: 'alterate',
		'not-signed': 'senza firma',
		unchecked: 'non verificate',
	},
};
