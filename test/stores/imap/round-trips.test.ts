import {expect, test} from 'vitest';
import {ImapStore} from '../../../source/stores/imap/imap-store.ts';
import {type Script, startHostile} from '../../servers/hostile.ts';

const account = (port: number) => ({host: '127.0.0.1', port, security: 'plain', user: 'mario'}) as const;
const given = Buffer.from('\0mario\0segreto').toString('base64');

/** Offers these besides, and says nothing to what comes after the login until all of it has come. */
function patient(offers: string, last: string, waitFor: number): Script {
	const tags: string[] = [];
	return (command, tag) => {
		if (command === 'CAPABILITY')
			return `* CAPABILITY IMAP4rev1 ID NAMESPACE QUOTA LIST-EXTENDED LIST-STATUS AUTH=PLAIN ${offers}\r\n`;
		if (!/^(?:ID|NAMESPACE|LIST|GETQUOTAROOT)\b/.test(command)) return undefined;
		tags.push(tag);
		if (tags.length < waitFor) return {all: ''};
		const answers = `* NAMESPACE (("" "/")) NIL NIL\r\n* LIST () "/" INBOX\r\n* STATUS INBOX ${last}\r\n`;
		return {
			all:
				answers +
				tags
					.splice(0)
					.map(each => `${each} OK done\r\n`)
					.join(''),
		};
	};
}

test('a password goes with its command where the server takes it, and all that a listing needs is asked for at once', async () => {
	await using server = await startHostile(patient('SASL-IR', '(MESSAGES 3 UIDNEXT 4 UIDVALIDITY 7)', 4));
	const store = await ImapStore.connect('destination', account(server.port), 'segreto');
	expect(store.info.folders).toMatchObject([{name: 'INBOX', messages: 3, uidNext: 4, uidValidity: 7}]);
	await store.close();
	expect(server.commands().filter(command => command.startsWith('AUTHENTICATE'))).toEqual([
		`AUTHENTICATE PLAIN ${given}`,
	]);
});

test('without SASL-IR a password waits until it is asked for', async () => {
	const counts = '(MESSAGES 3 UIDNEXT 4 UIDVALIDITY 7)';
	const usual = patient('', counts, 4);
	await using server = await startHostile((command, tag, isEncrypted, ...more) => {
		if (command.startsWith('AUTHENTICATE')) return {all: `+ \r\n${tag} OK done\r\n`};
		return usual(command, tag, isEncrypted, ...more);
	});
	const store = await ImapStore.connect('destination', account(server.port), 'segreto');
	await store.close();
	expect(server.commands()).toContain('AUTHENTICATE PLAIN');
	expect(server.heard()).toContain(given);
});
