import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join, resolve} from 'node:path';
import {Stopped} from '../../engine/control.ts';
import {Problem, type Side} from '../../problem.ts';
import {shownNames} from '../names.ts';
import {selectedMappings} from '../screens/folders/folder-facts.ts';
import {
	type CheckOrigin,
	type FolderToCheck,
	isChecking,
	type SignaturesState,
	shownCheck,
	startSignatures,
} from '../screens/signatures/signatures-state.ts';
import type {UiState} from '../state.ts';
import type {Bench} from './bench.ts';
import type {Logins} from './logins.ts';

/** Checking the signatures of whole folders. */
export type Checking = ReturnType<typeof createChecking>;

export function createChecking({store, services, client, failed, notice}: Bench, logins: Logins) {
	/** Checks all folders of a side, one after the other; each tells what it has found while it goes on. */
	async function checkSignatures(side: Side, authority?: string): Promise<void> {
		const {signatures} = store.get();
		if (signatures === undefined || isChecking(signatures)) return;
		const vouching = authority ?? signatures.authority;
		const asked = {type: 'asked', side, at: services.now()} as const;
		store.dispatch({
			to: 'signatures',
			action: vouching === undefined ? asked : {...asked, authority: vouching},
		});
		const over = (problem?: ReturnType<Bench['failed']>) =>
			store.dispatch({to: 'signatures', action: {type: 'over', at: services.now(), problem}});
		try {
			for (const {folder} of signatures.folders[side]) {
				const now = store.get().signatures;
				// What was asked of an engine between two folders is asked here.
				if (now === undefined || shownCheck(now)?.isStopping !== false) throw new Stopped();
				const wanted = {side, folder, ...(vouching === undefined ? {} : {authority: vouching})};
				const checked = await (await client()).request('signatures', wanted);
				store.dispatch({to: 'signatures', action: {type: 'folder-over', folder: checked}});
			}

			over();
		} catch (error) {
			over(error instanceof Stopped ? undefined : failed(error));
		}
	}

	return {
		checkSignatures,
		/**
		 * To the signatures of the folders that the screen is about, and checks those at the destination: what has
		 * arrived there. An old run's accounts have to be logged in first.
		 */
		async openSignatures(): Promise<void> {
			const state = store.get();
			const {result, signatures, connect} = state;
			const origin = originIn(state);
			if (origin === undefined) return;
			const {source, destination} = connect.status;
			const isConnected = source.kind === 'connected' && destination.kind === 'connected';
			if (origin === 'result' && result?.state === 'undone') return;
			if (origin === 'result' && result !== undefined && (result.isOld || !result.finished || !isConnected)) {
				try {
					const {summary} = await services.loadRun(result.run);
					logins.connectFor({kind: 'verify', run: summary, goal: 'signatures'});
				} catch (error) {
					notice({say: 'problem', problem: failed(error)});
				}

				return;
			}

			const folders = foldersIn(state, origin);
			const authority = signatures?.authority ?? state.verification.authority;
			store.dispatch({to: 'signatures-opened', signatures: startSignatures(origin, folders, authority)});
			await checkSignatures('destination');
		},
		/** Ends the check under way at the next safe point; what has been checked stays to be seen. */
		async stopChecking(): Promise<void> {
			store.dispatch({to: 'signatures', action: {type: 'stop-asked'}});
			try {
				await (await client()).request('stop', {});
			} catch (error) {
				notice({say: 'problem', problem: failed(error)});
			}
		},
		/** Checks again, this time who has signed too; where the file can't be read, the dialog stays open. */
		async checkByAuthority(name: string): Promise<void> {
			const {signatures} = store.get();
			if (signatures === undefined) return;
			const path = resolve(name.startsWith('~/') ? join(homedir(), name.slice(2)) : name);
			try {
				await access(path, constants.R_OK);
			} catch (error) {
				notice({
					say: 'problem',
					problem: failed(new Problem({code: 'file-unreadable', params: {path}}, error)),
				});
				return;
			}

			store.dispatch({to: 'dialog', action: {type: 'closed'}});
			await checkSignatures(signatures.side, path);
		},
	};
}

function originIn({screen}: UiState): CheckOrigin | undefined {
	return screen === 'folders' || screen === 'verification' || screen === 'result' ? screen : undefined;
}

/** The folders of either side that a screen is about, each once; at the destination those that are there. */
function foldersIn(state: UiState, origin: CheckOrigin): SignaturesState['folders'] {
	const names = shownNames(state.connect.status, state.folders?.mappings ?? []);
	const each = (side: Side, folders: readonly (readonly [folder: string, messages: number])[]) =>
		[...new Map(folders)].map(
			([folder, messages]): FolderToCheck => ({folder, name: names(side, folder), messages}),
		);
	if (origin === 'folders') {
		const mappings = state.folders === undefined ? [] : selectedMappings(state.folders);
		const there = mappings.filter(({target}) => target.exists);
		return {
			source: each(
				'source',
				mappings.map(({source}) => [source.name, source.messages]),
			),
			destination: each(
				'destination',
				there.map(({target}) => [target.name, target.messages]),
			),
		};
	}

	const compared = state.verification.compared?.folders ?? [];
	const copied = state.result?.finished?.folders ?? [];
	const folders = origin === 'verification' ? compared : copied;
	const there = origin === 'verification' ? compared.filter(folder => folder.destinationExists) : copied;
	return {
		source: each(
			'source',
			folders.map(folder => [folder.source, folder.sourceCount]),
		),
		destination: each(
			'destination',
			there.map(folder => [folder.destination, folder.destinationCount]),
		),
	};
}
