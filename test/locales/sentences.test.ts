import {describe, expect, it} from 'vitest';
import type {Finding, FindingKind} from '../../source/journal/finding.ts';
import {findings} from '../../source/locales/en/findings.ts';
import {usage} from '../../source/locales/en/problems/usage.ts';
import {problems} from '../../source/locales/en/problems.ts';
import {createFormat} from '../../source/locales/format.ts';
import {type Language, languageOf, sentences} from '../../source/locales/index.ts';
import type {ProblemCode, ProblemData} from '../../source/problem.ts';

const languages: readonly Language[] = ['en', 'it'];
const codes = Object.keys(problems) as ProblemCode[];
const kinds = Object.keys(findings) as FindingKind[];

type Params = NonNullable<ProblemData['params']>;

/** Every parameter that some problem has, and the texts of a finding's: each sentence takes those that it knows. */
const allParams = (text: string): Params => ({
	...{
		account: text,
		command: text,
		file: text,
		folder: text,
		folders: text,
		host: text,
		name: text,
		pair: text,
	},
	...{path: text, reason: text, run: text, user: text, variable: text, port: 993},
	...{flags: text, missing: text, added: text, wanted: text, found: text},
});

/** The words that choose between sentences of one problem, and the numbers in them. */
const choices: Partial<Record<ProblemCode, readonly Params[]>> = {
	usage: Object.keys(usage).map(why => ({why})),
	certificate: [
		'ca-file',
		'CERT_HAS_EXPIRED',
		'CERT_NOT_YET_VALID',
		'HOSTNAME_MISMATCH',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'CERT_REVOKED',
	].map(reason => ({reason})),
	'over-quota': [
		{needed: 1_190_000_000},
		{needed: 1_190_000_000, free: 0},
		{neededMessages: 1},
		{neededMessages: 1234, freeMessages: 12},
	],
	'password-command': ['empty', 'not started', 'ENOENT', 'exit code 3'].map(why => ({why})),
	'zip-unreadable': ['cut-off', 'parts', 'damaged', 'encrypted', 'method', 'outside', 'overlap'].map(why => ({
		why,
	})),
	'zip-no-room': [{needed: 12_000_000_000, free: 8_000_000_000, missing: 4_000_000_000}],
	'settings-unreadable': [{why: 'accounts'}],
	'engine-died': [{why: 'SIGKILL'}, {why: 'exit code 1'}],
};

const allProblems = (more: Params): ProblemData[] =>
	codes.flatMap(code => [{}, ...(choices[code] ?? [])].map(chosen => ({code, params: {...more, ...chosen}})));

const allFindings = (more: Partial<Finding>): Finding[] =>
	kinds.flatMap(kind =>
		[undefined, 1, 2, 1234].map(count => ({
			kind,
			severity: 'note' as const,
			...(count === undefined ? {} : {count}),
			...more,
		})),
	);

const fullFinding = (text: string): Partial<Finding> => ({
	source: text,
	destination: `${text}2`,
	sourceUid: 7,
	message: {date: text, from: text, subject: text, bytes: 1234},
	server: text,
	params: {...allParams(text), limit: 35_651_584, sent: 1234, arrived: 1, now: 1, expected: 1234},
	kept: `/tmp/${text}`,
});

/** All sentences of the commands, their parameters filled in with this number. */
function commandSentences(language: Language, value: number): string[] {
	const words = (node: unknown): string[] => {
		if (typeof node === 'string') return [node];
		if (typeof node === 'function') return [String(node(...Array<number>(node.length).fill(value)))];
		return Object.values(node as object).flatMap(words);
	};
	return words(sentences(language).commands);
}

/** What sentences of the screens are given that take more than numbers and texts. */
const samples: Readonly<Record<string, readonly (readonly unknown[])[]>> = {
	'connect.found': [
		[{by: 'srv', domain: 'example.it'}],
		[{by: 'autoconfig', host: 'autoconfig.example.it'}],
		[{by: 'provider', provider: 'Prova', mx: 'mx.example.it'}],
		...['list', 'app', 'unverified'].map(seen => [{by: 'provider', provider: 'Prova', seen}]),
	],
	'connect.certificate.body': [[{names: 'a', issuer: 'b', from: 'c', until: 'd', fingerprint: 'e'}]],
	'progress.limits': [['Da', {bytesPerSecond: 1000, messagesPerSecond: 2, bytesPerDay: 2_000_000}]],
	'verification.leftAlone': [
		[{folders: 1, messages: 1}, {folders: 0, messages: 0}, true],
		[{folders: 2, messages: 30}, {folders: 3, messages: 1234}, true],
		[{folders: 0, messages: 0}, {folders: 3, messages: 9}, false],
	],
};

/** Every sentence of the screens by its place, its parameters filled in with each of these. */
function screenSentences(language: Language, values: readonly (number | string)[]): Map<string, string> {
	const all = new Map<string, string>();
	const walk = (node: unknown, path: string): void => {
		if (typeof node === 'string') all.set(path, node);
		else if (typeof node === 'function') {
			const filled = values.map(value => Array<number | string>(node.length).fill(value));
			for (const [index, args] of (samples[path] ?? filled).entries())
				walk(node(...args), `${path}(${index})`);
		} else
			for (const [name, each] of Object.entries(node as object))
				walk(each, path === '' ? name : `${path}.${name}`);
	};
	walk(sentences(language).screens, '');
	return all;
}

/** Said by what stands beside them, so that they are empty in both languages. */
const silent =
	/^(folders\.sort\.server|verification\.sort\.compared|progress\.step\.(waiting|placed|undone))$/;

/** The same in both languages: names, units and words that Italians say in English. */
const shared =
	/^(program|keyNames\.(tab|backspace|esc)|spokenMarks\.ok|connect\.(field\.(server|password)|security\.(tls|starttls)|terms\.name\.proxy)|progress\.byteRate.*|verification\.(column\.destination|goesTo.*|saveFile)|signatures\.column\.certified)$/;

function expectWhole(sentence: string): void {
	expect(sentence).not.toBe('');
	expect(sentence).not.toMatch(/\b(undefined|NaN|null)\b|\[object/);
	// What a missing parameter would leave behind.
	expect(sentence).not.toMatch(/^ |\(\)|""| [,;:.)](?!\S)|\( |[a-zè] {2}[a-zè]/);
}

describe.each(languages)('sentences in %s', language => {
	const {problem, finding, findingAlone, format} = sentences(language);

	it.each(codes)('words the problem %s, with its parameters and without', code => {
		for (const data of [...allProblems({}), ...allProblems(allParams('Posta inviata'))]) {
			if (data.code !== code) continue;
			for (const side of [undefined, 'source', 'destination'] as const) {
				const {what, hint} = problem({...data, ...(side ? {side, server: 'NO [LIMIT] busy'} : {})});
				expectWhole(what);
				expectWhole(hint);
				// The server's words, or the hint, follow on it.
				expect(what).not.toMatch(/[.:]$/);
				if (side) expect(what).toMatch(/^\p{L}+: .+: "NO \[LIMIT\] busy"$/u);
			}
		}
	});

	it.each(kinds)('words the finding %s, with what is known of it and without', kind => {
		for (const data of [...allFindings({}), ...allFindings(fullFinding('Posta inviata'))]) {
			if (data.kind !== kind) continue;
			expectWhole(finding(data));
			expectWhole(findingAlone(data));
		}
	});

	it('words what the commands print', () => {
		for (const value of [0, 1, 1234])
			for (const sentence of commandSentences(language, value)) expectWhole(sentence);
	});

	it('words the screens, and leaves the names of keys to the keymap', () => {
		for (const [place, sentence] of screenSentences(language, [0, 1, 1234])) {
			if (silent.test(place)) expect(sentence, place).toBe('');
			else expect(sentence, place).toMatch(/\S/);
			expect(sentence, place).not.toMatch(/\b(undefined|NaN|null)\b|\[object|\(\)|""|\^[a-z]/);
		}
		for (const data of allProblems({})) expect(problem(data).hint).not.toMatch(/\^[a-z]/);
	});

	it('needs no more than two lines of a terminal for a sentence, its parameters aside', () => {
		const all = [
			...allProblems({}).flatMap(data => Object.values(problem(data))),
			...allFindings({}).map(findingAlone),
			...commandSentences(language, 2),
		];
		expect(all.filter(sentence => sentence.length > 2 * 78)).toEqual([]);
	});

	it('shows what a server says without letting it write to the terminal', () => {
		const hostile = 'a\u001b]0;x\u0007\u001b[31mb\r\n\u202ec\u009b2J';
		const all = [
			...allProblems(allParams(hostile)).flatMap(data =>
				Object.values(problem({...data, side: 'source', server: hostile})),
			),
			...allFindings(fullFinding(hostile)).flatMap(data => [finding(data), findingAlone(data)]),
		];
		expect(all.filter(sentence => /[\p{Cc}\p{Cf}]/u.test(sentence))).toEqual([]);
		expect(problem({code: 'login-refused', server: hostile}).what).toContain('\\x1b[31mb\\r\\n\\u202ec');
		expect(finding({kind: 'refused', severity: 'note', server: hostile})).toContain('\\x1b[31mb');
	});

	it('counts in the singular and the plural, a thousand as text included', () => {
		const [one, two, many] = [1, 2, 1000].map(count =>
			findingAlone({kind: 'folder-gone', severity: 'note', count}),
		);
		const words =
			language === 'it'
				? ['1 messaggio', '2 messaggi', '1.000 messaggi']
				: ['1 message ', '2 messages', '1,000 messages'];
		expect([one, two, many].map((sentence, place) => sentence?.includes(words[place] ?? '?'))).toEqual([
			true,
			true,
			true,
		]);
		expect(format.counted('1', 'one', 'many')).toBe('1 one');
		expect(format.counted(format.count(1000), 'one', 'many')).toMatch(/^1[.,]000 many$/);
	});
});

describe('the two languages', () => {
	it('differ in every sentence, so that none was left untranslated', () => {
		const [english, italian] = languages.map(language => {
			const {problem, findingAlone} = sentences(language);
			return [
				...allProblems({}).flatMap(data => Object.values(problem(data))),
				...allFindings({}).map(findingAlone),
				...commandSentences(language, 2),
			];
		});
		expect(italian).toHaveLength(english?.length ?? 0);
		expect(italian?.filter((sentence, place) => sentence === english?.[place])).toEqual([]);
	});

	it('have the same sentences on the screens, each worded in its own', () => {
		const [english, italian] = languages.map(language => screenSentences(language, [2]));
		expect([...(italian?.keys() ?? [])].sort()).toEqual([...(english?.keys() ?? [])].sort());
		const same = [...(italian ?? [])].filter(
			([place, sentence]) => english?.get(place) === sentence && !silent.test(place) && !shared.test(place),
		);
		expect(same).toEqual([]);
	});

	it("name the side, what happened, and the server's own words", () => {
		const data = {
			code: 'login-refused',
			side: 'source',
			server: 'AUTH failed',
			params: {user: 'mario'},
		} as const;
		expect(sentences('en').problem(data).what).toBe('From: the login of mario was refused: "AUTH failed"');
		expect(sentences('it').problem(data).what).toBe('Da: credenziali non valide per mario: "AUTH failed"');
	});

	it('tell a small shortage of space in figures that differ', () => {
		const data = {code: 'over-quota', params: {needed: 1_204_000_000, free: 1_201_000_000}} as const;
		expect(sentences('en').problem(data).what).toContain(
			'1,204,000,000 bytes needed, 1,201,000,000 bytes free',
		);
		expect(sentences('it').problem(data).what).toContain(
			'servono 1.204.000.000 byte, liberi 1.201.000.000 byte',
		);
	});

	it('write days and thousands as each does', () => {
		expect(createFormat('it').clock(90_061_000)).toMatch(/^1gg? 01:01:01$/);
		expect(
			sentences('it').finding({kind: 'too-large', severity: 'note', params: {limit: 35_651_584}}),
		).toContain('(35.651.584 byte)');
	});
});

describe('the language', () => {
	it.each([
		[{}, 'en'],
		[{LANG: 'it_IT.UTF-8'}, 'it'],
		[{LANG: 'it'}, 'it'],
		[{LANG: 'it_CH'}, 'it'],
		[{LANG: 'it@euro'}, 'it'],
		[{LANG: 'C.UTF-8'}, 'en'],
		[{LANG: 'fr_FR.UTF-8'}, 'en'],
		[{LANG: 'ita'}, 'en'],
		[{LC_MESSAGES: 'it_IT.UTF-8', LANG: 'en_US.UTF-8'}, 'it'],
		[{LC_MESSAGES: 'en_US.UTF-8', LANG: 'it_IT.UTF-8'}, 'en'],
		[{LC_ALL: 'C', LC_MESSAGES: 'it_IT.UTF-8', LANG: 'it_IT.UTF-8'}, 'en'],
		[{LC_ALL: 'it_IT.UTF-8', LC_MESSAGES: 'C', LANG: 'C'}, 'it'],
		// Set and empty is the same as not set (POSIX, 8.2).
		[{LC_ALL: '', LC_MESSAGES: '', LANG: 'it_IT.UTF-8'}, 'it'],
	] as const)('of %o is %s', (environment, language) => {
		expect(languageOf(environment)).toBe(language);
	});
});
