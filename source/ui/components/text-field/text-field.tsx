import {Box, Transform} from 'ink';
import TextInput from 'ink-text-input';
import {type ReactNode, useLayoutEffect, useRef, useState} from 'react';
import {cells} from '../../cells.ts';
import {Say, useCells, useEnvironment} from '../../environment.tsx';
import {KeyGuard} from '../key-guard.tsx';
import {clean} from './clean.ts';
import {cursorAfter, widgetCursorAfter} from './cursor.ts';

interface TextFieldProps {
	readonly value: string;
	readonly width: number;
	readonly focused: boolean;
	/** Shows a mark for every character. */
	readonly secret?: boolean;
	readonly placeholder?: string;
	readonly onChange: (value: string) => void;
}

/** One line of text to type: ink-text-input, which leaves tab and the arrows up and down to others. */
export function TextField({
	value,
	width,
	focused,
	secret = false,
	placeholder = '',
	onChange,
}: TextFieldProps): ReactNode {
	const {theme} = useEnvironment();
	const {left, cut, safe} = useCells();
	if (focused) {
		return (
			<Typing
				value={clean(value)}
				width={width}
				secret={secret}
				placeholder={cut(placeholder, width)}
				onChange={onChange}
			/>
		);
	}
	const shown = secret ? theme.marks.secret.repeat([...value].length) : safe(value);
	return shown === '' ? <Say tone="dim">{left(placeholder, width)}</Say> : <Say>{left(shown, width)}</Say>;
}

interface TypingProps {
	readonly value: string;
	readonly width: number;
	readonly secret: boolean;
	readonly placeholder: string;
	readonly onChange: (value: string) => void;
}

/**
 * The field that is typed into. ink-text-input keeps its cursor to itself, moves it beyond both ends, and takes
 * control keys for letters: so the cursor is counted here as well, and where the two part, a new input is put in
 * its place. The part of a long text that is shown follows the cursor.
 */
function Typing({value, width, secret, placeholder, onChange}: TypingProps): ReactNode {
	const {theme} = useEnvironment();
	const [cursor, setCursor] = useState(value.length);
	const [generation, setGeneration] = useState(0);
	const isCommand = useRef(false);
	const mine = useRef(value);
	const first = useRef(0);
	if (mine.current !== value) {
		// Somebody else has filled it in.
		mine.current = value;
		setCursor(value.length);
		setGeneration(generation + 1);
	}
	const hear = (name: string, command: boolean, input: string) => {
		isCommand.current = command;
		const typed = command ? '' : clean(input);
		const next = command ? cursor : cursorAfter(value, cursor, name, typed);
		setCursor(next);
		if (next !== widgetCursorAfter(cursor, name, input)) setGeneration(generation + 1);
	};
	const shown = secret ? theme.marks.secret.repeat(value.length) : value;
	const before = cells(shown.slice(0, cursor));
	// No more is hidden on the left than has to be: a text may have become shorter.
	const hidden = Math.max(0, cells(shown) + 1 - width);
	first.current = Math.max(before - width + 1, Math.min(first.current, before, hidden));
	return (
		<Box width={width} height={1} overflow="hidden">
			<KeyGuard onKey={hear} />
			<Box flexShrink={0} width={Math.max(width, cells(shown) + 1)} marginLeft={-first.current}>
				<Placed
					key={generation}
					value={value}
					cursor={cursor}
					placeholder={placeholder}
					{...(secret ? {mask: theme.marks.secret} : {})}
					onChange={next => {
						if (isCommand.current) return;
						mine.current = clean(next);
						onChange(clean(next));
					}}
				/>
			</Box>
		</Box>
	);
}

interface PlacedProps {
	readonly value: string;
	readonly cursor: number;
	readonly placeholder: string;
	readonly mask?: string;
	readonly onChange: (value: string) => void;
}

/** ink-text-input with its cursor at a place: it begins at the end of the text that it is first given. */
function Placed({value, cursor, ...rest}: PlacedProps): ReactNode {
	const [isPlaced, setPlaced] = useState(false);
	useLayoutEffect(() => setPlaced(true), []);
	const {theme} = useEnvironment();
	return (
		<Transform transform={theme.fit}>
			<TextInput value={isPlaced ? value : value.slice(0, cursor)} {...rest} />
		</Transform>
	);
}
