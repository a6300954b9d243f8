import {headerFields} from '../header-fields.ts';
import type {CertifiedKind} from './kind.ts';

/** The header fields that tell the kind. */
export const certifiedFields = ['X-Trasporto', 'X-Ricevuta', 'X-TipoRicevuta'] as const;

const envelopes: ReadonlyMap<string, CertifiedKind> = new Map([
	['posta-certificata', 'envelope'],
	['errore', 'anomaly'],
]);

const receipts: ReadonlyMap<string, CertifiedKind> = new Map([
	['accettazione', 'acceptance'],
	['non-accettazione', 'non-acceptance'],
	['presa-in-carico', 'taken-in-charge'],
	['avvenuta-consegna', 'delivery'],
	['errore-consegna', 'non-delivery'],
	['preavviso-errore-consegna', 'delay'],
	['rilevazione-virus', 'virus'],
]);

const deliveries: ReadonlyMap<string, CertifiedKind> = new Map([
	['breve', 'delivery-brief'],
	['sintetica', 'delivery-short'],
]);

/**
 * What kind of certified mail a message says it is, by its header alone: whether it is one, its signature tells.
 *
 * @param header the header or some fields of it, however they are folded and spelled
 * @returns undefined for all other mail
 */
export function certifiedKindOf(header: Buffer): CertifiedKind | undefined {
	const head = headOf(header);
	if (!/^x-(?:trasporto|ricevuta)[ \t]*:/im.test(head.toString('latin1'))) return undefined;
	const values = new Map<string, string>();
	for (const {name, value} of headerFields(head).fields) {
		const key = name.toLowerCase();
		if (!values.has(key)) values.set(key, value.toLowerCase());
	}

	const receipt = receipts.get(values.get('x-ricevuta') ?? '');
	// An envelope may carry the type too: there it is the receipt that its sender wants.
	if (receipt === 'delivery') return deliveries.get(values.get('x-tiporicevuta') ?? '') ?? receipt;
	return receipt ?? envelopes.get(values.get('x-trasporto') ?? '');
}

/** Bytes in which the header is looked for. */
const longestHeader = 256 * 1024;

/** The header of a message: there may be very many messages, and much of them. */
function headOf(message: Buffer): Buffer {
	const start = message.subarray(0, longestHeader);
	const end = start.indexOf('\r\n\r\n', 0, 'latin1');
	const lines = end === -1 ? start : start.subarray(0, end);
	const bare = lines.indexOf('\n\n', 0, 'latin1');
	return bare === -1 ? lines : lines.subarray(0, bare);
}
