import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {screens as english} from '../../source/locales/en/screens.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {
	type FoldersAction,
	type FoldersState,
	foldersReducer,
	startFolders,
} from '../../source/ui/screens/folders/folders-state.ts';
import {mappingText, readMapping} from '../../source/ui/screens/folders/mapping-file.ts';
import {destinationInfo, folder, sourceInfo} from './fake-engine.ts';

const empty = {
	...destinationInfo,
	folders: [folder('INBOX', 0, {role: 'inbox'}), folder('Sent', 3, {role: 'sent'})],
};
const start = (...actions: readonly FoldersAction[]) =>
	actions.reduce(
		foldersReducer,
		startFolders(sourceInfo, {...empty, folders: [folder('INBOX', 0, {role: 'inbox'})]}, 'm'),
	);
const write = (state: FoldersState) => mappingText(state, ['a -> b'], ({source}) => `${source.messages}`);

/** The mapping after a person has edited its text. */
function edit(state: FoldersState, change: (text: string) => string): FoldersState {
	const {targets, faults} = readMapping(change(write(state)), state);
	expect(faults).toEqual([]);
	return foldersReducer(state, {type: 'edited', targets});
}

const targets = (state: FoldersState) =>
	new Map(state.mappings.map(({source, target, selected}) => [source.name, selected ? target.name : '-']));

describe('the mapping as a text', () => {
	it('is a line for each folder, and what is not copied goes nowhere', () => {
		const lines = write(start()).split('\n');
		expect(lines[0]).toBe('# a -> b');
		expect(lines).toContainEqual(expect.stringMatching(/^INBOX +-> INBOX +# 3412$/));
		expect(lines).toContainEqual(expect.stringMatching(/^Archivio\/2023 +-> Archivio\/2023 +# 1120$/));
		expect(lines).toContainEqual(expect.stringMatching(/^Cestino +-> - +# 88$/));
		expect(lines).toContainEqual(expect.stringMatching(/^"evil\\u001b\[31mred\\u202e" +-> /));
	});

	it.each([english, italian])('begins with sentences that fit in 80 columns', ({folders}) => {
		const [longest = 0] = folders.file.explanation.map(line => `# ${line}`.length).sort((a, b) => b - a);
		expect(longest).toBeLessThanOrEqual(79);
	});

	it('changes nothing where it is left as it is, or is empty', () => {
		for (const state of [start(), start({type: 'into-toggled'}), start({type: 'none-selected'})]) {
			for (const change of [(text: string) => text, () => '', () => '# only words\n'])
				expect(readMapping(change(write(state)), state)).toEqual({targets: new Map(), faults: []});
		}
	});

	it('changes what is edited and nothing else', () => {
		const before = start();
		const after = edit(before, text =>
			text
				.replace(/^Bozze .*$/m, 'Bozze->Old/Drafts')
				.replace(/^Cestino .*$/m, 'Cestino -> "Trash -> # 1"   # why not')
				.replace(/^clienti .*$/m, 'clienti -> -')
				.replace(/^Posta inviata.*\n/m, '')
				.replaceAll('\n', '\r\n'),
		);
		const wanted = new Map(targets(before))
			.set('Bozze', 'Old/Drafts')
			.set('Cestino', 'Trash -> # 1')
			.set('clienti', '-')
			.set('Posta inviata', '-');
		expect(targets(after)).toEqual(wanted);
		expect(after.mappings.find(({source}) => source.name === 'INBOX')?.reason).toBe('role');
	});

	it('says of each line that can not be read which it is and why', () => {
		const text = [
			'',
			'INBOX',
			'INBOX -> ',
			'-> INBOX',
			'"INBOX -> x',
			'INBOX -> a -> b',
			'Nope -> x',
			'INBOX -> "\\x"',
			'Bozze -> x',
			'Bozze -> y',
		];
		expect(readMapping(text.join('\n'), start()).faults).toEqual([
			{line: 2, why: 'arrow'},
			{line: 3, why: 'target'},
			{line: 4, why: 'source'},
			{line: 5, why: 'quotes'},
			{line: 6, why: 'rest'},
			{line: 7, why: 'unknown', name: 'Nope'},
			{line: 8, why: 'quotes'},
			{line: 10, why: 'twice', name: 'Bozze'},
		]);
	});

	it('says that a folder without mail can not be copied', () => {
		const source = {...sourceInfo, folders: [...sourceInfo.folders, folder('Solo', 0, {selectable: false})]};
		const state = startFolders(source, empty, 'm');
		expect(write(state)).not.toContain('Solo');
		expect(readMapping('Solo -> x', state).faults).toEqual([{line: 1, why: 'no-mail', name: 'Solo'}]);
	});

	it('finds again every folder that a server can have, and where it goes', () => {
		const name = fc.oneof(
			fc.string({unit: 'binary', minLength: 1, maxLength: 12}),
			fc.stringMatching(/^[-># "\\a\u00a0/.]{1,8}$/),
			fc.constantFrom('-', '->', '#', '"', '""', ' ', '\\', '\u202e', '\ud800', 'a\nb', '\ufeff', '👩‍👩‍👧'),
		);
		const names = fc.uniqueArray(
			name.filter(text => !text.includes('\0')),
			{minLength: 1, maxLength: 6},
		);
		fc.assert(
			fc.property(names, names, fc.constantFrom('/', '.', ''), (from, to, delimiter) => {
				const path = (text: string) => (delimiter === '' ? [text] : text.split(delimiter));
				const side = (list: readonly string[]) => ({
					...empty,
					naming: {delimiter, prefix: ''},
					folders: list.map((text, index) => folder(text, index, {path: path(text)})),
				});
				const state = startFolders(side(from), side(to), 'm');
				expect(readMapping(write(state), state)).toEqual({targets: new Map(), faults: []});
				// A / in a name that is typed parts levels, also where the server has another delimiter.
				if (delimiter !== '/' && [...from, ...to].some(text => text.includes('/'))) return;
				const none = foldersReducer(state, {type: 'none-selected'});
				expect(targets(edit(none, () => write(state)))).toEqual(targets(state));
			}),
		);
	});
});
