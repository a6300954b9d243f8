import type {ReactNode} from 'react';
import {type Choice, ChoiceList} from '../components/choice-list/index.ts';
import {useCells, useEnvironment} from '../environment.tsx';
import type {FoldersState} from '../screens/folders/folders-state.ts';
import {DialogBox} from './dialog-box.tsx';

/** Where a source folder may go. */
export type FolderChoice = {readonly to: string} | 'new' | 'not-copied';

interface FolderChooserProps {
	readonly state: FoldersState;
	readonly source: string;
	readonly rows: number;
	readonly columns: number;
	readonly onTake: (choice: FolderChoice) => void;
}

/** The folders of the destination, a new one, or none; the present one is marked. */
export function FolderChooser({state, source, rows, columns, onTake}: FolderChooserProps): ReactNode {
	const {words, format} = useEnvironment();
	const text = useCells();
	const mapping = state.mappings.find(one => one.source.name === source);
	const width = columns - 20;
	const targets = state.destination.folders.filter(folder => folder.selectable);
	const choices: Array<Choice<FolderChoice>> = [
		{value: 'not-copied', label: words.folders.chooserNot},
		{value: 'new', label: words.folders.chooserNew},
		...targets.map(folder => ({
			value: {to: folder.name},
			key: `to ${folder.name}`,
			label: `${text.left(text.safe(folder.path.join('/')), Math.min(50, width))} ${text.right(format.count(folder.messages), 8)}`,
		})),
	];
	const present =
		mapping?.selected === true ? targets.findIndex(folder => folder.name === mapping.target.name) + 2 : 0;
	const title = words.folders.chooser(text.safe(mapping?.source.path.join('/') ?? source));
	return (
		<DialogBox title={title} columns={columns}>
			<ChoiceList
				choices={choices}
				initial={present === 1 ? 1 : present}
				rows={Math.max(1, rows - 4)}
				onTake={onTake}
			/>
		</DialogBox>
	);
}
