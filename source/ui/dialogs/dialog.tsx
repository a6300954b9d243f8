import type {ReactNode} from 'react';
import {ChoiceList} from '../components/choice-list/index.ts';
import {type Desk, open} from '../desk.ts';
import {Line, Say, useCells, useEnvironment} from '../environment.tsx';
import {useArmed} from '../hooks/use-armed.ts';
import {possibleKeys} from '../possible.ts';
import {shownFingerprint} from '../screens/connect/connect-state.ts';
import {Findings} from '../screens/findings/index.ts';
import {sourceLabel} from '../screens/folders/folders-state.ts';
import {shownFindings} from '../state.ts';
import {DialogBox} from './dialog-box.tsx';
import type {Dialog as DialogState} from './dialog-state.ts';
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
		case 'folder-name': {
			const delimiter = state.folders?.destination.naming.delimiter ?? '/';
			const source = state.folders === undefined ? dialog.source : sourceLabel(state.folders, dialog.source);
			return (
				<DialogBox
					title={words.folders.newFolder(text.safe(source))}
					body={words.folders.newFolderHint(delimiter === '' || delimiter === '/' ? '/' : `/ ${delimiter}`)}
					columns={columns}
				>
					<TypeWord label={words.folders.column.to} text={dialog.text} width={width} onChange={typed} />
				</DialogBox>
			);
		}
		case 'saved':
			return (
				<DialogBox title={words.connect.savedTitle(words.side[dialog.side])} columns={columns}>
					<ChoiceList
						choices={dialog.accounts.map(({name, account}) => ({
							value: account,
							key: name,
							label: text.cut(text.safe(name), width),
						}))}
						rows={rows - 4}
						onTake={account => {
							desk().dispatch({to: 'connect', action: {type: 'account-chosen', side: dialog.side, account}});
							close();
						}}
					/>
				</DialogBox>
			);
		case 'save-as':
			return (
				<DialogBox title={words.connect.saveTitle} body={words.connect.saveHint} columns={columns}>
					<TypeWord label={words.connect.saveName} text={dialog.text} width={width} onChange={typed} />
				</DialogBox>
			);
		case 'save-list':
			return (
				<DialogBox
					title={words.verification.saveTitle}
					body={words.verification.saveHint(dialog.entries)}
					columns={columns}
				>
					<TypeWord label={words.verification.saveFile} text={dialog.text} width={width} onChange={typed} />
				</DialogBox>
			);
		case 'certificate': {
			const w = words.connect.certificate;
			const {params = {}} = dialog.problem;
			const shown = (name: string) => text.safe(String(params[name] ?? ''));
			return (
				<Ask
					title={w.title(words.side[dialog.side], shown('host'))}
					body={w.body({
						names: shown('names') || shown('subject'),
						issuer: shown('issuer'),
						from: shown('from'),
						until: shown('until'),
						fingerprint: shown('fingerprint'),
					})}
					stay={w.stay}
					others={[[w.go, () => trustCertificate(dialog, desk())]]}
					columns={columns}
					close={close}
				/>
			);
		}
		case 'stop':
			return (
				<Ask
					title={words.stop.title}
					body={words.stop.body}
					stay={words.stop.stay}
					others={[[words.stop.go, () => void desk().tasks.ask('stop')]]}
					columns={columns}
					close={close}
				/>
			);
		case 'detach':
			return (
				<Ask
					title={words.detach.title}
					body={isHeld ? words.detach.heldBody : words.detach.body}
					stay={words.detach.stay}
					others={[[words.detach.go, () => desk().tasks.quit({detached: true})]]}
					columns={columns}
					close={close}
				/>
			);
		case 'interrupt':
			return state.progress?.hold === 'stopping' ? (
				<Ask
					title={words.interrupt.stoppingTitle}
					body={words.interrupt.stoppingBody}
					stay={words.interrupt.wait}
					others={[[words.interrupt.leaveStopping, () => desk().tasks.quit({detached: true})]]}
					columns={columns}
					close={close}
				/>
			) : (
				<Ask
					title={words.interrupt.title}
					body={isHeld ? words.detach.heldBody : words.detach.body}
					stay={words.interrupt.stay}
					others={[
						[words.interrupt.detach, () => desk().tasks.quit({detached: true})],
						[words.interrupt.stop, () => desk().tasks.stopAndLeave()],
					]}
					columns={columns}
					close={close}
				/>
			);
		case 'inbox':
			return (
				<DialogBox
					title={words.review.inboxTitle(dialog.holds)}
					body={words.review.inboxBody(dialog.messages, key('dialog.submit'))}
					columns={columns}
				>
					<TypeWord
						careful
						label={words.typeWord(words.review.inboxWord)}
						text={dialog.text}
						width={width}
						onChange={typed}
					/>
				</DialogBox>
			);
		case 'undo':
			return (
				<DialogBox
					title={words.result.undoTitle}
					body={words.result.undoBody(dialog.messages, dialog.folders, dialog.stay)}
					columns={columns}
				>
					<Line>
						<Say>{words.result.undoTrash(dialog.keepInTrash, key('dialog.keep-in-trash'))}</Say>
					</Line>
					<Line />
					<TypeWord
						careful
						label={words.typeWord(words.result.undoWord)}
						text={dialog.text}
						width={width}
						onChange={typed}
					/>
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

interface AskProps {
	readonly title: string;
	readonly body: string;
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
