import type {Random} from './random.ts';

/** A kind of certified mail, shaped as ../shared/domain/pec.md tells. */
export type PecKind = {
	readonly kind: string;
	readonly header: readonly string[];
	readonly subject: string;
	readonly daticert: boolean;
	readonly postacert: boolean;
};

export const pecKinds = [
	{
		kind: 'pec-busta-trasporto',
		header: ['X-Trasporto: posta-certificata'],
		subject: 'POSTA CERTIFICATA: ',
		daticert: true,
		postacert: true,
	},
	{
		kind: 'pec-busta-anomalia',
		header: ['X-Trasporto: errore'],
		subject: 'ANOMALIA MESSAGGIO: ',
		daticert: false,
		postacert: true,
	},
	{
		kind: 'pec-accettazione',
		header: ['X-Ricevuta: accettazione'],
		subject: 'ACCETTAZIONE: ',
		daticert: true,
		postacert: false,
	},
	{
		kind: 'pec-non-accettazione',
		header: ['X-Ricevuta: non-accettazione'],
		subject: 'AVVISO DI NON ACCETTAZIONE: ',
		daticert: true,
		postacert: false,
	},
	{
		kind: 'pec-presa-in-carico',
		header: ['X-Ricevuta: presa-in-carico'],
		subject: 'PRESA IN CARICO: ',
		daticert: true,
		postacert: false,
	},
	{
		kind: 'pec-consegna',
		header: ['X-Ricevuta: avvenuta-consegna', 'X-TipoRicevuta: completa'],
		subject: 'CONSEGNA: ',
		daticert: true,
		postacert: true,
	},
	{
		kind: 'pec-consegna-breve',
		header: ['X-Ricevuta: avvenuta-consegna', 'X-TipoRicevuta: breve'],
		subject: 'CONSEGNA: ',
		daticert: true,
		postacert: true,
	},
	{
		kind: 'pec-consegna-sintetica',
		header: ['X-Ricevuta: avvenuta-consegna', 'X-TipoRicevuta: sintetica'],
		subject: 'CONSEGNA: ',
		daticert: true,
		postacert: false,
	},
	{
		kind: 'pec-mancata-consegna',
		header: ['X-Ricevuta: errore-consegna'],
		subject: 'AVVISO DI MANCATA CONSEGNA: ',
		daticert: true,
		postacert: false,
	},
	{
		kind: 'pec-preavviso',
		header: ['X-Ricevuta: preavviso-errore-consegna'],
		subject: 'AVVISO DI MANCATA CONSEGNA PER SUP. TEMPO MASSIMO: ',
		daticert: true,
		postacert: false,
	},
	{
		kind: 'pec-virus',
		header: ['X-Ricevuta: rilevazione-virus'],
		subject: 'PROBLEMA DI SICUREZZA: ',
		daticert: true,
		postacert: false,
	},
] as const satisfies readonly [PecKind, ...PecKind[]];

function wrapped(bytes: Buffer): string {
	return (bytes.toString('base64').match(/.{1,76}/g) ?? []).join('\r\n');
}

/**
 * A certified message.
 *
 * @param number Makes the message's own id unique; `about` is the id of the message it is about, which many share.
 * @param sign Makes the detached signature (DER) of the part that is signed; default noise of the right shape.
 */
export function pecMessage(
	shape: PecKind,
	number: number,
	about: string,
	random: Random,
	sign: (part: Buffer) => Buffer = () => random.bytes(1800),
): Buffer {
	const outer = `----A${random.integer(1e8, 9e8)}`;
	const inner = `----=_Part_${random.integer(1e8, 9e8)}`;
	const alternative = `----=_Alt_${random.integer(1e8, 9e8)}`;
	const id = `opec2110.20231105101112.${number}.1.1.${random.integer(1, 99)}@pec.example.it`;
	// RFC-conforming providers differ in the case of names, and some still say x-pkcs7-signature.
	const isOld = random.chance(0.3);
	const signature = isOld ? 'application/x-pkcs7-signature' : 'application/pkcs7-signature';
	const parts = [
		[
			`Content-Type: multipart/alternative; boundary="${alternative}"`,
			'',
			`--${alternative}`,
			'Content-Type: text/plain; charset=iso-8859-1',
			'Content-Transfer-Encoding: quoted-printable',
			'',
			'Ricevuta: il messaggio =E8 stato trattato dal sistema di posta certificata.',
			`Identificativo messaggio: ${about}`,
			`--${alternative}--`,
		].join('\r\n'),
	];
	if (shape.daticert) {
		parts.push(
			[
				'Content-Type: application/xml; name="daticert.xml"',
				'Content-Disposition: attachment; filename="daticert.xml"',
				'Content-Transfer-Encoding: 7bit',
				'',
				'<?xml version="1.0" encoding="UTF-8"?>',
				`<postacert tipo="${shape.kind.slice(4)}" errore="nessuno"><intestazione><mittente>mario@pec.example.it</mittente>`,
				`<oggetto>Fattura ${number}</oggetto></intestazione><dati><identificativo>${id}</identificativo></dati></postacert>`,
			].join('\r\n'),
		);
	}
	if (shape.postacert) {
		parts.push(
			[
				'Content-Type: message/rfc822; name="postacert.eml"',
				'Content-Disposition: attachment; filename="postacert.eml"',
				'Content-Transfer-Encoding: 7bit',
				'',
				`Message-ID: ${about}`,
				'From: mario@pec.example.it',
				'To: comune@pec.example.it',
				`Subject: Fattura ${number}`,
				'',
				'In allegato la fattura. ',
				'',
				'From here on, a line that mbox would quote.',
			].join('\r\n'),
		);
	}
	const signed = [
		`Content-Type: multipart/mixed; boundary="${inner}"`,
		'',
		...parts.flatMap(part => [`--${inner}`, part]),
		`--${inner}--`,
		'',
	].join('\r\n');
	return Buffer.from(
		[
			...(isOld ? ['x-ricezione: legacy', `message-id: <${id}>`] : [`Message-ID: <${id}>`]),
			...shape.header,
			`X-Riferimento-Message-ID: ${about}`,
			'From: posta-certificata@pec.example.it',
			'To: mario@pec.example.it',
			`Subject: ${shape.subject}Fattura ${number}`,
			'Date: Sun, 05 Nov 2023 10:11:12 +0100',
			'MIME-Version: 1.0',
			`Content-Type: multipart/signed; protocol="${signature}"; micalg=sha-256; boundary="${outer}"`,
			'',
			'This is an S/MIME signed message',
			'',
			`--${outer}`,
			signed,
			`--${outer}`,
			`Content-Type: ${signature}; name="smime.p7s"`,
			'Content-Transfer-Encoding: base64',
			'Content-Disposition: attachment; filename="smime.p7s"',
			'',
			wrapped(sign(Buffer.from(signed))),
			`--${outer}--`,
			'',
		].join('\r\n'),
	);
}
