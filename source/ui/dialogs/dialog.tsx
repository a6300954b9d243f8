import type {ReactNode} from 'react';
import {ChoiceList} from '../components/choice-list/index.ts';
import {Ways} from '../components/ways.tsx';
import {type Desk, open} from '../desk.ts';
import {Line, Say, useCells, useEnvironment} from '../environment.tsx';
import {useArmed} from '../hooks/use-armed.ts';
import {possibleKeys} from '../possible.ts';
import {type Term, terms} from '../screens/connect/connect-form.ts';
import {shownFingerprint} from '../screens/connect/connect-state.ts';
import {Findings} from '../screens/findings/index.ts';
import {sourceLabel} from '../screens/folders/folder-facts.ts';
import {shownFindings} from '../state.ts';
import {DialogBox, rowsAbove} from './dialog-box.tsx';
import {type Dialog as DialogState, offeredIn} from './dialog-state.ts';
import {type DialogText, dialogText} from './dialog-text.ts';
import {type FolderChoice, FolderChooser} from './folder-chooser.tsx';
import {Help} from './help.tsx';
import {MappingFaults} from './mapping-faults.tsx';
import {Report} from './report.tsx';
import {TypeWord} from './type-word.tsx';

interface DialogProps {
	readonly dialog: DialogState;
	/** What the answer works with, as it is when the answer comes. */
	readonly desk: () => Desk;
	readonly rows: number;
	readonly columns: number;
}

/** What stands over a screen: help, findings, a choice, a text to type. */
export function Dialog({dialog, desk, rows, columns}: DialogProps): ReactNode {
	const {words, keys, key} = useEnvironment();
	const text = useCells();
	const {state} = desk();
	const close = () => desk().dispatch({to: 'dialog', action: {type: 'closed'}});
	const typed = (value: string) => desk().dispatch({to: 'dialog', action: {type: 'typed', text: value}});
	const width = columns - 6;
	const said = dialogText(dialog, state, words, key);
	const ask = {...said, columns, close};
	const isHeld = state.progress?.hold === 'paused' || state.progress?.hold === 'pausing';
	switch (dialog.kind) {
		case 'help':
			return (
				<Help
					about={dialog.about}
					keys={possibleKeys(keys, dialog.about, state)}
					top={dialog.top}
					rows={rows}
					columns={columns}
				/>
			);
		case 'findings':
			return (
				<Findings
					findings={shownFindings(state)}
					onlyDifferences={dialog.onlyDifferences}
					top={dialog.top}
					rows={rows}
					columns={columns}
				/>
			);
		case 'report':
			return <Report lines={dialog.lines} top={dialog.top} rows={rows} columns={columns} />;
		case 'mapping-faults':
			return (
				<MappingFaults
					faults={dialog.faults}
					rows={rows}
					columns={columns}
					onTake={choice => {
						close();
						if (choice === 'drop') desk().dispatch({to: 'folders', action: {type: 'draft-dropped'}});
						else void desk().tasks.editMapping(desk().lend, words);
					}}
				/>
			);
		case 'folder':
			if (state.folders === undefined) return null;
			return (
				<FolderChooser
					state={state.folders}
					source={dialog.source}
					rows={rows}
					columns={columns}
					onTake={choice => takeFolder(choice, dialog.source, desk())}
				/>
			);
		case 'folder-name':
		case 'term':
		case 'save-as':
		case 'save-command':
		case 'save-list':
		case 'backup':
		case 'authority':
			return (
				<DialogBox {...said} columns={columns}>
					<TypeWord label={said.label} text={dialog.text} width={width} onChange={typed} />
					<Ways
						names={offeredIn(dialog)}
						width={width}
						rows={rows - rowsAbove(said.body, columns, text) - 1}
					/>
				</DialogBox>
			);
		case 'terms': {
			const {side} = dialog;
			const set = state.connect.forms[side].terms;
			const names = words.connect.terms.name;
			const label = (term: Term) => `${text.left(names[term], termWidth)}${text.safe(set[term] ?? '–')}`;
			const termWidth = 2 + Math.max(...terms.map(term => names[term].length));
			return (
				<DialogBox {...said} columns={columns}>
					<ChoiceList
						choices={terms.map(term => ({value: term, label: text.cut(label(term), width)}))}
						rows={terms.length}
						onTake={term => open(desk(), {kind: 'term', side, term, text: set[term] ?? ''})}
					/>
				</DialogBox>
			);
		}
		case 'saved':
			return (
				<DialogBox {...said} columns={columns}>
					<ChoiceList
						choices={dialog.accounts.map(saved => ({
							value: saved,
							key: saved.name,
							label: text.cut(text.safe(saved.name), width),
						}))}
						rows={rows - 4}
						onTake={saved => {
							const {side} = dialog;
							desk().dispatch({
								to: 'connect',
								action: {type: 'account-chosen', side, account: saved.account},
							});
							close();
							void desk().tasks.fetchPassword(side, saved);
						}}
						onHighlight={({name}) => desk().dispatch({to: 'dialog', action: {type: 'marked', name}})}
					/>
				</DialogBox>
			);
		case 'forget': {
			const {stay, go} = words.connect.forget;
			return <Ask {...ask} stay={stay} others={[[go, () => forget(dialog, desk())]]} />;
		}
		case 'certificate': {
			const {stay, go} = words.connect.certificate;
			return <Ask {...ask} stay={stay} others={[[go, () => trustCertificate(dialog, desk())]]} />;
		}
		case 'stop':
			return (
				<Ask
					{...ask}
					stay={words.stop.stay}
					others={[[words.stop.go, () => void desk().tasks.ask('stop')]]}
				/>
			);
		case 'detach':
			return (
				<Ask
					{...ask}
					stay={words.detach.stay}
					others={[
						[isHeld ? words.detach.heldGo : words.detach.go, () => desk().tasks.quit({detached: true})],
					]}
				/>
			);
		case 'interrupt':
			return state.progress?.hold === 'stopping' ? (
				<Ask
					{...ask}
					stay={words.interrupt.wait}
					others={[[words.interrupt.leaveStopping, () => desk().tasks.quit({detached: true})]]}
				/>
			) : (
				<Ask
					{...ask}
					stay={words.interrupt.stay}
					others={[
						[
							isHeld ? words.detach.heldGo : words.interrupt.detach,
							() => desk().tasks.quit({detached: true}),
						],
						[words.interrupt.stop, () => desk().tasks.stopAndLeave()],
					]}
				/>
			);
		case 'inbox':
			return (
				<DialogBox {...said} columns={columns}>
					<TypeWord careful label={said.label} text={dialog.text} width={width} onChange={typed} />
				</DialogBox>
			);
		case 'undo':
			return (
				<DialogBox {...said} columns={columns}>
					<Line>
						<Say>{words.result.undoTrash(dialog.keepInTrash, key('dialog.keep-in-trash'))}</Say>
					</Line>
					<Line />
					<TypeWord careful label={said.label} text={dialog.text} width={width} onChange={typed} />
				</DialogBox>
			);
	}
}

function takeFolder(choice: FolderChoice, source: string, desk: Desk): void {
	const {folders} = desk.state;
	if (choice === 'new') {
		open(desk, {
			kind: 'folder-name',
			source,
			text: folders === undefined ? '' : sourceLabel(folders, source),
		});
		return;
	}
	const action =
		choice === 'not-copied'
			? ({type: 'not-copied', source} as const)
			: ({type: 'target-chosen', source, target: choice.to} as const);
	desk.dispatch({to: 'folders', action});
	desk.dispatch({to: 'dialog', action: {type: 'closed'}});
}

/** Removes a saved account, and goes back to the others. */
function forget({side, saved}: Extract<DialogState, {kind: 'forget'}>, desk: Desk): void {
	const accounts = desk.tasks.removeAccount(saved.name);
	if (accounts.length > 0) open(desk, {kind: 'saved', side, accounts});
}

/** Logs in again, and takes that one certificate. */
function trustCertificate(
	{side, problem}: Extract<DialogState, {kind: 'certificate'}>,
	{dispatch, tasks}: Desk,
): void {
	const certificate = shownFingerprint(problem);
	if (certificate === undefined) return;
	dispatch({to: 'connect', action: {type: 'certificate-trusted', side, certificate}});
	void tasks.connect(side);
}

interface AskProps extends DialogText {
	/** The harmless choice, which is marked at first. */
	readonly stay: string;
	readonly others: readonly (readonly [string, () => void])[];
	readonly columns: number;
	readonly close: () => void;
}

/** A question whose harmless answer is marked; it takes no key in the first moments, and enter alone answers. */
function Ask({title, body, stay, others, columns, close}: AskProps): ReactNode {
	const armed = useArmed();
	const answers: ReadonlyArray<readonly [string, () => void]> = [[stay, () => undefined], ...others];
	return (
		<DialogBox title={title} body={body} columns={columns}>
			<ChoiceList
				choices={answers.map(([label], index) => ({value: index, label}))}
				rows={answers.length}
				focused={armed}
				careful
				onTake={index => {
					close();
					answers[index]?.[1]();
				}}
			/>
		</DialogBox>
	);
}
