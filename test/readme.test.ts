import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {screens} from '../source/locales/en/screens.ts';
import {exitCodes} from '../source/problem.ts';
import {keyTable} from '../source/ui/keymap.ts';

const file = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));
const readme = readFileSync(file('README.md'), 'utf8');

/** The README with its generated parts as they have to be: the keys from the keymap, the screens from pictures of real ones. */
function expected(): string {
	const keys = keyTable(screens.keys, screens.contexts, screens.keyNames).trim();
	return readme
		.replace(/(<!-- keys -->\n)[\s\S]*?(<!-- \/keys -->)/, (_, open, close) => `${open}${keys}\n${close}`)
		.replace(/(<!-- screen (\w+) -->\n)[\s\S]*?(<!-- \/screen -->)/g, (_, open, name, close) => {
			const screen = readFileSync(file(`fixtures/screens/${name}.txt`), 'utf8').trimEnd();
			return `${open}\`\`\`\n${screen}\n\`\`\`\n${close}`;
		});
}

test('the README shows the keys of the keymap and the screens as they are (WRITE_README=1 writes them)', () => {
	if (process.env.WRITE_README) writeFileSync(file('README.md'), expected());
	else expect(readme).toBe(expected());
});

test('the README names every exit code and gives both commands', () => {
	for (const code of Object.values(exitCodes)) expect(readme).toContain(`\n| ${code} | `);
	expect(readme).toContain('npm ci && npm run demo');
	expect(readme).toContain('npm ci && npm test');
});

test('the files that the README points to are there', () => {
	for (const [, path = ''] of readme.matchAll(/\]\(([\w./-]+)\)/g))
		expect(existsSync(file(path)), path).toBe(true);
});
