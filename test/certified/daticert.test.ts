import {describe, expect, test} from 'vitest';
import {certifiedDataOf, longestDaticert} from '../../source/certified/daticert.ts';

const receipt = `<?xml version="1.0" encoding="UTF-8"?>
<!-- di esempio -->
<postacert tipo="avvenuta-consegna" errore="nessuno">
	<intestazione>
		<mittente>mario@pec.example.it</mittente>
		<destinatari tipo="certificato">comune@pec.example.it</destinatari>
		<destinatari tipo='esterno'>anna@example.it</destinatari>
		<risposte>mario@pec.example.it</risposte>
		<oggetto>Fattura &#232; &lt;pagata&gt; &amp; c.</oggetto>
	</intestazione>
	<dati>
		<gestore-emittente><![CDATA[Gestore & figli]]></gestore-emittente>
		<data zona="+0100"><giorno>05/11/2023</giorno><ora>10:11:12</ora></data>
		<identificativo>opec1@pec.example.it</identificativo>
		<msgid>&lt;a@pec.example.it&gt;</msgid>
		<ricevuta tipo="completa"/>
		<consegna>comune@pec.example.it</consegna>
	</dati>
</postacert>
`;

const read = (xml: string) => certifiedDataOf(Buffer.from(xml));

describe('daticert.xml', () => {
	test('tells sender, recipients, receipt, reference, provider and date', () => {
		expect(read(receipt)).toEqual({
			sender: 'mario@pec.example.it',
			recipients: ['comune@pec.example.it', 'anna@example.it'],
			hasMore: false,
			subject: 'Fattura è <pagata> & c.',
			provider: 'Gestore & figli',
			date: '05/11/2023 10:11:12 +0100',
			delivery: 'comune@pec.example.it',
			receipt: 'completa',
			reference: '<a@pec.example.it>',
		});
	});

	test('in another encoding than UTF-8 is read too', () => {
		const xml = '<postacert><dati><errore-esteso>casella pi\u00f9 piena</errore-esteso></dati></postacert>';
		expect(certifiedDataOf(Buffer.from(xml, 'latin1'))?.error).toBe('casella più piena');
	});

	test.each([
		[
			'a document type',
			receipt.replace('<postacert', '<!DOCTYPE postacert SYSTEM "file:///etc/passwd"><postacert'),
		],
		[
			'entities that grow',
			receipt
				.replace('<postacert', '<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><postacert')
				.replace('Fattura', '&b;'),
		],
		['an entity that nobody knows', receipt.replace('Fattura', '&xxe;')],
		['an ampersand alone', receipt.replace('Fattura', 'a & b')],
		['a tag that is not closed', receipt.replace('</oggetto>', '')],
		['an end in the middle', receipt.slice(0, 400)],
		['another root', '<html><mittente>a</mittente></html>'],
		['two roots', `${receipt}<postacert></postacert>`],
		['text outside', `${receipt}ciao`],
		['nothing', ''],
		['levels without end', `${'<postacert>'.repeat(5000)}`],
		['more than it may have', receipt.replace('Fattura', 'x'.repeat(longestDaticert))],
	])('with %s is not read', (_, xml) => {
		expect(read(xml)).toBeUndefined();
	});

	test('takes no time, whatever it is filled with', () => {
		const started = performance.now();
		for (const filling of [
			'<',
			'<a ',
			' ',
			'<!--',
			'<postacert a="',
			'&',
			'&#',
			'<![CDATA[',
			'a\n',
			'<a a=',
		]) {
			read(`<postacert>${filling.repeat(Math.floor((longestDaticert - 20) / filling.length))}`);
		}
		expect(performance.now() - started).toBeLessThan(5000);
	});

	test('with many recipients tells the first, and that there are more', () => {
		const many = '<destinatari>a@pec.example.it</destinatari>'.repeat(50);
		const data = read(`<postacert><intestazione>${many}</intestazione></postacert>`);
		expect([data?.recipients.length, data?.hasMore]).toEqual([20, true]);
	});
});
