import {afterAll, beforeAll, expect, test} from 'vitest';
import {screens as english} from '../../source/locales/en/screens.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {gmailLabels, gmailMailbox, gmailMessage} from '../commands/gmail-mailbox.ts';
import {accountUrl, newHome} from '../commands/trasloco.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {startGmail} from '../servers/gmail.ts';
import type {MailServer} from '../servers/server.ts';
import {Program, type Words} from './program.ts';

const users = ['anna@example.it', 'bruno@example.it'].map(name => ({name, password: 'segreto'}));
let dovecot: MailServer;

beforeAll(async () => {
	dovecot = await startDovecot({users, separator: '/', prefix: ''});
});

afterAll(() => dovecot.stop());

/** The row of a folder in a table: its counts and its mark. */
function row(text: string, name: string): string | undefined {
	const line = text.split('\n').find(each => each.slice(3).startsWith(`${name} `));
	return line
		?.slice(3 + name.length)
		.trim()
		.replaceAll(/\s+/g, ' ');
}

/** A screen as one line of text: what takes two lines reads on. */
function joined(text: string): string {
	return text.replaceAll(/\s+/g, ' ');
}

test.each([
	{lang: 'en_US.UTF-8', words: english as Words, user: 0},
	{lang: 'it_IT.UTF-8', words: italian as Words, user: 1},
])('Gmail’s labels are told and chosen on the screens: $lang', async ({lang, words, user}) => {
	const messages = gmailMailbox();
	await using gmail = await startGmail(messages, {labels: gmailLabels});
	const from = accountUrl({imapsPort: 0, imapPort: gmail.port}, 'mario@gmail.com', 'imap+plain');
	const to = accountUrl(dovecot, users[user]?.name ?? '');
	await using program = new Program(await newHome(), ['--from', from, '--to', to, '--ca', dovecot.caFile], {
		words,
		passwords: {from: 'segreto', to: 'segreto'},
		env: {LANG: lang},
	});
	const {folders, review, result, verification} = words;
	const folderList = await program.toFolders();
	expect(folderList).toContain(folders.leftOut.view);
	expect(folderList).toContain(folders.labels.each('L'));
	await program.toReview();
	await program.waitFor(text => joined(text).includes(review.labelsEach) && text.includes(review.archived));
	program.press('L');
	await program.waitFor(text => joined(text).includes(review.labelsOnce(7)));
	expect(joined(program.text())).toMatch(new RegExp(`${review.archived} .*2 .*Tutti i messaggi`));
	await program.choose(review.start);
	const end = await program.at('result');
	expect(end).toContain(result.state.done);
	expect(end).toContain(result.column.elsewhere);
	expect(end).toContain(result.arithmeticShared);
	expect(row(end, 'INBOX')).toBe('4 1 0 3 0 0 1 =');
	expect(row(end, words.result.sum(7))).toBe('16 9 0 7 0 0 9 =');

	program.press('v');
	const compared = await program.waitFor(verification.arithmeticShared);
	expect(row(compared, 'INBOX')).toBe('4 1 1 0 0 3 =');
	expect(compared).toContain(verification.same(9));

	// What is elsewhere is not missing, and not copied with what is.
	const added = gmailMessage(20, 'arrivato dopo', '\\Inbox');
	messages.push(added);
	program.press('v');
	await program.waitFor(text => row(text, 'INBOX') === '5 1 1 1 0 3 !');
	program.press('c');
	await program.at('review');
	await program.waitFor(text =>
		joined(text).includes(review.toCopyIs(1, Buffer.byteLength(added.content), 1, 0)),
	);
});
