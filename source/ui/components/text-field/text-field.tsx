import {Box, usePaste} from 'ink';
import TextInput from 'ink-text-input';
import {type ReactNode, useRef, useState} from 'react';
import {Say, useCells, useEnvironment} from '../../environment.tsx';
import {KeyGuard} from '../key-guard.tsx';

interface TextFieldProps {
	readonly value: string;
	readonly width: number;
	readonly focused: boolean;
	/** Shows a mark for every character. */
	readonly secret?: boolean;
	readonly placeholder?: string;
	readonly onChange: (value: string) => void;
}

/** What may stand in a field of one line: no control characters, no half of a surrogate pair. */
function clean(text: string): string {
	return text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '');
}

/**
 * One line of text to type: ink-text-input, which leaves tab and the arrows up and down to others, and of which
 * this keeps control and meta keys (it would insert their letters), and puts pasted text into the field whole.
 */
export function TextField({
	value,
	width,
	focused,
	secret = false,
	placeholder = '',
	onChange,
}: TextFieldProps): ReactNode {
	const {theme} = useEnvironment();
	const {left, cut} = useCells();
	if (!focused) {
		const shown = secret ? theme.marks.secret.repeat([...value].length) : value;
		return shown === '' ? <Say tone="dim">{left(placeholder, width)}</Say> : <Say>{left(shown, width)}</Say>;
	}
	return (
		<Box width={width} height={1} overflow="hidden" flexDirection="column" justifyContent="flex-end">
			<Box flexShrink={0} width={width}>
				<Typing value={value} secret={secret} placeholder={cut(placeholder, width)} onChange={onChange} />
			</Box>
		</Box>
	);
}

interface TypingProps {
	readonly value: string;
	readonly secret: boolean;
	readonly placeholder: string;
	readonly onChange: (value: string) => void;
}

function Typing({value, secret, placeholder, onChange}: TypingProps): ReactNode {
	const {theme} = useEnvironment();
	const commanding = useRef(false);
	const [generation, setGeneration] = useState(0);
	usePaste(text => {
		// A copied line ends with a line break that nobody meant; one inside parts two words.
		const line = text.replaceAll(/^[\r\n]+|[\r\n]+$/g, '').replaceAll(/[\r\n\t]+/g, ' ');
		onChange(value + clean(line));
		// A new input has its cursor at the end.
		setGeneration(generation + 1);
	});
	return (
		<>
			<KeyGuard
				onKey={(_name, isCommand) => {
					commanding.current = isCommand;
				}}
			/>
			<TextInput
				key={generation}
				value={value}
				placeholder={placeholder}
				{...(secret ? {mask: theme.marks.secret} : {})}
				onChange={next => {
					if (commanding.current) {
						setGeneration(generation + 1);
						return;
					}
					onChange(clean(next));
				}}
			/>
		</>
	);
}
