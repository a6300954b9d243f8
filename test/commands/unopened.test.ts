import {spawnSync} from 'node:child_process';
import {chmod, mkdir, symlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {execa} from 'execa';
import {describe, expect, test} from 'vitest';
import {scratchFolder} from '../servers/scratch.ts';
import {filesBelow, findingsOf, finishedOf, newHome, run} from './trasloco.ts';

const letter = (subject: string) =>
	`Date: Mon, 05 Feb 2024 10:11:12 +0100\nSubject: ${subject}\n\ntesto di ${subject}\n`;
const inMbox = (subject: string) => `From a@b Mon Feb  5 10:11:12 2024\n${letter(subject)}\n`;

/** Files by their names; those that end in a slash are directories, where nothing is in them. */
async function make(files: Readonly<Record<string, string | undefined>>): Promise<string> {
	const root = await scratchFolder('unopened');
	for (const [name, content = ''] of Object.entries(files)) {
		await mkdir(name.endsWith('/') ? join(root, name) : dirname(join(root, name)), {recursive: true});
		if (!name.endsWith('/')) await writeFile(join(root, name), content);
	}

	return root;
}

/** A command of somebody who is not root, or like one. */
const command = async (home: string, ...args: readonly string[]) =>
	run(home, [...args, '--json'], {likeAnybody: true});

const isPossible = process.getuid?.() !== 0 || spawnSync('setpriv', ['--version']).status === 0;

describe.runIf(isPossible)('what nobody may open', () => {
	test.each([
		{
			format: 'eml',
			files: {
				'A/1.eml': letter('uno'),
				'A/2.eml': letter('due'),
				'B/1.eml': letter('tre'),
				'C/1.eml': letter('c'),
			},
			closed: ['A/1.eml', 'B'],
			links: ['C/2.eml'],
			pipes: ['C/3.eml'],
			unopened: ['B'],
			refused: ['A'],
			copied: 2,
		},
		{
			format: 'maildir',
			files: {
				...{'cur/1.x:2,S': letter('uno'), 'cur/2.x:2,': letter('due'), 'new/': '', 'tmp/': ''},
				...{'.A/cur/1.x:2,': letter('tre'), '.B/cur/1.x:2,': letter('b'), '.B/new/2.x': letter('nuovo')},
			},
			closed: ['cur/1.x:2,S', '.A', '.B/new'],
			links: ['cur/3.x:2,'],
			pipes: ['cur/4.x:2,'],
			unopened: ['.A', '.B/new'],
			refused: ['INBOX'],
			copied: 2,
		},
		{
			format: 'mbox',
			files: {
				'A.mbox': inMbox('uno'),
				'B.mbox': inMbox('due'),
				'D/a.mbox': inMbox('tre'),
				'E/b.mbox': inMbox('b'),
			},
			closed: ['A.mbox', 'D'],
			links: ['G.mbox'],
			pipes: ['H.mbox'],
			unopened: ['A.mbox', 'D'],
			refused: [],
			copied: 2,
		},
	])(
		'in mail as $format is told, one by one, and all else is copied: 3',
		async ({format, files, closed, links, pipes, unopened, refused, copied}) => {
			const root = await make(files);
			for (const name of links) await symlink('/nowhere/at/all', join(root, name));
			for (const name of pipes) await execa('mkfifo', [join(root, name)]);
			for (const name of closed) await chmod(join(root, name), 0);
			const [home, into] = [await newHome(), await scratchFolder('into')];
			const sides = ['--from', `${format}:${root}`, '--to', `eml:${into}`];
			const outcome = await command(home, 'copy', ...sides);
			expect(outcome.exitCode, outcome.stderr).toBe(3);
			const finished = finishedOf(outcome);
			expect(finished).toMatchObject({state: 'differences', copied, skipped: refused.length});
			expect(findingsOf(finished, 'unreadable')).toEqual(
				expect.arrayContaining([
					...unopened.map(what =>
						expect.objectContaining({
							severity: 'difference',
							params: {what},
							server: `permission denied: ${join(root, what)}`,
						}),
					),
					...refused.map(source =>
						expect.objectContaining({
							...{severity: 'difference', source},
							server: expect.stringContaining('permission denied'),
						}),
					),
				]),
			);
			expect(findingsOf(finished, 'unreadable')).toHaveLength(unopened.length + refused.length);
			const [other] = findingsOf(finished, 'other-files');
			expect(other?.count).toBe(2);
			expect([...(await filesBelow(into)).keys()].filter(name => name.endsWith('.eml'))).toHaveLength(copied);
			// What nobody has seen can't be called the same.
			const verified = await command(home, 'verify', ...sides);
			expect(verified.exitCode, verified.stdout).toBe(2);
			expect(verified.stderr + verified.stdout).toContain('permission denied');
		},
	);

	test.each([
		['eml', {'A/x.eml': letter('vecchio')}, ['A']],
		[
			'maildir',
			{'.A/cur/1.x:2,': letter('vecchio'), '.A/new/': '', '.A/tmp/': '', 'cur/': '', 'new/': '', 'tmp/': ''},
			['.A'],
		],
		['mbox', {'A.mbox': inMbox('vecchio'), 'A/': ''}, ['A', 'A.mbox']],
	])(
		'to write in the middle of mail as %s stops a copy in words, and it is resumed',
		async (format, files, closed) => {
			const from = await make({
				'A/1.eml': letter('uno'),
				'A/B/1.eml': letter('due'),
				'C/1.eml': letter('tre'),
			});
			const into = await make(files);
			for (const name of closed) await chmod(join(into, name), name.endsWith('.mbox') ? 0o444 : 0o555);
			const home = await newHome();
			const stopped = await command(
				home,
				'copy',
				'--from',
				`eml:${from}`,
				'--to',
				`${format}:${into}`,
				'--patience',
				'0',
			);
			expect(stopped.exitCode, stopped.stderr).toBe(6);
			const {run: id, state, problem} = finishedOf(stopped);
			expect([state, problem?.side]).toEqual(['failed', 'destination']);
			expect(['create-refused', 'permission']).toContain(problem?.code);
			expect(problem?.server).toContain('permission denied');
			for (const name of closed) await chmod(join(into, name), 0o755);
			const resumed = await command(home, 'resume', id);
			expect(resumed.exitCode, resumed.stderr).toBe(0);
			expect(finishedOf(resumed)).toMatchObject({state: 'done', copied: 3, skipped: 0});
		},
	);
});
