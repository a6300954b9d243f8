import {describe, expect, it, test} from 'vitest';
import {help as english} from '../../source/locales/en/help.ts';
import {help as italian} from '../../source/locales/it/help.ts';
import {newHome, run} from '../commands/trasloco.ts';

/** Each word by its place. */
function words(node: unknown, path = ''): ReadonlyMap<string, string> {
	if (typeof node === 'string') return new Map([[path, node]]);
	const {ofCommander: _, ...parts} = node as Record<string, unknown>;
	return new Map(Object.entries(parts).flatMap(([name, part]) => [...words(part, `${path}.${name}`)]));
}

/** Names that are the same in both languages. */
const shared = /^\.takes\.(file|provider|sha256|url)$/;

const commands = ['', ...Object.keys(english.commands).filter(name => name !== 'help')];

describe('the help', () => {
	it('has Italian words of its own for all that it says', () => {
		const own = words(italian);
		for (const [path, text] of words(english)) {
			expect(own.get(path), path).not.toBe('');
			if (!shared.test(path)) expect(own.get(path), path).not.toBe(text);
		}
	});

	it.each([english, italian])('explains accounts, passwords and exit codes in 80 columns', ({after}) => {
		for (const line of after.split('\n')) expect(line.length, line).toBeLessThanOrEqual(80);
		for (const code of [0, 1, 2, 3, 4, 5, 6, 130])
			expect(after).toMatch(new RegExp(`(^|\\s)${code} +[a-zà-ù]`, 'm'));
		for (const scheme of ['imaps://', 'imap://', 'imap+plain://', 'eml:', 'maildir:', 'mbox:', '.zip'])
			expect(after).toContain(scheme);
	});

	it.each(commands)(
		'of %s is Italian where the environment is, and leaves none of Commander’s English',
		async name => {
			const args = [...(name === '' ? [] : [name]), '--help'];
			const home = await newHome();
			const [said, saidInEnglish] = await Promise.all([
				run(home, args, {env: {LANG: 'it_IT.UTF-8'}}),
				run(home, args),
			]);
			expect(said.exitCode, said.stderr).toBe(0);
			expect(said.stdout).toMatch(/^Uso: trasloco/);
			const about = name === '' ? italian.about : italian.commands[name as 'copy'];
			expect(said.stdout.replaceAll(/\s+/g, ' ')).toContain(about);
			expect(said.stdout).not.toMatch(
				/\b(Usage|Options|Commands|Arguments|options|choices|display|the|default: .*|\[command\])\b/,
			);
			expect(saidInEnglish.stdout).toMatch(/^Usage: trasloco/);
			expect(saidInEnglish.stdout).not.toMatch(/\b(della|una|che)\b/);
			const options = (text: string) => text.match(/(?<=^ {2}(?:-\w, )?)--[\w-]+/gm);
			expect(options(said.stdout)).toEqual(options(saidInEnglish.stdout));
		},
	);
});

test.each([
	['an option that is none', ['copy', '--frm', 'x'], /opzione sconosciuta '--frm'\n\(forse --from\?\)/],
	['a command that is none', ['coppy'], /non c’è un comando 'coppy'/],
	['an option without its value', ['copy', '--from'], /manca il valore dell’opzione '--from <casella>'/],
	[
		'a value that is none of the choices',
		['copy', '--verify', 'half'],
		/non accetta 'half'\. Valori ammessi: full, counts/,
	],
	['a number that is none', ['copy', '--patience', 'ever'], /non accetta 'ever'\. Ci vuole un numero intero/],
	['a run that is missing', ['resume'], /manca l’argomento 'copia'/],
	[
		'options that exclude each other',
		['verify', '--screens', '--json'],
		/'--screens' non si può usare con '--json'/,
	],
	['one word too many', ['runs', 'x', 'y'], /troppi argomenti: x, y\./],
])('%s is told in Italian', async (_, args, said) => {
	const outcome = await run(await newHome(), args, {env: {LANG: 'it_IT.UTF-8'}});
	expect(outcome.exitCode).toBe(2);
	expect(outcome.stderr).toMatch(said);
	expect(outcome.stderr).toContain(italian.seeHelp);
	expect(outcome.stderr).not.toMatch(/error:|option '|argument '|command '|Did you/);
});
