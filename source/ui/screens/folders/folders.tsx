import {Box} from 'ink';
import type {ReactNode} from 'react';
import {cells} from '../../cells.ts';
import {Rule} from '../../components/frame/index.ts';
import {TextField} from '../../components/text-field/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {useWindow} from '../../hooks/use-window.ts';
import {columnsFor, MappingLine, OnlyThereLine} from './folder-line.tsx';
import {
	conflictOf,
	type FolderRow,
	type FoldersState,
	selectedMappings,
	visibleRows,
} from './folders-state.ts';
import {drawTree} from './tree.ts';

interface FoldersProps {
	readonly state: FoldersState;
	readonly rows: number;
	readonly columns: number;
	readonly active: boolean;
	readonly onFilter: (text: string) => void;
}

/** Rows that the list itself has on a screen of so many; the keys for pages use it too. */
export function listRows(rows: number): number {
	return Math.max(1, rows - 4);
}

/** Both accounts in one list: a row is a folder of the source and where it goes. */
export function Folders({state, rows, columns, active, onFilter}: FoldersProps): ReactNode {
	const {words} = useEnvironment();
	const text = useCells();
	const widths = columnsFor(columns);
	const visible = visibleRows(state);
	const names = rowNames(visible, state);
	const lines = withSeparator(visible);
	const cursorLine = lines.indexOf(state.cursor);
	const height = listRows(rows);
	const top = useWindow(Math.max(0, cursorLine), lines.length, height);
	const titles = words.folders.column;
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="head">
					{`     ${text.left(titles.from, widths.from)} ${text.right(titles.messages, widths.messages)} ${text.right(titles.size, widths.size)}   ${text.left(titles.to, widths.to)} ${text.right(titles.has, widths.has)}${widths.why > 0 ? `  ${text.left(titles.why, widths.why)}` : ''}`}
				</Say>
			</Line>
			<Rule width={columns} text={words.folders.sort[state.sort]} />
			<Box flexDirection="column" height={height} overflow="hidden">
				{visible.length === 0 && (
					<Line>
						<Say tone="dim">{`     ${words.folders.nothingFits(text.safe(state.filter))}`}</Say>
					</Line>
				)}
				{lines.slice(top, top + height).map(line => {
					if (line === 'separator')
						return <Rule key="separator" width={columns} text={words.folders.onlyThere} />;
					const row = visible[line];
					if (row === undefined) return null;
					const isHere = line === state.cursor;
					return 'mapping' in row ? (
						<MappingLine
							key={row.mapping.source.name}
							mapping={row.mapping}
							name={text.safe(names[line] ?? '')}
							isHere={isHere}
							inConflict={conflictOf(state, row.mapping) !== undefined}
							columns={widths}
						/>
					) : (
						<OnlyThereLine
							key={`only ${row.onlyThere.name}`}
							folder={row.onlyThere}
							isHere={isHere}
							columns={widths}
						/>
					);
				})}
			</Box>
			{state.filtering || state.filter !== '' ? (
				<FilterLine
					state={state}
					shown={visible.filter(row => 'mapping' in row).length}
					active={active}
					onFilter={onFilter}
				/>
			) : (
				<Line />
			)}
			<SumLine state={state} columns={columns} />
		</Box>
	);
}

/** Places of the rows in the drawing, with the separator before the first that only the destination has. */
function withSeparator(visible: readonly FolderRow[]): ReadonlyArray<number | 'separator'> {
	const first = visible.findIndex(row => 'onlyThere' in row);
	const places: Array<number | 'separator'> = visible.map((_, index) => index);
	if (first >= 0) places.splice(first, 0, 'separator');
	return places;
}

/** The names of the mapping rows: a tree in the server's order, whole paths where it is sorted or filtered. */
function rowNames(visible: readonly FolderRow[], state: FoldersState): readonly string[] {
	const paths = visible.flatMap(row => ('mapping' in row ? [row.mapping.source.path] : []));
	if (state.sort !== 'server' || state.filter !== '') return paths.map(path => path.join('/'));
	return drawTree(paths).map(({depth, isLast, name}) =>
		depth === 0 ? name : `${'  '.repeat(depth - 1)}${isLast ? '└ ' : '├ '}${name}`,
	);
}

function FilterLine(props: {
	state: FoldersState;
	shown: number;
	active: boolean;
	onFilter: (text: string) => void;
}): ReactNode {
	const {words} = useEnvironment();
	const {state, shown, active, onFilter} = props;
	return (
		<Box height={1}>
			<Line>
				<Say tone="accent">{`   ${words.folders.filter} / `}</Say>
			</Line>
			<TextField value={state.filter} width={24} focused={active && state.filtering} onChange={onFilter} />
			<Line>
				<Say tone="dim">{`  ${words.folders.filtered(shown, state.mappings.length)}`}</Say>
			</Line>
		</Box>
	);
}

function SumLine({state, columns}: {readonly state: FoldersState; readonly columns: number}): ReactNode {
	const {words, format, theme} = useEnvironment();
	const text = useCells();
	const selected = selectedMappings(state);
	const messages = selected.reduce((sum, mapping) => sum + mapping.source.messages, 0);
	const known = selected.every(mapping => mapping.source.bytes !== undefined);
	const bytes = selected.reduce((sum, mapping) => sum + (mapping.source.bytes ?? 0), 0);
	const sum = words.folders.sum(
		selected.length,
		state.mappings.length,
		messages,
		known ? format.bytes(bytes) : theme.marks.none,
	);
	const quota = state.destination.quota;
	const alone = (
		<Line>
			<Say tone="strong">{text.cut(`   ${sum}`, columns - 1)}</Say>
		</Line>
	);
	if (quota?.limitBytes === undefined) return alone;
	const free = Math.max(0, quota.limitBytes - (quota.usedBytes ?? 0));
	const fits = bytes <= free;
	const space = `${words.folders.free(free, quota.limitBytes)}  ${fits ? theme.marks.ok : theme.marks.warn} `;
	// Enough room is worth a word only where there is place for it.
	if (fits && cells(sum) + cells(space) + 6 > columns) return alone;
	return (
		<Line>
			<Say tone="strong">{text.left(`   ${sum}`, columns - space.length - 1)}</Say>
			<Say tone={fits ? 'ok' : 'warn'}>{space}</Say>
		</Line>
	);
}
