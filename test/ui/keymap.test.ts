import {describe, expect, it} from 'vitest';
import {screens as english} from '../../source/locales/en/screens.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {
	type Binding,
	type KeyContext,
	keyLabel,
	keymap,
	keyName,
	keyTable,
	type PressedKey,
	typingContexts,
} from '../../source/ui/keymap.ts';

const released: PressedKey = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageDown: false,
	pageUp: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	ctrl: false,
	shift: false,
	tab: false,
	backspace: false,
	delete: false,
	meta: false,
};

const contexts = Object.keys(keymap) as KeyContext[];

describe('the keymap', () => {
	it('gives each key one meaning at a time', () => {
		for (const context of contexts) {
			const keys = keymap[context].flatMap(binding => binding.keys);
			expect(new Set(keys).size, context).toBe(keys.length);
		}
	});

	it('has a way out everywhere, and help on every screen', () => {
		for (const context of contexts) {
			const actions = keymap[context].map((binding): string => binding.action);
			const isDialog = context.startsWith('dialog');
			expect(actions, context).toContain('suspend');
			expect(
				actions.some(action => ['leave', 'quit', 'dialog.close'].includes(action)),
				context,
			).toBe(true);
			if (!isDialog && context !== 'too-small') expect(actions, context).toContain('help');
		}
	});

	it.each([english, italian])('leaves no hint out at 80 columns where there is no help to say it', words => {
		for (const context of contexts) {
			const bindings: readonly Binding[] = keymap[context];
			if (bindings.some(({action}) => action === 'help')) continue;
			const hints = bindings
				.filter(({footer}) => footer)
				.map(({action, keys: [key = '']}) => {
					const {short} = words.keys[action as keyof typeof words.keys];
					return keyLabel(key, words.keyNames).length + short.length + 3;
				});
			// Of two lines, the first may end before a hint that does not fit any more.
			expect(
				hints.reduce((sum, width) => sum + width, 1),
				context,
			).toBeLessThanOrEqual(2 * 80 - Math.max(...hints));
		}
	});

	it('lets a person type anything into a text field', () => {
		expect(contexts.filter(context => /-(text|filter|word)$/.test(context))).toEqual([...typingContexts]);
		for (const context of typingContexts) {
			for (const binding of keymap[context]) {
				for (const key of binding.keys) expect(key.length, `${context} ${key}`).toBeGreaterThan(1);
				expect(binding.keys, context).not.toContain('space');
			}
		}
	});

	it('uses no function key, no Alt', () => {
		for (const context of contexts) {
			for (const key of keymap[context].flatMap(binding => [...binding.keys])) {
				expect(key).toMatch(
					/^(ctrl-[a-z]|shift-tab|up|down|left|right|pgup|pgdn|home|end|enter|esc|tab|space|[a-zA-Z?/])$/,
				);
			}
		}
	});

	it('names keys as Ink tells them', () => {
		expect(keyName('', {...released, upArrow: true})).toBe('up');
		expect(keyName('', {...released, tab: true, shift: true})).toBe('shift-tab');
		expect(keyName('s', {...released, ctrl: true})).toBe('ctrl-s');
		expect(keyName(' ', released)).toBe('space');
		expect(keyName('G', {...released, shift: true})).toBe('G');
		expect(keyName('x', {...released, meta: true})).toBe('');
	});

	it.each([
		['English', english],
		['Italian', italian],
	])('has %s words for every action, and makes the table of the README', (_, words) => {
		const table = keyTable(words.keys, words.contexts, words.keyNames);
		expect(table).toContain('| `/` |');
		expect(table).not.toContain('undefined');
		expect(table.split('\n').filter(line => line.startsWith('**'))).toHaveLength(contexts.length);
	});
});
