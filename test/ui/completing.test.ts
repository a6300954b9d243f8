import {describe, expect, it, test, vi} from 'vitest';
import {complete, folderTyped, type Named} from '../../source/ui/screens/connect/completing.ts';
import {offeredFor, startConnect} from '../../source/ui/screens/connect/connect-state.ts';
import {keyContext} from '../../source/ui/state.ts';
import {open} from './opened.ts';

const folder = (name: string): Named => ({name, isFolder: true});
const file = (name: string): Named => ({name, isFolder: false});

describe('a path', () => {
	const home = [
		folder('posta'),
		folder('Posta inviata'),
		file('posta.mbox'),
		folder('.config'),
		file('Società.zip'),
	];

	it.each<[string, string, readonly string[]]>([
		['~/Soc', '~/Società.zip', []],
		['~/Posta', '~/Posta inviata/', []],
		['~/pos', '~/posta', ['posta.mbox', 'posta/']],
		['~/', '~/', ['Posta inviata/', 'posta.mbox', 'posta/', 'Società.zip']],
		['~', '~/', ['Posta inviata/', 'posta.mbox', 'posta/', 'Società.zip']],
		['~/.', '~/.config/', []],
		['~/x', '~/x', []],
		['~/posta.mbox', '~/posta.mbox', []],
		// Composed in another way on the disk.
		['~/Societa\u0300', '~/Società.zip', []],
	])('%s becomes %s', (path, completed, names) => {
		expect(complete(path, home)).toEqual({path: completed, names});
	});

	it('goes on by whole characters, and never by a name that no field can hold', () => {
		expect(complete('/a/', [file('😀'), file('😁')])).toEqual({path: '/a/', names: ['😀', '😁']});
		expect(complete('/a/', [file('b\u001b[2J'), file('c '), file('\ufffd')])).toEqual({
			path: '/a/',
			names: [],
		});
	});

	it('is looked for in the folder that is typed', () => {
		expect(['~', '~/a', '/', '/a/b', '../a', './'].map(folderTyped)).toEqual([
			'~/',
			'~/',
			'/',
			'/a/',
			'../',
			'./',
		]);
	});
});

async function onPath(address: string, names: readonly Named[]) {
	const namesIn = vi.fn(async () => names);
	const screens = open({}, [], {namesIn}, {connect: startConnect()});
	screens.store.dispatch({
		to: 'connect',
		action: {type: 'field-changed', side: 'source', field: 'address', value: address},
	});
	await screens.tasks.completePath('source');
	const {connect} = screens.state();
	return {
		...screens,
		connect,
		address: connect.forms.source.address,
		names: offeredFor(connect, 'source'),
		namesIn,
	};
}

test('what is typed is completed in its field, with the format that stands in front of it', async () => {
	const one = await onPath('mbox:/posta/arch', [folder('archivio')]);
	expect(one).toMatchObject({address: 'mbox:/posta/archivio/', names: [], connect: {focus: 'address'}});
	expect(one.namesIn).toHaveBeenCalledWith('/posta');
	expect(keyContext(one.state())).toBe('connect-path-text');
});

test('several ways are shown until something else is typed', async () => {
	const several = await onPath('/posta/', [folder('a'), folder('b')]);
	expect(several).toMatchObject({address: '/posta/', names: ['a/', 'b/'], connect: {focus: 'address'}});
	const action = {type: 'field-changed', side: 'source', field: 'address', value: '/posta/a'} as const;
	several.store.dispatch({to: 'connect', action});
	expect(offeredFor(several.state().connect, 'source')).toEqual([]);
});

test('where nothing can be added, the path is looked at and the next field has the cursor', async () => {
	const whole = await onPath('/posta/nuova', []);
	expect(whole.connect).toMatchObject({focus: 'format', forms: {source: {address: 'eml:/posta/nuova'}}});
});

test('an answer that comes when something else is typed changes nothing', async () => {
	const {promise, resolve} = Promise.withResolvers<readonly Named[]>();
	const {store, tasks, state} = open({}, [], {namesIn: () => promise}, {connect: startConnect()});
	const type = (value: string) =>
		store.dispatch({to: 'connect', action: {type: 'field-changed', side: 'source', field: 'address', value}});
	type('/posta/a');
	const completing = tasks.completePath('source');
	type('/posta/ab');
	resolve([folder('archivio')]);
	await completing;
	expect(state().connect).toMatchObject({focus: 'address', forms: {source: {address: '/posta/ab'}}});
});
