import {Box} from 'ink';
import type {ReactNode} from 'react';
import {TextField} from '../components/text-field/index.ts';
import {Line, Say, useEnvironment} from '../environment.tsx';
import {useArmed} from '../hooks/use-armed.ts';

interface TypeWordProps {
	readonly label: string;
	readonly text: string;
	readonly width: number;
	readonly onChange: (text: string) => void;
}

/** A field of a dialog; it takes no key in the first moments, so that nothing typed ahead lands in it. */
export function TypeWord({label, text, width, onChange}: TypeWordProps): ReactNode {
	const armed = useArmed();
	const {theme} = useEnvironment();
	return (
		<Box height={1}>
			<Line>
				<Say tone="accent">{`${theme.marks.here} ${label} `}</Say>
			</Line>
			<TextField
				value={text}
				width={Math.max(8, width - label.length - 4)}
				focused={armed}
				onChange={onChange}
			/>
		</Box>
	);
}
