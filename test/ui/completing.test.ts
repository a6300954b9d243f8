import {describe, expect, it, test, vi} from 'vitest';
import {complete, folderTyped, type Named} from '../../source/ui/completing.ts';
import {offeredIn, pathIn} from '../../source/ui/dialogs/dialog-state.ts';
import {startConnect} from '../../source/ui/screens/connect/connect-state.ts';
import {offeredFor} from '../../source/ui/screens/connect/typed-path.ts';
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

describe('a path that a dialog asks for', () => {
	type Asking = Parameters<typeof pathIn>[0];

	/** Presses tab in a dialog. */
	async function tabIn(dialog: NonNullable<Asking>, names: readonly Named[]) {
		const namesIn = vi.fn(async () => names);
		const screens = open({}, [], {namesIn});
		screens.store.dispatch({to: 'dialog', action: {type: 'opened', dialog}});
		expect(keyContext(screens.state())).toBe('dialog-path-text');
		screens.press('tab');
		await screens.until(state => state.dialog !== dialog);
		const shown = screens.state().dialog ?? dialog;
		return {...screens, namesIn, text: 'text' in shown ? shown.text : '', names: offeredIn(shown)};
	}

	it.each<[NonNullable<Asking>, string]>([
		[{kind: 'backup', text: '/mnt/arch', messages: 1}, '/mnt/archivio/'],
		[{kind: 'backup', text: 'mboxrd:/mnt/arch', messages: 1}, 'mboxrd:/mnt/archivio/'],
		[{kind: 'save-list', text: '/mnt/arch', entries: 1}, '/mnt/archivio/'],
		[{kind: 'authority', text: '/mnt/arch'}, '/mnt/archivio/'],
		[{kind: 'term', side: 'source', term: 'clientKey', text: '/mnt/arch'}, '/mnt/archivio/'],
	])('is completed: %j', async (dialog, completed) => {
		const {text, names, namesIn} = await tabIn(dialog, [folder('archivio'), folder('altro')]);
		expect(text).toBe(completed);
		expect(names).toEqual([]);
		expect(namesIn).toHaveBeenCalledWith('/mnt');
	});

	it('shows several ways until something else is typed, and begins where the program was started', async () => {
		const {names, store, state, namesIn} = await tabIn({kind: 'authority', text: ''}, [
			file('a.pem'),
			file('b.pem'),
		]);
		expect(names).toEqual(['a.pem', 'b.pem']);
		expect(namesIn).toHaveBeenCalledWith(process.cwd());
		store.dispatch({to: 'dialog', action: {type: 'typed', text: 'a'}});
		const {dialog} = state();
		expect(dialog && offeredIn(dialog)).toEqual([]);
	});

	it('is none where a word or an address is typed', () => {
		for (const dialog of [
			{kind: 'term', side: 'source', term: 'proxy', text: '/mnt/arch'},
			{kind: 'save-as', side: 'source', text: '/mnt/arch'},
			{kind: 'undo', text: '', run: 'r', keepInTrash: false, messages: 1, folders: 1, stay: 0},
		] as const)
			expect(pathIn(dialog)).toBeUndefined();
	});

	it('stays as it is typed where the answer comes late, or the dialog is another by then', async () => {
		const {promise, resolve} = Promise.withResolvers<readonly Named[]>();
		const {store, tasks, state} = open({}, [], {namesIn: () => promise});
		const dialog = {kind: 'backup', text: '/mnt/a', messages: 1} as const;
		store.dispatch({to: 'dialog', action: {type: 'opened', dialog}});
		const completing = tasks.completeInDialog();
		store.dispatch({to: 'dialog', action: {type: 'typed', text: '/mnt/ab'}});
		resolve([folder('archivio')]);
		await completing;
		expect(state().dialog).toMatchObject({text: '/mnt/ab'});
	});
});
