import {describe, expect, it} from 'vitest';
import {sentences} from '../../source/locales/index.ts';
import {Problem} from '../../source/problem.ts';
import {actionFor, keymap, keyOf} from '../../source/ui/keymap.ts';
import {remapKeys} from '../../source/ui/remap.ts';

const path = '/home/trasloco/settings.json';
const remap = (keys: Readonly<Record<string, readonly string[]>>) =>
	remapKeys({path, keys: new Map(Object.entries(keys))});

/** What a person reads of keys that can't be. */
function fault(keys: Readonly<Record<string, readonly string[]>>): string {
	try {
		remap(keys);
	} catch (error) {
		if (error instanceof Problem) return sentences('en').problem(error.data).what;
		throw error;
	}
	return '';
}

describe('keys of the settings', () => {
	it('are the keymap itself where nothing is set', () => {
		expect(remap({})).toEqual(keymap);
	});

	it('take the place of the usual ones, also in hints', () => {
		const keys = remap({'progress.pause': ['z', 'ctrl-p']});
		expect(actionFor(keys, 'progress', 'z')).toBe('progress.pause');
		expect(actionFor(keys, 'progress', 'ctrl-p')).toBe('progress.pause');
		expect(actionFor(keys, 'progress', 'p')).toBeUndefined();
		expect(actionFor(keys, 'progress', 's')).toBe('progress.stop');
		expect(keyOf(keys, 'progress', 'progress.pause')).toBe('z');
		expect(keyOf(keys, 'dialog-choice', 'progress.pause')).toBe('z');
	});

	it('are letters in a text field where they are letters', () => {
		const keys = remap({help: ['H', 'ctrl-g'], 'connect.next': ['è']});
		expect(actionFor(keys, 'review', 'H')).toBe('help');
		expect(actionFor(keys, 'connect-text', 'H')).toBeUndefined();
		expect(actionFor(keys, 'connect-text', 'ctrl-g')).toBe('help');
		expect(actionFor(keys, 'connect-continue', 'è')).toBe('connect.next');
		expect(keyOf(keys, 'connect-text', 'connect.next')).toBe('tab');
	});

	it('may trade places', () => {
		const keys = remap({'folders.all': ['x'], 'folders.invert': ['a']});
		expect(actionFor(keys, 'folders', 'x')).toBe('folders.all');
		expect(actionFor(keys, 'folders', 'a')).toBe('folders.invert');
	});

	it.each([
		['an action that is none', {'folders.togle': ['x']}, 'there is no action folders.togle'],
		['a key that is none', {'folders.toggle': ['f1']}, 'folders.toggle: there is no key f1'],
		['a key that a terminal takes for enter', {'folders.toggle': ['ctrl-m']}, 'no key ctrl-m'],
		['two characters', {'folders.toggle': ['xy']}, 'no key xy'],
		['a control character', {'folders.toggle': ['\u001b']}, 'no key \\x1b'],
		['the keys of a list', {'choice.take': ['x']}, "choice.take has keys that can't be changed"],
		[
			'one key for two actions',
			{'folders.toggle': ['a']},
			'a would be both folders.toggle and folders.all (Folders)',
		],
		[
			'a key that a list takes itself',
			{'review.verify': ['1']},
			'1 would be both choice.move and review.verify (Review)',
		],
		[
			'the key of leaving for something else',
			{'connect.save': ['ctrl-c']},
			'ctrl-c would be both connect.save and leave (Connect, in a text field)',
		],
	])('are refused: %s', (_, keys, why) => {
		expect(fault(keys)).toContain(`the settings ${path} can't be read: keys: `);
		expect(fault(keys)).toContain(why);
	});
});
