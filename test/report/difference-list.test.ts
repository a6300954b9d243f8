import {readdir, readFile, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {beforeAll, describe, expect, test} from 'vitest';
import type {ListedMessage} from '../../source/engine/comparison.ts';
import {type ListPart, saveDifferences} from '../../source/report/difference-list.ts';
import {scratchFolder} from '../servers/scratch.ts';

let folder: string;
let files = 0;

beforeAll(async () => {
	folder = await scratchFolder('lists');
});

const newPath = () => join(folder, `elenco${++files}.csv`);

const message: ListedMessage = {
	side: 'source',
	folder: 'Posta inviata',
	uidValidity: 7,
	uid: 42,
	bytes: 1234,
	internalDate: '05-Feb-2024 10:11:12 +0100',
	flags: ['\\Seen'],
	date: '2024-02-04T08:00:00.000Z',
	from: 'Mario Rossi <mario@example.it>',
	subject: 'Prova',
};

async function* parts(...all: readonly ListPart[]) {
	yield* all;
}

/** Reads CSV as RFC 4180 writes it: the rows, each a list of its cells. */
function rows(csv: string): string[][] {
	const found: string[][] = [[]];
	const cells = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n|$)/gy;
	for (let match = cells.exec(csv); match && match.index < csv.length; match = cells.exec(csv)) {
		found.at(-1)?.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
		if (match[3] === '\r\n') found.push([]);
	}

	return found.filter(row => row.length > 0);
}

/** The list of these messages, read back: without its byte order mark and its first line. */
async function list(kind: ListPart['kind'], ...messages: readonly ListedMessage[]): Promise<string[][]> {
	const path = newPath();
	await saveDifferences(path, parts({kind, messages}));
	const text = await readFile(path, 'utf8');
	expect(text.startsWith('\ufefffolder,kind,uid,date,from,subject,bytes,uidvalidity,certified\r\n')).toBe(
		true,
	);
	expect(text.endsWith('\r\n')).toBe(true);
	return rows(text.slice(1)).slice(1);
}

describe('a list of differences', () => {
	test('has a line for each message, and is for its owner alone', async () => {
		const path = newPath();
		await saveDifferences(
			path,
			parts({kind: 'missing', messages: [message]}, {kind: 'extra', messages: [{...message, uid: 43}]}),
		);
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		expect(rows(await readFile(path, 'utf8')).slice(1)).toEqual([
			[
				'Posta inviata',
				'missing',
				'42',
				'2024-02-04T08:00:00.000Z',
				'Mario Rossi <mario@example.it>',
				'Prova',
				'1234',
				'7',
				'',
			],
			expect.arrayContaining(['extra', '43']),
		]);
	});

	test('says when a message without a date arrived, and nothing of one that has gone', async () => {
		const {date, from, subject, ...gone} = message;
		expect(await list('missing', gone)).toEqual([
			['Posta inviata', 'missing', '42', '2024-02-05T09:11:12.000Z', '', '', '1234', '7', ''],
		]);
	});

	test.each(['=1+1', '+39 06', '-10%', '@SUM(A1)', ' =1', '\t=1', '＝1', '＋1', '－1', '＠a'])(
		'has no formula in it: %j',
		async subject => {
			const [row] = await list('missing', {...message, subject, from: subject, folder: subject});
			for (const column of [0, 4, 5]) expect(row?.[column]).toMatch(/^['\\]/);
		},
	);

	test('keeps quotes, commas and letters of every language, and shows what moves the cursor as escapes', async () => {
		const [row] = await list('missing', {...message, subject: 'a "b", c; 日本 è\n\u001b[31m\u202e'});
		expect(row?.[5]).toBe('a "b", c; 日本 è\\n\\x1b[31m\\u202e');
	});

	test('can be read back, whatever a message says', async () => {
		await fc.assert(
			fc.asyncProperty(fc.array(fc.tuple(fc.string({unit: 'binary'}), fc.string())), async texts => {
				const read = await list('extra', ...texts.map(([subject, from]) => ({...message, subject, from})));
				expect(read.map(row => row.length)).toEqual(texts.map(() => 9));
				for (const row of read) for (const cell of row) expect(cell).not.toMatch(/^\s*[=+\-@]/);
			}),
			{numRuns: 50},
		);
	});

	test('overwrites nothing', async () => {
		const path = newPath();
		await writeFile(path, 'mio');
		await expect(saveDifferences(path, parts())).rejects.toMatchObject({
			data: {code: 'file-exists', params: {path}},
		});
		expect(await readFile(path, 'utf8')).toBe('mio');
	});

	test('that can not be written is a problem; one that is broken off leaves nothing', async () => {
		const path = join(folder, 'non', 'esiste.csv');
		await expect(saveDifferences(path, parts())).rejects.toMatchObject({data: {code: 'file-refused'}});
		const before = await readdir(folder);
		const broken = (async function* () {
			yield {kind: 'missing', messages: [message]} as const;
			throw new Error('la linea è caduta');
		})();
		await expect(saveDifferences(newPath(), broken)).rejects.toThrow('la linea è caduta');
		expect(await readdir(folder)).toEqual(before);
	});
});
