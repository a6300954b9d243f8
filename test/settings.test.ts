import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest';
import {sentences} from '../source/locales/index.ts';
import {exitCodeFor, Problem} from '../source/problem.ts';
import {readSettings} from '../source/settings.ts';

let home: string;

beforeEach(() => {
	home = mkdtempSync(join(tmpdir(), 'trasloco-settings-'));
	vi.stubEnv('TRASLOCO_HOME', home);
});

afterEach(() => {
	vi.unstubAllEnvs();
	rmSync(home, {recursive: true, force: true});
});

const write = (text: string) => writeFileSync(join(home, 'settings.json'), text);

describe('settings.json', () => {
	it('sets nothing where it is not there', () => {
		expect(readSettings()).toEqual({path: join(home, 'settings.json'), keys: new Map(), oauth: new Map()});
	});

	it('gives keys to actions, and says how the screens are drawn', () => {
		write('{"keys": {"folders.toggle": ["x", "space"]}, "slow": true, "screenReader": false}');
		expect(readSettings()).toMatchObject({
			keys: new Map([['folders.toggle', ['x', 'space']]]),
			slow: true,
			screenReader: false,
		});
	});

	it('names this program at providers of access tokens', () => {
		write(
			'{"oauth": {"google": {"clientId": "uno"}, "noi": {"clientId": "due", "issuer": "https://login.example"}}}',
		);
		expect([...readSettings().oauth]).toEqual([
			['google', {clientId: 'uno'}],
			['noi', {clientId: 'due', issuer: 'https://login.example'}],
		]);
	});

	it.each([
		['{"oauth": {"google": {"client": "uno"}}}', /oauth: google has a clientId/],
		['{"oauth": {"noi": {"issuer": "ftp://login.example"}}}', /oauth: noi has a clientId/],
		['{"oauth": ["google"]}', /oauth: oauth has a clientId/],
		['{"keys": ', /JSON|Unexpected/],
		['{"colour": 1}', /there is no setting colour$/],
		['{"slow": "yes"}', /slow is true or false/],
		['{"keys": ["x"]}', /keys: the keys are a list/],
		['{"keys": {"help": "h"}}', /help: the keys are a list/],
		['{"keys": {"help": []}}', /help: the keys are a list/],
	])('is refused where it is %s, with its path and what is wrong', (text, why) => {
		write(text);
		try {
			readSettings();
			expect.unreachable();
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			const {what, hint} = sentences('en').problem(error.data);
			expect(what).toContain(join(home, 'settings.json'));
			expect(what).toMatch(why);
			expect(hint).toBe('Mend the file or move it away.');
			expect(exitCodeFor(error.data)).toBe(2);
		}
	});
});
