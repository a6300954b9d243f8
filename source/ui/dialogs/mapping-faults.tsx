import type {ReactNode} from 'react';
import {ChoiceList} from '../components/choice-list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../environment.tsx';
import {useArmed} from '../hooks/use-armed.ts';
import type {LineFault} from '../screens/folders/mapping-file.ts';
import {DialogBox} from './dialog-box.tsx';

interface MappingFaultsProps {
	readonly faults: readonly LineFault[];
	readonly rows: number;
	readonly columns: number;
	readonly onTake: (choice: 'again' | 'drop') => void;
}

/** What can't be read in an edited mapping, line by line, and whether to go on with it. */
export function MappingFaults({faults, rows, columns, onTake}: MappingFaultsProps): ReactNode {
	const {words} = useEnvironment();
	const text = useCells();
	const armed = useArmed();
	const w = words.folders.file;
	const lines = faults.flatMap(({line, why, name = ''}) =>
		text.wrap(w.line(line, w.fault[why], text.safe(name)), columns - 6),
	);
	// Title and rule, an empty line, the choices, and an empty line before them.
	const room = Math.max(1, rows - 7);
	const shown = lines.length > room ? lines.slice(0, room - 1) : lines;
	return (
		<DialogBox title={w.faults(faults.length)} columns={columns}>
			{shown.map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other identity
				<Line key={index}>
					<Say tone="warn">{line}</Say>
				</Line>
			))}
			{shown.length < lines.length && (
				<Line>
					<Say tone="dim">{w.more(lines.length - shown.length)}</Say>
				</Line>
			)}
			<Line />
			<ChoiceList
				choices={[
					{value: 'again', label: w.again},
					{value: 'drop', label: w.drop},
				]}
				rows={2}
				focused={armed}
				careful
				onTake={onTake}
			/>
		</DialogBox>
	);
}
