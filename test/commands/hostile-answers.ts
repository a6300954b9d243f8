import {fetched, type Script, times, uidsOf} from '../servers/hostile.ts';

const deep = '('.repeat(100_000);
const manyFlags = Array.from({length: 60}, (_, index) => `${'x'.repeat(1000)}${index}`).join(' ');
const megabyte = 'x'.repeat(1024 * 1024);
const toEachListing =
	(said: Script): Script =>
	(command, ...rest) =>
		command.startsWith('LIST') ? said(command, ...rest) : undefined;
const toEachFetch =
	(said: Script): Script =>
	(command, ...rest) =>
		command.startsWith('UID FETCH') ? said(command, ...rest) : undefined;
const announcing = (size: string) => `* 1 FETCH (UID 1 BODY[] {${size}}\r\nxyz)\r\n`;

/** What a hostile source says, and the sentence that it comes to. */
export const hostileAnswers: readonly (readonly [string, Script, RegExp])[] = [
	// While ImapFlow logs in and lists.
	[
		'a greeting without end',
		command => (command === 'greeting' ? times(200, megabyte) : undefined),
		/does not speak IMAP/,
	],
	[
		'a huge list of capabilities',
		command =>
			command === 'CAPABILITY'
				? ['* CAPABILITY', ...times(50, megabyte.replaceAll('xx', ' x')), '\r\n']
				: undefined,
		/does not speak IMAP/,
	],
	[
		'answers without end before the login',
		command =>
			command === 'CAPABILITY' ? times(3_000_000, '* OK [X] still here\r\n'.repeat(50)) : undefined,
		/more folders or messages than can be/,
	],
	[
		'1,000,000 folders',
		toEachListing(() => times(1_000_000, index => `* LIST () "/" ${'cartella'.repeat(20)}${index}\r\n`)),
		/more folders or messages than can be/,
	],
	[
		'a folder name announced as 4 GB',
		toEachListing(() => '* LIST () "/" {4294967296}\r\nx\r\n'),
		/more at once than any message can have/,
	],
	[
		'a folder name announced as 2^63',
		toEachListing(() => '* LIST () "/" {9223372036854775808}\r\nx\r\n'),
		/more at once than any message can have/,
	],
	[
		'a folder name of a literal after the other',
		toEachListing(() => ['* LIST () "/" ', ...times(100_000, '{5}\r\nabcde')]),
		/more at once than any message can have/,
	],
	['a listing that opens 100,000 lists', toEachListing(() => `* LIST ${deep}\r\n`), /it is no IMAP/],
	[
		'a folder name of 32,000 levels',
		toEachListing(() => `* LIST () "/" "${'a/'.repeat(16_000)}"\r\n`),
		/a folder with a name that is too long/,
	],
	[
		'a folder name with a line end',
		toEachListing(() => '* LIST () "/" {6}\r\na\r\nb\x1b[\r\n'),
		/a folder with a name that is too long or can not be one \(a\\r\\nb\\x1b\[\)/,
	],
	// After it.
	['a line without end', toEachFetch(() => times(200, megabyte)), /a line without end/],
	[
		'a literal of 4 GB',
		toEachFetch(() => announcing('4294967296')),
		/more at once than any message can have/,
	],
	[
		'a literal of 2^63',
		toEachFetch(() => announcing('9223372036854775808')),
		/more at once than any message can have/,
	],
	['a literal of less than nothing', toEachFetch(() => announcing('-1')), /it is no IMAP/],
	['100,000 lists in each other', toEachFetch(() => `* 1 FETCH ${deep}\r\n`), /it is no IMAP/],
	[
		'literals without end in one answer',
		toEachFetch(() => ['* 1 FETCH (UID 1', ...times(2000, ` X {1048576}\r\n${megabyte}`)]),
		/more at once than any message can have/,
	],
	[
		'100,000 small literals in one answer',
		toEachFetch(() => ['* 1 FETCH (UID 1', ...times(100_000, ' X {1}\r\nx')]),
		/more at once than any message can have/,
	],
	[
		'answers without end that nobody asked for',
		toEachFetch(() =>
			times(100_000, `* 9 RECENT\r\n* 7 FETCH (UID 9 FLAGS (${'x'.repeat(1000)}))\r\n`.repeat(50)),
		),
		/nothing but what nobody asked for/,
	],
	[
		'literals without end that nobody asked for',
		toEachFetch(() => times(2000, `* 1 FETCH (UID 9 X {1048576}\r\n${megabyte})\r\n`)),
		/nothing but what nobody asked for/,
	],
	[
		'folders that are opened without end',
		command => (command.startsWith('EXAMINE') ? times(100_000, '* 3 EXISTS\r\n'.repeat(2000)) : undefined),
		/an answer that does not come to an end/,
	],
	[
		'messages without end in one folder',
		toEachFetch(command =>
			times(1_000_000, uid => fetched(uid + 1, command).replace('FLAGS ()', `FLAGS (${manyFlags})`)),
		),
		/more folders or messages than can be/,
	],
];

/** Messages that say so many bytes, and have as many as `body` says. */
export function lying(count: number, size: number, body: (uid: number) => string): Script {
	return command => {
		if (!command.startsWith('UID FETCH')) return undefined;
		const uids = uidsOf(command, count);
		return times(uids.length, index => {
			const uid = uids[index] ?? 0;
			return fetched(uid, command, {size, ...(command.includes('BODY.PEEK[]') ? {body: body(uid)} : {})});
		});
	};
}

/** What would be lists in lists without end, where nobody looks at them; flags and folder names that nobody should print. */
export const harmless: Script = command => {
	if (command === 'CAPABILITY')
		return `* CAPABILITY ${deep.slice(0, 60_000)}\r\n* CAPABILITY IMAP4rev1 NAMESPACE LIST-STATUS\r\n`;
	if (command.startsWith('EXAMINE'))
		return '* FLAGS (\\Seen)\r\n* 99999999999999999999 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n';
	if (command.startsWith('UID FETCH')) {
		// Of messages that nobody asked for, with UIDs that there are not.
		const others = [0, 4, 4_294_967_296, 999_999_999_999_999];
		return [...uidsOf(command, 3), ...(command.includes(' 1:*') ? [] : others)].map(uid =>
			fetched(uid, command),
		);
	}
	return undefined;
};
