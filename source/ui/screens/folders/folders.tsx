import {Box} from 'ink';
import {type ReactNode, useMemo} from 'react';
import {otherRoleOf} from '../../../engine/mapping.ts';
import {cells} from '../../cells.ts';
import {Rule} from '../../components/frame/index.ts';
import {FilterLine, List, rowsWithin} from '../../components/list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {archiveIn, selectedMappings} from './folder-facts.ts';
import {columnsFor, MappingLine, OnlyThereLine} from './folder-line.tsx';
import {inConflict, rangeOf} from './folder-rows.ts';
import type {FolderRow, FoldersState} from './folders-shape.ts';
import {drawTree} from './tree.ts';

interface FoldersProps {
	readonly state: FoldersState;
	readonly rows: number;
	readonly columns: number;
	readonly active: boolean;
	/** The folders are to be compared, not copied. */
	readonly isVerify: boolean;
	readonly onFilter: (text: string) => void;
}

/** Rows that the list itself has on a screen of so many; the keys for pages use it too. */
export function listRows(state: FoldersState, rows: number): number {
	return rowsWithin(listHeight(state, rows));
}

/** The same with the rules around the list: titles and sum stand outside, and what there is a second time. */
function listHeight(state: FoldersState, rows: number): number {
	return rows - 2 - (archiveIn(state) === undefined ? 0 : 1);
}

/** Both accounts in one list: a row is a folder of the source and where it goes. */
export function Folders({state, rows, columns, active, isVerify, onFilter}: FoldersProps): ReactNode {
	const {words} = useEnvironment();
	const text = useCells();
	const widths = useMemo(() => columnsFor(columns), [columns]);
	const {rows: visible, sort, filter} = state;
	const names = useMemo(() => rowNames(visible, sort === 'server' && filter === ''), [visible, sort, filter]);
	const doubtful = useMemo(() => inConflict(state.conflicts), [state.conflicts]);
	const separator = visible.findIndex(row => 'onlyThere' in row);
	const range = rangeOf(state);
	const isFiltered = state.filtering || filter !== '';
	const titles = words.folders.column;
	const draw = (index: number) => {
		const row = visible[index];
		if (row === undefined) return null;
		const place = {
			isHere: index === state.cursor,
			isInRange: range !== undefined && index >= range[0] && index <= range[1],
			columns: widths,
		};
		return 'mapping' in row ? (
			<MappingLine
				key={index}
				{...place}
				mapping={row.mapping}
				leftOut={isVerify ? words.folders.notCompared : words.folders.notCopied}
				name={text.safe(names[index] ?? '')}
				isOther={row.mapping.selected && otherRoleOf(row.mapping, state.destination) !== undefined}
				inConflict={row.mapping.selected && doubtful.has(row.mapping.source.name)}
			/>
		) : (
			<OnlyThereLine key={index} {...place} folder={row.onlyThere} />
		);
	};
	// The separator is a line of the list, and no row that the cursor can be on.
	const lineOf = (index: number) => (separator >= 0 && index >= separator ? index + 1 : index);
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="head">
					{`     ${text.left(titles.from, widths.from)} ${text.right(titles.messages, widths.messages)} ${text.right(titles.size, widths.size)}   ${text.left(titles.to, widths.to)} ${text.right(titles.has, widths.has)}${widths.why > 0 ? `  ${text.left(titles.why, widths.why)}` : ''}`}
				</Say>
			</Line>
			<List
				count={visible.length + (separator >= 0 ? 1 : 0)}
				cursor={lineOf(state.cursor)}
				rows={listHeight(state, rows)}
				columns={columns}
				title={words.folders.sort[sort]}
				empty={words.list.nothingFits(text.safe(filter))}
				row={line => {
					if (line === separator) return <Rule key="only" width={columns} text={words.folders.onlyThere} />;
					return draw(separator >= 0 && line > separator ? line - 1 : line);
				}}
				{...(isFiltered && {
					below: (more: string) => (
						<FilterLine
							text={filter}
							focused={active && state.filtering}
							shown={separator >= 0 ? separator : visible.length}
							of={state.mappings.length}
							columns={columns}
							more={more}
							onChange={onFilter}
						/>
					),
				})}
			/>
			<ArchiveLine state={state} columns={columns} />
			<SumLine state={state} columns={columns} />
		</Box>
	);
}

/** Levels of a tree that are drawn by indenting; deeper ones stand below each other. */
const deepest = 6;

/** The names of the mapping rows: a tree, or whole paths where rows that belong together may be apart. */
function rowNames(visible: readonly FolderRow[], isTree: boolean): readonly string[] {
	const paths = visible.flatMap(row => ('mapping' in row ? [row.mapping.source.path] : []));
	if (!isTree) return paths.map(path => path.join('/'));
	return drawTree(paths).map(({depth, isLast, name}) =>
		depth === 0 ? name : `${'  '.repeat(Math.min(deepest, depth) - 1)}${isLast ? '└ ' : '├ '}${name}`,
	);
}

/** Mail of which the provider keeps a second copy: how much that is, and whether it is taken. */
function ArchiveLine({state, columns}: {readonly state: FoldersState; readonly columns: number}): ReactNode {
	const {words, key} = useEnvironment();
	const text = useCells();
	const archive = archiveIn(state);
	if (archive === undefined) return null;
	const {name, messages, bytes, isTaken} = archive;
	const said = words.folders.archive(text.safe(name), messages, bytes, isTaken, key('folders.archive'));
	return (
		<Line>
			<Say tone={isTaken ? 'plain' : 'warn'}>{`   ${text.cut(said, columns - 5)}`}</Say>
		</Line>
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
