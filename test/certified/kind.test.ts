import {describe, expect, test} from 'vitest';
import {countKinds, sumKinds, totalOf} from '../../source/certified/kind.ts';
import {certifiedKindOf} from '../../source/certified/telling.ts';
import {pecKinds, pecMessage} from '../corpus/pec.ts';
import {Random} from '../corpus/random.ts';
import {expectedKinds} from './expected.ts';

const header = (...lines: readonly string[]) => Buffer.from([...lines, '', ''].join('\r\n'));

describe('the kind of certified mail', () => {
	test.each(pecKinds)('is known of $kind', shape => {
		const message = pecMessage(shape, 1, '<a@pec.example.it>', new Random(1));
		expect(certifiedKindOf(message)).toBe(expectedKinds[shape.kind]);
	});

	test('is known however names and values are written and folded', () => {
		expect(certifiedKindOf(header('x-RICEVUTA:\r\n  Avvenuta-Consegna ', 'X-tiporicevuta:\tBREVE'))).toBe(
			'delivery-brief',
		);
		expect(certifiedKindOf(header('x-trasporto:Posta-Certificata'))).toBe('envelope');
	});

	test('of an envelope is not the receipt that its sender wants', () => {
		expect(certifiedKindOf(header('X-Trasporto: posta-certificata', 'X-TipoRicevuta: breve'))).toBe(
			'envelope',
		);
		expect(certifiedKindOf(header('X-TipoRicevuta: completa', 'Subject: Fattura'))).toBeUndefined();
	});

	test('is none of ordinary mail, of unknown values, and of what stands in the body', () => {
		expect(certifiedKindOf(header('Subject: POSTA CERTIFICATA: no'))).toBeUndefined();
		expect(certifiedKindOf(header('X-Ricevuta: altro'))).toBeUndefined();
		expect(certifiedKindOf(Buffer.from('Subject: x\r\n\r\nX-Ricevuta: accettazione\r\n'))).toBeUndefined();
		expect(certifiedKindOf(Buffer.alloc(0))).toBeUndefined();
	});

	test('is counted', () => {
		const counts = countKinds(['envelope', undefined, 'delivery', 'envelope']);
		expect(counts).toEqual({envelope: 2, delivery: 1});
		expect(sumKinds([counts, {delivery: 2}, {}])).toEqual({envelope: 2, delivery: 3});
		expect(totalOf(counts)).toBe(3);
	});
});
