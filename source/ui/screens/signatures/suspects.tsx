import {Box} from 'ink';
import type {ReactNode} from 'react';
import {type Verdict, verdicts} from '../../../certified/verdict.ts';
import {cells} from '../../cells.ts';
import {List, rowsWithin} from '../../components/list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {writingOf} from '../message/message-facts.ts';
import {type SignaturesState, type Suspect, shownCheck} from './signatures-state.ts';

interface SuspectsProps {
	readonly state: SignaturesState;
	readonly rows: number;
	readonly columns: number;
}

/** Rows of messages that are shown; the keys for pages use it too. */
export function listRows(rows: number): number {
	return rowsWithin(rows - 2);
}

/** The messages that are not as they should be, folder by folder. */
export function Suspects({state, rows, columns: width}: SuspectsProps): ReactNode {
	const {words} = useEnvironment();
	const text = useCells();
	const columns = useColumns(width);
	const {suspects, suspect: cursor} = shownCheck(state) ?? {suspects: [], suspect: 0};
	const w = words.signatures;
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="strong">{`   ${text.cut(w.suspects[state.side](suspects.length), width - 5)}`}</Say>
			</Line>
			<Line>
				<Say tone="head">{`   ${columns.map(({title, width}) => text.left(title, width)).join('  ')}`}</Say>
			</Line>
			<List
				count={suspects.length}
				cursor={cursor}
				rows={rows - 2}
				columns={width}
				row={place => {
					const suspect = suspects[place];
					return suspect === undefined ? null : (
						<SuspectLine key={place} suspect={suspect} isHere={place === cursor} columns={columns} />
					);
				}}
			/>
		</Box>
	);
}

interface Column {
	readonly title: string;
	readonly width: number;
	readonly say: (suspect: Suspect) => string;
}

/** What is wrong, with what kind of message, of when, about what; and where, if there is room: a line below tells it too. */
function useColumns(width: number): readonly Column[] {
	const {words, sentences, format} = useEnvironment();
	const {verdict, folderTitle, signatureTitle} = words.signatures;
	const {shortKinds} = sentences.certified;
	const titles = words.differences.column;
	const widest = (texts: readonly string[]) => Math.max(...texts.map(cells));
	const day = (suspect: Suspect) => {
		const at = writingOf(suspect.message);
		return at === undefined ? '' : format.day(at);
	};
	const suspicious: readonly Verdict[] = verdicts.filter(
		each => each !== 'intact' && each !== 'expired-since',
	);
	const first: readonly Column[] = [
		{
			title: signatureTitle,
			width: widest(suspicious.map(each => verdict[each])),
			say: ({signature}) => verdict[signature.verdict],
		},
		{
			title: titles.kind,
			width: widest(Object.values(shortKinds)),
			say: ({message: {kind}}) => (kind === undefined ? '' : shortKinds[kind]),
		},
		{title: titles.date, width: 12, say: day},
	];
	const taken = first.reduce((sum, each) => sum + each.width + 2, 0);
	const rest = width - 4 - taken;
	const folder = rest < 50 ? 0 : Math.min(30, Math.floor(rest / 3));
	return [
		...first,
		...(folder > 0 ? [{title: folderTitle, width: folder, say: ({name}: Suspect) => name}] : []),
		{
			title: titles.subject,
			width: Math.max(8, rest - (folder > 0 ? folder + 2 : 0)),
			say: ({message: {subject}}) => subject || words.differences.noSubject,
		},
	];
}

function SuspectLine({
	suspect,
	isHere,
	columns,
}: {
	readonly suspect: Suspect;
	readonly isHere: boolean;
	readonly columns: readonly Column[];
}): ReactNode {
	const {theme} = useEnvironment();
	const text = useCells();
	const said = columns.map(({say, width}) => text.left(text.safe(say(suspect)), width));
	return (
		<Line>
			<Say tone="accent">{` ${isHere ? theme.marks.here : ' '} `}</Say>
			<Say tone={isHere ? 'accent' : 'plain'}>{said.join('  ')}</Say>
		</Line>
	);
}
