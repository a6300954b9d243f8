import {open, readFile, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import fc from 'fast-check';
import {beforeEach, expect, test, vi} from 'vitest';
import {MboxFile} from '../../../../source/stores/files/mbox/mbox-file.ts';
import {contentAt} from '../../../../source/stores/files/mbox/place.ts';
import {messagesIn} from '../../../../source/stores/files/mbox/scan.ts';
import {scratchFolder} from '../../../servers/scratch.ts';

const seed = Number(process.env.TRASLOCO_TEST_SEED ?? Date.now() % 2 ** 31);
const runs = {seed, numRuns: 300};

/** What mbox files are made of, good and bad. */
const part = fc.constantFrom(
	...[
		'From ',
		'From MAILER-DAEMON Thu Jan  4 09:30:00 2024\n',
		'From here on\n',
		'From - \n',
		'>',
		'>>>From x',
	],
	...['\n', '\r\n', '\r', '\n\n', '\0', '\0\0\0\0', 'a', 'hello\n', ' folded\n', 'é'],
	...['Subject: x\n', 'Status: RO\n', 'X-Status: A\n', 'Content-Length: 5\n', 'Content-Length: 13\n'],
	...['X-Gmail-Labels: Inbox,Opened\n', 'X-Mozilla-Status: 0009\n', 'x'.repeat(5000), 'x'.repeat(300_000)],
	`${'>'.repeat(1001)}From `,
);
const bytes = fc.array(part, {maxLength: 30}).map(parts => Buffer.from(parts.join('')));

let folder: string;
beforeEach(async () => {
	folder = await scratchFolder('mbox');
	vi.stubEnv('TRASLOCO_HOME', folder);
	return () => vi.unstubAllEnvs();
});

test('every byte of any file is in one message, or between two of them', async () => {
	const path = join(folder, 'any.mbox');
	await fc.assert(
		fc.asyncProperty(bytes, async content => {
			await writeFile(path, content);
			const file = await open(path);
			try {
				let at = 0;
				for await (const found of messagesIn(file, content.length, {isOurs: false})) {
					const {start, from, to, next, cuts, lines, bareLineFeeds} = found;
					// Nothing but empty lines is in front of the first.
					expect(content.toString('latin1', at, start)).toMatch(at === 0 ? /^[\r\n]*$/ : /^$/);
					expect(from).toBeGreaterThanOrEqual(start);
					expect(to).toBeGreaterThanOrEqual(from);
					expect(content.toString('latin1', to, next)).toMatch(/^(?:\r?\n)?$/);
					at = next;
					const cut = cuts.reduce((sum, {start, end}) => sum + end - start, 0);
					const told = to - from - cut + bareLineFeeds - lines.quoted - lines.quotedMore;
					let length = 0;
					for await (const piece of contentAt(file, {from, to, cuts, quoting: 'every', bytes: told + 1}))
						length += piece.length;
					expect(length).toBe(told);
				}

				expect(content.toString('latin1', at)).toMatch(/^[\r\n]*$/);
			} finally {
				await file.close();
			}
		}),
		runs,
	);
});

const message = fc.record({
	content: bytes,
	flags: fc.subarray(['\\Seen', '\\Answered', '\\Flagged', '\\Draft', '$Forwarded', 'Lavoro']),
	internalDate: fc.constantFrom('04-Jan-2024 10:30:00 +0100', '31-Dec-1969 23:59:59 -0500'),
});
const messages = fc.array(message, {minLength: 1, maxLength: 4});

async function contentsOf(file: MboxFile) {
	const contents = [];
	for (const {uid, flags, date, gone} of (await file.lines()).values()) {
		if (gone) continue;
		const pieces: Buffer[] = [];
		for await (const piece of file.pieces(uid)) pieces.push(piece);
		contents.push({content: Buffer.concat(pieces), flags, internalDate: date});
	}

	return contents;
}

let number = 0;
const newFile = () => new MboxFile('destination', join(folder, `${++number}.mbox`), true);
const again = ({path}: MboxFile) => new MboxFile('destination', path);

test('any messages that are written are read as they were, also after others have come and gone', async () => {
	await fc.assert(
		fc.asyncProperty(messages, messages, fc.nat(3), async (first, second, which) => {
			const file = newFile();
			const uids = await file.append(first);
			await file.append(second);
			expect(await contentsOf(again(file))).toEqual([...first, ...second]);
			const taken = which % first.length;
			await file.expunge([uids[taken] ?? 0]);
			const left = [...first.filter((_, index) => index !== taken), ...second];
			expect(await contentsOf(again(file))).toEqual(left);
			// Another program has been here: all is read again, and known by its bytes.
			await writeFile(file.path, await readFile(file.path));
			expect(await contentsOf(again(file))).toEqual(left);
		}),
		{...runs, numRuns: 60},
	);
});

test('what was killed while it wrote has written whole messages, and what was there before is there', async () => {
	await fc.assert(
		fc.asyncProperty(
			messages,
			messages,
			fc.double({min: 0, max: 1, noNaN: true}),
			async (first, second, share) => {
				const file = newFile();
				await file.append(first);
				const before = (await readFile(file.path)).length;
				await file.append(second);
				const after = (await readFile(file.path)).length;
				// The note that all is written has not been made, and the file is as long as it got.
				const notes = (await readFile(file.sidecarPath, 'utf8')).trimEnd().split('\n').slice(0, -1);
				await writeFile(file.sidecarPath, `${notes.join('\n')}\n`);
				await truncate(file.path, before + Math.floor((after - before) * share));
				const left = await contentsOf(again(file));
				expect(left.slice(0, first.length)).toEqual(first);
				expect(left.slice(first.length)).toEqual(second.slice(0, left.length - first.length));
				const [more] = second;
				await again(file).append(more ? [more] : []);
				expect(await contentsOf(again(file))).toEqual([...left, more]);
			},
		),
		{...runs, numRuns: 60},
	);
});
