import {existsSync, readdirSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import type {Finding, FindingKind} from '../source/engine/finding.ts';
import {sentences} from '../source/locales/index.ts';
import {cases} from './commands/capability-cases.ts';
import {messageTable, table} from './corpus/fixtures.ts';
import {extensions, oddNames, offered, serverNames} from './servers/treatment.ts';
import {identical, limits, provoked} from './shown.ts';

const file = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const readme = readFileSync(file('README.md'), 'utf8');
const code = (text: string) => `\`${text}\``;

const kinds = Object.keys(provoked) as FindingKind[];

/** The parts of README.md that are made from what the tests are made from. */
const parts: Readonly<Record<string, () => string>> = {
	extensions: () =>
		table(
			['', ...serverNames],
			extensions.map(each => [
				code(each),
				...serverNames.map(server => (offered[server].includes(each) ? 'yes' : '–')),
			]),
		),
	names: () =>
		table(
			['refused by', 'names, one level of them'],
			serverNames.map(server => [
				server,
				oddNames
					.filter(({refusedBy}) => refusedBy.includes(server))
					.map(({name}) => code(name.replace('\t', '␉')))
					.join(' '),
			]),
		),
	limits: () =>
		table(
			['destination', 'what it lacks or limits', 'outcome', 'shown by'],
			[
				...cases.map(({name}) => ['Dovecot', name, identical, link('commands/capabilities.test.ts')]),
				...limits.map(({server, limit, outcome, file: shownBy}) => [server, limit, outcome, link(shownBy)]),
			],
		),
	messages: () => messageTable('../fixtures/messages/'),
	findings: () =>
		table(
			['kind', 'English', 'Italian', 'provoked by'],
			kinds.map(kind => [
				code(kind),
				...(['en', 'it'] as const).map(language => {
					const finding: Finding = {kind, severity: 'note', ...provoked[kind].sample};
					return sentences(language).findingAlone(finding);
				}),
				link(provoked[kind].file),
			]),
		),
};

function link(path: string): string {
	return `[${path}](${path})`;
}

function expected(): string {
	return readme.replace(
		/(<!-- (\w+) -->\n)[\s\S]*?(<!-- \/\2 -->)/g,
		(_, open, name, close) => `${open}${parts[name]?.()}\n${close}`,
	);
}

test('test/README.md holds the tables that the tests are made from (WRITE_README=1 writes them)', () => {
	for (const name of Object.keys(parts)) expect(readme).toContain(`<!-- ${name} -->`);
	if (process.env.WRITE_README) writeFileSync(file('README.md'), expected());
	else expect(readme).toBe(expected());
});

test.each([...limits, ...Object.values(provoked)])(
	'there is a test $file > $test',
	({file: path, test: title}) => {
		const source = readFileSync(file(path), 'utf8');
		expect([`'${title}'`, `"${title}"`].some(quoted => source.includes(quoted))).toBe(true);
	},
);

test.each(kinds)('the test that provokes the finding %s names it', kind => {
	const source = readFileSync(file(provoked[kind].file), 'utf8');
	expect(source).toMatch(new RegExp(`['" ]${kind}['" ]`));
});

test('the files that test/README.md points to are there', () => {
	for (const [, path = ''] of readme.matchAll(/\]\(([\w./-]+)\)/g)) {
		expect(existsSync(file(path)), path).toBe(true);
	}
});

test('test/README.md names every variable that the tests read', () => {
	const sources = readdirSync(file('.'), {recursive: true, encoding: 'utf8'}).filter(name =>
		/\.tsx?$/.test(name),
	);
	const read = sources.flatMap(name => [
		...readFileSync(file(name), 'utf8').matchAll(/process\.env\.(TRASLOCO_TEST_\w+)/g),
	]);
	const names = [...new Set(read.map(([, name]) => name))].sort();
	const told = [...readme.matchAll(/^\| `(TRASLOCO_TEST_\w+)` \|/gm)].map(([, name]) => name).sort();
	expect(told).toEqual(names);
});
