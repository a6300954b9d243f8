import {readdirSync, readFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {fixtures} from './fixtures.ts';

const folder = new URL('../../fixtures/messages/', import.meta.url);

test('fixtures/messages is what node test/corpus/write.ts makes, byte for byte', () => {
	const wanted = fixtures();
	expect(readdirSync(folder).sort()).toEqual([...wanted.keys()].sort());
	for (const [name, content] of wanted) {
		expect(readFileSync(new URL(name, folder)).toString('latin1'), name).toBe(content.toString('latin1'));
	}
});
