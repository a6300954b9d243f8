import {memo, type ReactNode} from 'react';
import type {Mapping} from '../../../engine/mapping.ts';
import type {Folder} from '../../../stores/store.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';

/** Widths of the columns, in cells. */
export interface Columns {
	readonly from: number;
	readonly messages: number;
	readonly size: number;
	readonly to: number;
	readonly has: number;
	/** 0 where the terminal is too narrow for it. */
	readonly why: number;
}

/** Shares the width of the screen among the columns. */
export function columnsFor(width: number): Columns {
	const why = width >= 76 ? 12 : 0;
	const names = width - (5 + 1 + 8 + 1 + 7 + 3 + 1 + 6) - (why > 0 ? why + 2 : 1);
	const from = Math.ceil(names / 2);
	return {from, messages: 8, size: 7, to: names - from, has: 6, why};
}

interface MappingLineProps {
	readonly mapping: Mapping;
	/** The source's name as the tree shows it. */
	readonly name: string;
	readonly isHere: boolean;
	readonly isInRange: boolean;
	readonly inConflict: boolean;
	/** It was chosen, and goes into a folder for other mail than its name says. */
	readonly isOther: boolean;
	/** In the place of the destination, where it is not selected. */
	readonly leftOut: string;
	readonly columns: Columns;
}

/** The first cells of a row: whether it is in the range that is being marked, and where the cursor is. */
function Place({isHere, isInRange}: {readonly isHere: boolean; readonly isInRange: boolean}): ReactNode {
	const {range, here} = useEnvironment().theme.marks;
	return <Say tone="accent">{`${isInRange ? range : ' '}${isHere ? here : ' '} `}</Say>;
}

/** One mapping: what the source has, where it goes, what is there, and why. */
export const MappingLine = memo(function MappingLine({
	mapping,
	name,
	isHere,
	isInRange,
	inConflict,
	isOther,
	leftOut,
	columns,
}: MappingLineProps): ReactNode {
	const {words, format, theme} = useEnvironment();
	const text = useCells();
	const {source, target, selected} = mapping;
	const marks = theme.marks;
	const mark = inConflict ? marks.doubt : selected ? marks.on : marks.off;
	const to = selected ? text.safe(target.path.join('/')) : leftOut;
	const why = inConflict
		? words.folders.conflictWhy
		: selected
			? isOther
				? words.folders.otherRole
				: words.folders.reason[mapping.reason]
			: words.folders.leftOut[mapping.leftOut ?? 'not-chosen'];
	const has = selected ? (target.exists ? format.count(target.messages) : words.folders.new) : '';
	const tone = isHere ? 'accent' : selected ? 'plain' : 'dim';
	const isDoubtful = inConflict || isOther;
	const arrow = isDoubtful ? ` ${marks.warn} ` : selected ? ` ${marks.arrow} ` : '   ';
	return (
		<Line>
			<Place isHere={isHere} isInRange={isInRange} />
			<Say tone={inConflict ? 'warn' : selected ? 'ok' : 'dim'}>{`${mark} `}</Say>
			<Say tone={tone}>{`${text.left(name, columns.from)} `}</Say>
			<Say tone={selected ? 'plain' : 'dim'}>
				{`${text.right(format.count(source.messages), columns.messages)} ${text.right(format.bytes(source.bytes), columns.size)}`}
			</Say>
			<Say tone={isDoubtful ? 'warn' : 'dim'}>{text.cut(arrow, 3)}</Say>
			<Say tone={tone}>{`${text.left(text.cutStart(to, columns.to), columns.to)} `}</Say>
			<Say tone={target.exists ? 'plain' : 'dim'}>{text.right(has, columns.has)}</Say>
			<Say tone={isDoubtful ? 'warn' : 'dim'}>
				{columns.why > 0
					? `  ${text.left(`${why}${mapping.renamed && selected ? ' *' : ''}`, columns.why)}`
					: ''}
			</Say>
		</Line>
	);
});

/** A folder that stays as it is, since only the destination has it. */
export function OnlyThereLine({
	folder,
	isHere,
	isInRange,
	columns,
}: {
	readonly folder: Folder;
	readonly isHere: boolean;
	readonly isInRange: boolean;
	readonly columns: Columns;
}): ReactNode {
	const {format} = useEnvironment();
	const text = useCells();
	const width = columns.from + columns.messages + columns.size + columns.to + 6;
	return (
		<Line>
			<Place isHere={isHere} isInRange={isInRange} />
			<Say tone={isHere ? 'accent' : 'dim'}>{`  ${text.left(text.safe(folder.path.join('/')), width)}`}</Say>
			<Say tone="dim">{text.right(format.count(folder.messages), columns.has)}</Say>
		</Line>
	);
}
