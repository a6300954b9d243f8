import type {ReactNode} from 'react';
import {Line, Say, useCells, useEnvironment} from '../environment.tsx';

interface WaysProps {
	/** How a path that is typed could go on. */
	readonly names: readonly string[];
	readonly width: number;
	/** At most; the last one then says how many more there are. */
	readonly rows: number;
}

/** The ways in which a path could go on, below the field in which it is typed. */
export function Ways({names, width, rows}: WaysProps): ReactNode {
	const {words, theme} = useEnvironment();
	const text = useCells();
	const shown = names.length <= rows ? names : names.slice(0, rows - 1);
	const more = names.length - shown.length;
	return [...shown.map(text.safe), ...(more > 0 ? [words.connect.moreNames(more)] : [])].map(name => (
		<Line key={name}>
			<Say>{`${theme.marks.dot} ${text.cut(name, width - 3)}`}</Say>
		</Line>
	));
}
