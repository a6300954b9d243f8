/** Writes `fixtures/messages`: the odd messages that are worth a look by themselves, and what becomes of every kind. */
import {mkdirSync, rmSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {fixtures} from './fixtures.ts';

const folder = fileURLToPath(new URL('../../fixtures/messages', import.meta.url));
rmSync(folder, {recursive: true, force: true});
mkdirSync(folder, {recursive: true});
for (const [name, content] of fixtures()) {
	writeFileSync(join(folder, name), content);
}
