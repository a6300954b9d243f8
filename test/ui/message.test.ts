import {describe, expect, it} from 'vitest';
import type {ListedMessage, MessagePreview} from '../../source/engine/comparison.ts';
import {screens as words} from '../../source/locales/en/screens.ts';
import {createFormat} from '../../source/locales/format.ts';
import {sentences} from '../../source/locales/index.ts';
import {cells} from '../../source/ui/cells.ts';
import {messageLines} from '../../source/ui/screens/message/message-lines.ts';
import {messageReducer, startMessage} from '../../source/ui/screens/message/message-state.ts';
import {preview} from './fake-engine.ts';

const message: ListedMessage = {
	side: 'source',
	folder: 'INBOX',
	uidValidity: 1,
	uid: 7,
	bytes: 2345,
	internalDate: '05-Feb-2024 10:11:12 +0100',
	flags: ['\\Seen'],
};

const looks = {
	words,
	certified: sentences('en').certified,
	format: createFormat('en'),
	width: 60,
	allHeaders: false,
	marks: {cut: '…', line: '─', dot: '·'},
};

function textOf(shown: MessagePreview, more: Partial<typeof looks> = {}, of = message): string[] {
	return messageLines(of, shown, {...looks, ...more}).map(line => line.label + line.text);
}

describe('a message', () => {
	it('shows the important fields first, in their order, and all of them when asked', () => {
		expect(textOf(preview).slice(0, 2)).toEqual([
			'From     Mario Rossi <mario@example.it>',
			'Subject  Planimetrie',
		]);
		const all = textOf(preview, {allHeaders: true});
		expect(all.slice(0, 3).map(line => line.split(' ')[0])).toEqual(['Received', 'Subject', 'From']);
	});

	it('lists attachments with type and size, and shows the text as it is broken', () => {
		const lines = textOf(preview);
		expect(lines).toContain('1 attachment');
		expect(lines).toContain('· piano.pdf  application/pdf  41 MB');
		expect(lines.slice(-3)).toEqual(['Gentile cliente,', '', 'in allegato.']);
	});

	it('says what is not shown, and where there is nothing to show', () => {
		const cut = textOf({...preview, isTextCut: true, isPartial: true});
		expect(cut.at(-1)).toBe(words.message.cut);
		expect(cut).toContain(words.message.partial);
		expect(textOf({...preview, text: ' \n', attachments: []}).at(-1)).toBe(words.message.noText);
	});

	it('says what it is on the other side where that differs', () => {
		const counterpart = {folder: 'INBOX', uid: 9, internalDate: '06-Feb-2024 10:11:12 +0100', flags: []};
		const lines = textOf(preview, {width: 100}, {...message, counterpart});
		expect(lines.find(line => line.startsWith('Flags'))).toMatch(/\\Seen; none at the destination$/);
		expect(lines.find(line => line.startsWith('Received'))).toMatch(
			/Feb 5, 2024.+; Feb 6, 2024.+ at the dest/,
		);
	});

	it('shows what certified mail says of itself, and that its daticert.xml can not be read', () => {
		const data = {
			sender: 'mario@pec.example.it',
			recipients: ['comune@pec.example.it'],
			hasMore: true,
			receipt: 'completa',
			provider: 'Gestore\u001b[2J',
		};
		const certified = {kind: 'delivery', reference: '<a@pec.example.it>', data} as const;
		const lines = textOf({...preview, certified});
		expect(lines.slice(3, 9)).toEqual([
			'Certified   delivery receipt',
			'Sender      mario@pec.example.it',
			'Recipients  comune@pec.example.it, and more',
			'Receipt     completa',
			'Refers to   <a@pec.example.it>',
			'Provider    Gestore\\x1b[2J',
		]);
		expect(textOf({...preview, certified: {kind: 'delivery', data: 'unreadable'}})).toContain(
			'Its daticert.xml can not be read.',
		);
	});

	it('lets nothing of a hostile message reach the terminal, and keeps every line within the width', () => {
		const hostile = 'a\u001b[2J\u001b]0;x\u0007\u202eb\u2066c\r\u009b31m日本語\u200b '.repeat(9);
		const lines = textOf(
			{
				...preview,
				headers: ['Subject', 'From', 'X-\u001b[31m'].map(name => ({name, value: hostile})),
				attachments: [{name: hostile, type: hostile, bytes: 1}],
				text: `${hostile}\n\t\t${hostile}\u2028${'\u05d0'.repeat(200)}`,
			},
			{allHeaders: true},
		);
		expect(lines.filter(line => /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(line))).toEqual([]);
		expect(lines.filter(line => cells(line) > looks.width)).toEqual([]);
		expect(lines.some(line => line.includes('\\u202e'))).toBe(true);
	});

	it('leaves out the invisible padding of newsletters, and no letter', () => {
		const text = 'Saldi\u200c \u200c\u034f \u200b\u00adora \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645';
		expect(textOf({...preview, text}).at(-1)).toBe(
			'Saldi  ora \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645',
		);
	});

	it('scrolls from the first line to the last and no further', () => {
		let state = startMessage(message, {by: 'difference', kind: 'missing', folder: 'INBOX'});
		state = messageReducer(state, {type: 'loaded', message, preview});
		state = messageReducer(state, {type: 'measured', lines: 30});
		state = messageReducer(state, {type: 'moved', move: 'bottom', page: 10});
		expect(state.top).toBe(20);
		state = messageReducer(state, {type: 'moved', move: 'page-down', page: 10});
		expect(state.top).toBe(20);
		// A larger screen shows more of it.
		state = messageReducer(state, {type: 'moved', move: 'up', page: 25});
		expect(state.top).toBe(4);
		state = messageReducer(state, {type: 'headers-turned'});
		expect(state).toMatchObject({top: 0, allHeaders: true});
	});

	it('takes no content that belongs to another message', () => {
		const state = startMessage(message, {by: 'difference', kind: 'missing', folder: 'INBOX'});
		const other = {...message, uid: 8};
		expect(messageReducer(state, {type: 'loaded', message: other, preview})).toBe(state);
		const problem = {code: 'message-gone'} as const;
		expect(messageReducer(state, {type: 'failed', message, problem}).content).toEqual({
			kind: 'failed',
			problem,
		});
	});
});
