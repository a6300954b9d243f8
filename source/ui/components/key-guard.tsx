import {useInput} from 'ink';
import type {ReactNode} from 'react';
import {keyName} from '../keymap.ts';

/**
 * Hears each key before the widgets that stand after it: Ink calls its listeners in the order in which they
 * came, and siblings come from first to last.
 */
export function KeyGuard({onKey}: {readonly onKey: (name: string, isCommand: boolean) => void}): ReactNode {
	useInput((input, key) => {
		onKey(keyName(input, key), (key.ctrl || key.meta) && !key.backspace && !key.delete);
	});
	return null;
}
