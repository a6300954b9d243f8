import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import process from 'node:process';
import {execa, parseCommandString} from 'execa';
import {childEnvironment} from '../../accounts/environment.ts';

/** How a program that had the terminal ended; `program` is what it was called by. */
export type Ended =
	| {readonly kind: 'done'}
	| {readonly kind: 'missing'; readonly program: string}
	| {readonly kind: 'failed'; readonly program: string; readonly why: string};

/** How editing a text ended. */
export type Edited = {readonly kind: 'done'; readonly text: string} | Exclude<Ended, {kind: 'done'}>;

/**
 * Only pages: its keys for a shell, an editor or other files are off (less(1), SECURITY). What is shown is UTF-8, also
 * where the locale is one that this system lacks, as often over SSH: less would take it for a binary file.
 */
const pagerOnly = {LESSSECURE: '1', LESSCHARSET: process.env.LESSCHARSET ?? 'utf-8'};

/**
 * Shows a file in PAGER, or in less.
 *
 * @returns `missing` where there is none, or where PAGER only prints: who has the screens would see nothing of that
 */
export async function showFile(path: string): Promise<Ended> {
	const {PAGER} = process.env;
	const [program = ''] = parseCommandString(PAGER ?? 'less');
	if (program === '' || basename(program) === 'cat') return {kind: 'missing', program};
	return run([PAGER ?? 'less'], path, pagerOnly);
}

/**
 * Lets a person edit a text in VISUAL or EDITOR, else in vi or nano. The text is in a file of its own for that time,
 * readable by its owner alone.
 *
 * @param name The file's name, which tells the person what it is.
 */
export async function editText(name: string, text: string): Promise<Edited> {
	const folder = await mkdtemp(join(tmpdir(), 'trasloco-'));
	try {
		const path = join(folder, name);
		await writeFile(path, text, {mode: 0o600});
		const {VISUAL, EDITOR} = process.env;
		const chosen = VISUAL || EDITOR;
		const ended = await run(chosen ? [chosen] : ['vi', 'nano'], path, {});
		return ended.kind === 'done' ? {kind: 'done', text: await readFile(path, 'utf8')} : ended;
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

/** Runs the first of these commands that is there, with a file as its last argument, on the terminal; no shell. */
async function run(
	commands: readonly string[],
	path: string,
	more: Readonly<Record<string, string>>,
): Promise<Ended> {
	const [command = '', ...others] = commands;
	const [program = '', ...args] = parseCommandString(command);
	const result = await execa(program, [...args, path], {
		stdio: 'inherit',
		env: {...childEnvironment(), ...more},
		extendEnv: false,
		reject: false,
	});
	if (!result.failed) return {kind: 'done'};
	const isMissing = result.exitCode === undefined && (result.code === 'ENOENT' || result.code === 'EACCES');
	if (isMissing && others.length > 0) return run(others, path, more);
	if (isMissing) return {kind: 'missing', program};
	return {kind: 'failed', program, why: result.signal ?? `exit code ${result.exitCode ?? '?'}`};
}
