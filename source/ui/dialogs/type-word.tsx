import {Box} from 'ink';
import type {ReactNode} from 'react';
import {cells} from '../cells.ts';
import {TextField} from '../components/text-field/index.ts';
import {Line, Say, useEnvironment} from '../environment.tsx';
import {useArmed} from '../hooks/use-armed.ts';

interface TypeWordProps {
	readonly label: string;
	readonly text: string;
	readonly width: number;
	/** What is typed is an answer to a dangerous question. */
	readonly careful?: boolean;
	readonly onChange: (text: string) => void;
}

/**
 * A field of a dialog. Where it is careful it takes no key in the first moments, so that nothing typed ahead lands in
 * it; it shows its mark and its cursor from when on it does.
 */
export function TypeWord({label, text, width, careful = false, onChange}: TypeWordProps): ReactNode {
	const armed = useArmed() || !careful;
	const {theme} = useEnvironment();
	return (
		<Box height={1}>
			<Line>
				<Say
					tone={armed ? 'accent' : 'dim'}
				>{`${armed ? theme.marks.here : theme.marks.wait} ${label} `}</Say>
			</Line>
			<TextField
				value={text}
				width={Math.max(8, width - cells(label) - 4)}
				focused={armed}
				onChange={onChange}
			/>
		</Box>
	);
}
