import type {Problem} from '../problem.ts';
import {type Settings, settingsProblem} from '../settings.ts';
import {type Binding, type KeyContext, type Keymap, keymap, typingContexts} from './keymap.ts';

/** Keys that a terminal tells apart from all others: `^h`, `^i`, `^j` and `^m` are backspace, tab and enter there. */
const ctrl = /^ctrl-[a-gk-ln-z]$/;
const named = new Set([
	...['up', 'down', 'left', 'right', 'pgup', 'pgdn', 'home', 'end'],
	...['tab', 'shift-tab', 'enter', 'esc', 'space', 'backspace'],
]);

/** One character that can be typed. */
const character = /^[^\p{C}\p{Z}\p{M}]\p{M}*$/u;

/** Keys that write or edit in a text field; there they are no commands. */
const editing = new Set(['space', 'backspace', 'left', 'right']);

const contexts = Object.keys(keymap) as readonly KeyContext[];

/**
 * The keymap with the keys of the settings. In a text field a key that writes stays a key that writes: an action to
 * which only such keys are given keeps its own there.
 *
 * @throws {Problem} `settings-unreadable`: no such action or key, or two actions on one key
 */
export function remapKeys({path, keys: wanted}: Pick<Settings, 'path' | 'keys'>): Keymap {
	const bindings: readonly Binding[] = contexts.flatMap((context): readonly Binding[] => keymap[context]);
	for (const [name, keys] of wanted) {
		const binding = bindings.find(({action}) => action === name);
		if (binding === undefined) throw settingsProblem(path, 'unknown-action', {name});
		if (binding.fixed) throw settingsProblem(path, 'fixed-action', {name});
		const unknown = keys.find(key => !ctrl.test(key) && !named.has(key) && !character.test(key));
		if (unknown !== undefined) throw settingsProblem(path, 'unknown-key', {name, key: unknown});
	}

	const remapped = {...keymap} as Record<KeyContext, readonly Binding[]>;
	for (const context of contexts) {
		remapped[context] = keymap[context].map((binding: Binding) => {
			const keys = (wanted.get(binding.action) ?? binding.keys).filter(
				key => !typingContexts.has(context) || (!character.test(key) && !editing.has(key)),
			);
			return {...binding, keys: keys.length > 0 ? keys : binding.keys};
		});
		const taken = takenTwice(context, remapped[context], path);
		if (taken !== undefined) throw taken;
	}

	return remapped;
}

/** The first key of a context that asks for two things; the list that has a context's arrows takes digits too. */
function takenTwice(where: KeyContext, bindings: readonly Binding[], path: string): Problem | undefined {
	const list = bindings.find(binding => binding.fixed);
	const taken = new Map<string, string>(
		list === undefined ? [] : [...'123456789'].map(digit => [digit, list.action]),
	);
	for (const {action, keys} of bindings) {
		for (const key of keys) {
			const other = taken.get(key);
			if (other !== undefined && other !== action) {
				return settingsProblem(path, 'key-taken', {key, name: other, other: action, where});
			}

			taken.set(key, action);
		}
	}

	return undefined;
}
