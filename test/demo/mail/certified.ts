/**
 * Certified mail (PEC): envelopes and receipts shaped as ../shared/domain/pec.md says, after the technical rules of
 * the decree of 2 November 2005. It is signed with a key of the demo's own; where OpenSSL
 * is missing, a placeholder has the place and the size of a signature, and verifies nothing.
 */
import type {DemoMessage} from '../server.ts';
import {
	blob,
	type Chance,
	clock,
	compose,
	entity,
	multipart,
	type Part,
	type Person,
	textPart,
} from './compose.ts';
import {signature} from './signing.ts';

export type CertifiedKind = 'busta' | 'anomalia' | 'accettazione' | 'consegna' | 'mancata-consegna';

type Shape = {
	readonly header: string;
	readonly subject: string;
	/** The `tipo` of daticert.xml; none where there is no daticert.xml. */
	readonly type: string | undefined;
	readonly carriesOriginal: boolean;
	readonly sentence: string;
};

const shapes: Readonly<Record<CertifiedKind, Shape>> = {
	busta: {
		header: 'X-Trasporto: posta-certificata',
		subject: 'POSTA CERTIFICATA: ',
		type: 'posta-certificata',
		carriesOriginal: true,
		sentence: 'è stato inviato dal mittente. Il messaggio originale è incluso in allegato.',
	},
	anomalia: {
		header: 'X-Trasporto: errore',
		subject: 'ANOMALIA MESSAGGIO: ',
		type: undefined,
		carriesOriginal: true,
		sentence:
			'è stato ricevuto. I dati non sono certificati: il messaggio non proviene da posta certificata.',
	},
	accettazione: {
		header: 'X-Ricevuta: accettazione',
		subject: 'ACCETTAZIONE: ',
		type: 'accettazione',
		carriesOriginal: false,
		sentence: 'è stato accettato dal sistema ed inoltrato.',
	},
	consegna: {
		header: 'X-Ricevuta: avvenuta-consegna\r\nX-TipoRicevuta: completa',
		subject: 'CONSEGNA: ',
		type: 'avvenuta-consegna',
		carriesOriginal: true,
		sentence: 'è stato consegnato nella casella di destinazione.',
	},
	'mancata-consegna': {
		header: 'X-Ricevuta: errore-consegna',
		subject: 'AVVISO DI MANCATA CONSEGNA: ',
		type: 'errore-consegna',
		carriesOriginal: false,
		sentence: 'non è stato consegnato: 5.1.1 - casella inesistente.',
	},
};

export type Certified = {
	readonly kind: CertifiedKind;
	readonly sender: Person;
	readonly recipient: Person;
	readonly subject: string;
	/** When the provider signed, and the id of the message that this is about. */
	readonly time: Date;
	readonly originalId: string;
	readonly original: Buffer;
	readonly flags: readonly string[];
};

const provider: Person = {name: 'Posta Certificata', address: 'posta-certificata@pec.example.it'};

export function certifiedMessage(about: Certified, chance: Chance): DemoMessage {
	const shape = shapes[about.kind];
	const when = clock(about.time).italian;
	const id = `opec${blob(8, chance).toString('hex')}@pec.example.it`;
	const carried = about.kind === 'busta' || about.kind === 'anomalia';
	const text = [
		`Il giorno ${when.day} alle ore ${when.time} (${when.zone}) il messaggio`,
		`"${about.subject}" da "${about.sender.address}"`,
		`ed indirizzato a "${about.recipient.address}"`,
		shape.sentence,
		'',
		`Identificativo messaggio: ${id}`,
		'',
	].join('\n');
	const html = `<html><body><p>${escapeXml(text).replaceAll('\n', '<br>\n')}</p></body></html>\n`;
	const content = multipart('mixed', `mixed-${id}`, [
		multipart('alternative', `alternative-${id}`, [textPart(text), textPart(html, 'html')]),
		...(shape.type === undefined ? [] : [dataPart(about, shape.type, id)]),
		...(shape.carriesOriginal ? [originalPart(about.original)] : []),
	]);
	const signed = multipart(
		`signed; protocol="application/pkcs7-signature"; micalg=sha-256`,
		`signed-${id}`,
		[content, signaturePart(content, chance)],
		'This is an S/MIME signed message\r\n\r\n',
	);
	return compose({
		from: carried ? {name: `Per conto di: ${about.sender.address}`, address: provider.address} : provider,
		to: carried ? about.recipient : about.sender,
		subject: shape.subject + about.subject,
		time: about.time,
		messageId: id,
		headers: [
			`Received: from mx.pec.example.it (127.0.0.1) by store.pec.example.it with LMTP;\r\n\t${clock(about.time).rfc5322}`,
			`X-Riferimento-Message-ID: <${about.originalId}>`,
			...shape.header.split('\r\n'),
		],
		content: signed,
		flags: about.flags,
	});
}

function dataPart(about: Certified, type: string, id: string): Part {
	const when = clock(about.time).italian;
	const xml = `<?xml version="1.0" encoding="UTF-8"?>
<postacert tipo="${type}" errore="${type === 'errore-consegna' ? 'no-dest' : 'nessuno'}">
    <intestazione>
        <mittente>${about.sender.address}</mittente>
        <destinatari tipo="certificato">${about.recipient.address}</destinatari>
        <risposte>${about.sender.address}</risposte>
        <oggetto>${escapeXml(about.subject)}</oggetto>
    </intestazione>
    <dati>
        <gestore-emittente>Gestore PEC di esempio S.p.A.</gestore-emittente>
        <data zona="${when.zone}">
            <giorno>${when.day}</giorno>
            <ora>${when.time}</ora>
        </data>
        <identificativo>${id}</identificativo>
        <msgid>&lt;${about.originalId}&gt;</msgid>${type === 'avvenuta-consegna' ? '\n        <ricevuta tipo="completa"/>' : ''}
    </dati>
</postacert>
`;
	return {
		headers: [
			'Content-Type: application/xml; name="daticert.xml"',
			'Content-Transfer-Encoding: 8bit',
			'Content-Disposition: inline; filename="daticert.xml"',
		],
		body: Buffer.from(xml.replaceAll('\n', '\r\n')),
	};
}

function originalPart(original: Buffer): Part {
	return {
		headers: [
			'Content-Type: message/rfc822; name="postacert.eml"',
			'Content-Transfer-Encoding: 8bit',
			'Content-Disposition: inline; filename="postacert.eml"',
		],
		body: original,
	};
}

function signaturePart(content: Part, chance: Chance): Part {
	const placeholder = Buffer.concat([Buffer.from([0x30, 0x82, 0x0a, 0x7c]), blob(2684, chance)]);
	return {
		headers: [
			'Content-Type: application/pkcs7-signature; name="smime.p7s"',
			'Content-Transfer-Encoding: base64',
			'Content-Disposition: attachment; filename="smime.p7s"',
		],
		body: Buffer.from(
			(signature(entity(content)) ?? placeholder).toString('base64').replace(/.{76}(?=.)/g, '$&\r\n'),
		),
	};
}

function escapeXml(text: string): string {
	return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** The ordinary message inside an envelope, as its sender wrote it. */
export function originalOf(letter: Omit<Parameters<typeof compose>[0], 'flags'>): Buffer {
	return compose({...letter, flags: []}).raw;
}
