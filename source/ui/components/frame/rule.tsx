import type {ReactNode} from 'react';
import {cells} from '../../cells.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';

interface RuleProps {
	readonly width: number;
	/** Stands in the rule at its beginning. */
	readonly text?: string;
	/** Stands in the rule at its end. */
	readonly end?: string;
}

/** A rule across the screen, with texts in it where they are given. */
export function Rule({width, text = '', end = ''}: RuleProps): ReactNode {
	const {theme, linear} = useEnvironment();
	const {cut} = useCells();
	const {line} = theme.marks;
	if (linear) return text === '' ? null : <Say>{text}</Say>;
	const label = text === '' ? '' : `${line} ${cut(text, width - 8 - cells(end))} `;
	const tail = end === '' ? '' : ` ${end} ${line}`;
	const room = Math.max(0, width - 2 - cells(label) - cells(tail));
	return (
		<Line>
			<Say tone="dim">{` ${label}${line.repeat(room)}`}</Say>
			<Say tone="plain">{tail}</Say>
		</Line>
	);
}
