import {describe, expect, test} from 'vitest';
import {fetchedBy} from '../../../source/stores/imap/fetching.ts';
import {foldersOfLabels} from '../../../source/stores/imap/labels.ts';
import {parseResponse} from '../../../source/stores/imap/parse.ts';
import {encodeName} from '../../../source/stores/imap/utf7.ts';
import {slash, tree} from '../../engine/tree.ts';

/** What an answer tells, its text and literals in turn. */
function told(request: 'identity' | 'labels' | 'meta', ...segments: readonly (string | Buffer)[]) {
	const response = parseResponse(segments);
	if (response.kind !== 'fetch') throw new Error('no answer of a FETCH');
	return fetchedBy(request, response);
}

describe('answers as Gmail gives them', () => {
	test.each([
		['* 3 FETCH (X-GM-LABELS () UID 3)', []],
		['* 1 FETCH (X-GM-LABELS ("\\\\Important" "\\\\Inbox") UID 1)', ['\\Important', '\\Inbox']],
		[
			'* 636 FETCH (X-GM-LABELS ("\\\\Starred" "\\\\foo" "work/project x" &ANw-bung ProbeImplicit R&-D) UID 636)',
			['\\Starred', '\\foo', 'work/project x', '&ANw-bung', 'ProbeImplicit', 'R&-D'],
		],
		// As in Google's documentation.
		[
			'* 1 FETCH (UID 1 X-GM-LABELS (\\Inbox \\Sent Important "Muy Importante"))',
			['\\Inbox', '\\Sent', 'Important', 'Muy Importante'],
		],
		['* 2 FETCH (X-GM-LABELS (nil) UID 2)', ['NIL']],
	])('tell labels: %s', (answer, labels) => {
		expect(told('labels', answer)?.labels).toEqual(labels);
	});

	test('tell a label that is a literal', () => {
		const answer = ['* 4 FETCH (X-GM-LABELS (', Buffer.from('Big "one"'), ' "\\\\Inbox") UID 4)'];
		expect(told('labels', ...answer)).toMatchObject({uid: 4, labels: ['Big "one"', '\\Inbox']});
	});

	test('tell which message it is, to the last digit', () => {
		const answer = '* 2 FETCH (X-GM-THRID 1873891894758975366 X-GM-MSGID 1873892116380601938 UID 2)';
		expect(told('identity', answer)).toMatchObject({uid: 2, identity: '1873892116380601938'});
	});

	test('are not taken for other answers, nor others for them', () => {
		const meta = '* 1 FETCH (UID 1 RFC822.SIZE 44 INTERNALDATE "17-Jan-2016 03:06:39 +0000" FLAGS ())';
		expect(told('meta', '* 1 FETCH (X-GM-MSGID 1 UID 1)')).toBeUndefined();
		expect(told('labels', '* 1 FETCH (X-GM-MSGID 1 UID 1)')).toBeUndefined();
		expect(told('identity', meta)).toBeUndefined();
		expect(told('labels', meta)).toBeUndefined();
	});
});

test('labels lead to the folders that show them, whatever those are called', () => {
	const {folders} = tree(
		slash,
		'INBOX',
		'Übung',
		'R&D',
		'work/project x',
		{name: '[Gmail]/Bozze', attributes: ['\\Drafts']},
		{name: '[Gmail]/Speciali', attributes: ['\\Flagged']},
	);
	const foldersOf = foldersOfLabels(folders, new Map(folders.map(({name}) => [name, encodeName(name)])));
	expect(foldersOf(['\\Inbox', '\\Draft', '\\Starred'])).toEqual([
		'INBOX',
		'[Gmail]/Bozze',
		'[Gmail]/Speciali',
	]);
	expect(foldersOf(['&ANw-bung', 'R&-D', 'work/project x'])).toEqual(['Übung', 'R&D', 'work/project x']);
	// Hidden from IMAP, or gone.
	expect(foldersOf(['\\Sent', '&AMg- vero'])).toEqual(['\\Sent', 'È vero']);
	expect(foldersOf([])).toEqual([]);
});
