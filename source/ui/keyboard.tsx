import {useInput} from 'ink';
import type {ReactNode} from 'react';
import {perform} from './commands.ts';
import type {Desk} from './desk.ts';
import {actionFor, type KeyContext, type Keymap, keyName} from './keymap.ts';

interface KeyboardProps {
	readonly keys: Keymap;
	readonly context: () => KeyContext;
	readonly desk: () => Desk;
}

/**
 * Turns keys into actions by the keymap. It stands before everything else, so it hears a key while the state is
 * still that in which the key was pressed: what a widget does with the same key comes after. A paste, which the key
 * stream gives as one text, is no key: a field takes it, and nothing else does.
 */
export function Keyboard({keys, context, desk}: KeyboardProps): ReactNode {
	useInput((input, key) => {
		const action = actionFor(keys, context(), keyName(input, key));
		const {state, dispatch} = desk();
		// What was said after the key before is read by now.
		if (state.notice !== undefined) dispatch({to: 'notice', notice: undefined});
		if (action !== undefined) perform(action, desk());
	});
	return null;
}
