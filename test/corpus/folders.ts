import type {FolderPath, SeedFolder} from '../servers/mailbox.ts';

/** Dovecots that take other names: by separator, and by how they keep folders on disk. */
export type FolderPlace = 'dots' | 'slashes' | 'slashes, folders with dots on disk';

/** A folder that is odd in one way. */
export type OddFolder = {
	/** What is odd about it. */
	readonly about: string;
	readonly path: FolderPath;
	/** Default true. */
	readonly subscribed?: boolean;
	/** Where the name can't be as it is: what it becomes, and what the server says of it where it is the server that objects. */
	readonly becomes?: Readonly<
		Partial<Record<FolderPlace, {readonly path: FolderPath; readonly words?: RegExp}>>
	>;
};

const withoutDots = (...path: readonly string[]): NonNullable<OddFolder['becomes']> => ({
	dots: {path},
	'slashes, folders with dots on disk': {path, words: /Character not allowed in mailbox name: '\.'/},
});

/** Names that any Dovecot whose separator is `/` can have, one level of them being a name of its own. */
export const oddFolders: readonly OddFolder[] = [
	{about: 'twenty levels', path: Array.from({length: 20}, (_, index) => `livello ${index + 1}`)},
	{about: 'a dot inside', path: ['v1.2'], becomes: withoutDots('v1_2')},
	{about: 'a dot in front', path: ['.nascosta'], becomes: withoutDots('_nascosta')},
	{about: 'a dot at the end', path: ['finisce.'], becomes: withoutDots('finisce_')},
	{about: 'two dots', path: ['a..b', 'sotto'], becomes: withoutDots('a__b', 'sotto')},
	{about: 'a backslash', path: ['a\\b']},
	{about: 'quotes', path: ['detta "la vecchia"']},
	{about: 'an apostrophe', path: ["O'Brien"]},
	{about: 'what LIST takes for a pattern', path: ['a*b']},
	{about: 'the other pattern', path: ['100%']},
	{about: 'an ampersand, which modified UTF-7 begins with', path: ['Lavoro & Co']},
	{about: 'what looks like modified UTF-7 and is none', path: ['&AOA-']},
	{about: 'a tilde inside', path: ['a~b']},
	{about: 'a space in front', path: [' inizio']},
	{about: 'a space at the end', path: ['fine ']},
	{about: 'spaces alone', path: ['  ']},
	{about: 'parentheses, brackets, braces', path: ['(a) [b] {3}']},
	{about: 'what looks like an option', path: ['--help']},
	{about: 'the name of nothing', path: ['NIL']},
	{about: "a name that JavaScript's objects have", path: ['__proto__', 'constructor']},
	{about: 'a sign that some servers give a meaning', path: ['#news']},
	{about: 'emoji', path: ['📦 trasloco 👩‍💻']},
	{about: 'an accent of its own sign', path: ['e\u0301']},
	{about: 'the same accent in one sign', path: ['\u00e9']},
	{about: '200 bytes', path: ['x'.repeat(200)]},
	{about: '200 bytes in modified UTF-7', path: ['è'.repeat(74)]},
	{about: 'below the inbox', path: ['INBOX', 'figlia'], becomes: {dots: {path: ['figlia']}}},
	{about: 'begins as the inbox does', path: ['INBOX2']},
	{about: 'is named as a staging folder is', path: ['trasloco-20231105-abcd']},
	{about: 'not subscribed', path: ['Segreta'], subscribed: false},
];

const escaped = (path: FolderPath, words: RegExp) => ({
	dots: {path, words},
	slashes: {path},
	'slashes, folders with dots on disk': {path},
});
const tilde = (...path: readonly string[]): NonNullable<OddFolder['becomes']> => {
	const refused = {path, words: /Begins with '~'/};
	return {dots: refused, slashes: refused, 'slashes, folders with dots on disk': refused};
};

/** Names that a Dovecot has which escapes what is a sign of its own (listescape), and another has not. */
export const escapedFolders: readonly OddFolder[] = [
	{about: 'a slash', path: ['a/b'], becomes: escaped(['a_b'], /Name must not have '\/' characters/)},
	{
		about: 'a slash on each of two levels',
		path: ['e/o', '1/2'],
		becomes: escaped(['e_o', '1_2'], /Name must not have '\/' characters/),
	},
	{about: 'a tilde in front', path: ['~casa'], becomes: tilde('_casa')},
	{about: 'a tilde alone', path: ['~'], becomes: tilde('_')},
];

/** Where a folder is to be at such a destination. */
export function placeOf({path, becomes}: OddFolder, place: FolderPlace): FolderPath {
	return becomes?.[place]?.path ?? path;
}

/** The folders, each with one message that says where it is. */
export function seedOf(folders: readonly OddFolder[]): SeedFolder[] {
	return folders.map(({about, path, subscribed = true}) => ({
		path,
		subscribed,
		messages: [
			{
				content: Buffer.from(`Subject: ${about}\r\n\r\n${JSON.stringify(path)}\r\n`),
				flags: ['\\Seen'],
				internalDate: '05-Nov-2023 10:11:12 +0100',
			},
		],
	}));
}

/** Names that a Dovecot can have that keeps folders in each other, and none that keeps them side by side, where all levels together make one name. */
export const longFolders: readonly FolderPath[] = [
	['y'.repeat(150), 'z'.repeat(150)],
	['lungo'.repeat(50), 'sotto'],
];
