import {useInput} from 'ink';
import type {ReactNode} from 'react';
import {keyName} from '../keymap.ts';

interface KeyGuardProps {
	/**
	 * @param name As the keymap names it; '' for a paste.
	 * @param isCommand Whether it is a key with Ctrl or Alt, which types nothing.
	 * @param input The text that it types or pastes.
	 */
	readonly onKey: (name: string, isCommand: boolean, input: string) => void;
}

/**
 * Hears each key before the widgets that stand after it: Ink calls its listeners in the order in which they
 * came, and siblings come from first to last.
 */
export function KeyGuard({onKey}: KeyGuardProps): ReactNode {
	useInput((input, key) => {
		const isText = !key.return && !key.tab;
		onKey(keyName(input, key), (key.ctrl || key.meta) && !key.backspace && !key.delete, isText ? input : '');
	});
	return null;
}
