import {existsSync} from 'node:fs';
import {homedir} from 'node:os';
import {join, resolve} from 'node:path';
import {mailboxOf} from '../../accounts/account.ts';
import type {ListedMessage} from '../../engine/comparison.ts';
import {Stopped} from '../../engine/control.ts';
import {allDifferences} from '../../host/differences.ts';
import {shownNames} from '../names.ts';
import {nextPage, pageSize, startDifferences} from '../screens/differences/differences-state.ts';
import {leftAlone, selectedMappings} from '../screens/folders/folder-facts.ts';
import {foldersOfRun, foldersToVerify} from '../screens/folders/folders-state.ts';
import {type Listing, startMessage} from '../screens/message/message-state.ts';
import {
	type ComparedRow,
	type CompareOrigin,
	countDiffering,
	lacking,
} from '../screens/verification/verification-state.ts';
import type {Purpose} from '../state.ts';
import type {Bench} from './bench.ts';
import type {Logins} from './logins.ts';
import type {Planning} from './planning.ts';

/** Comparing two accounts, whoever copied, and looking into what differs. */
export type Verifying = ReturnType<typeof createVerifying>;

type Asked = Extract<Purpose, {kind: 'verify'}>;

export function createVerifying(
	{store, services, client, failed, notice}: Bench,
	logins: Logins,
	planning: Planning,
) {
	let isFetching = false;

	/**
	 * Compares the folders that are selected.
	 * @param prepare What has to be done before; where it answers false, something else is shown already.
	 * @param origin Where the way back leads; where the last one led, unless it is said.
	 */
	async function compareAfter(
		deep: boolean,
		prepare: () => Promise<boolean>,
		origin?: CompareOrigin,
	): Promise<void> {
		const asked = {deep, at: services.now(), ...(origin === undefined ? {} : {origin})};
		store.dispatch({to: 'verification', action: {type: 'compare-asked', ...asked}});
		store.dispatch({to: 'screen', screen: 'verification'});
		const over = () => store.dispatch({to: 'verification', action: {type: 'not-compared'}});
		try {
			if (!(await prepare())) {
				over();
				return;
			}
			const {folders, verification} = store.get();
			// What was asked of an engine that had nothing under way is asked here.
			if (folders === undefined || verification.comparing?.isStopping === true) throw new Stopped();
			const mappings = selectedMappings(folders);
			const comparison = await (await client()).request('compare', {
				mappings,
				deep,
				labels: folders.labels,
			});
			const names = shownNames(store.get().connect.status, folders.mappings);
			const compared = {
				...comparison,
				folders: comparison.folders.map(folder => ({
					...folder,
					from: names('source', folder.source),
					to: names('destination', folder.destination),
				})),
				leftAlone: leftAlone(folders),
			};
			store.dispatch({to: 'folders', action: {type: 'compared', folders: comparison.folders}});
			store.dispatch({to: 'verification', action: {type: 'compared', compared}});
		} catch (error) {
			const problem = error instanceof Stopped ? undefined : failed(error);
			over();
			store.dispatch({to: 'screen', screen: store.get().verification.origin});
			if (problem !== undefined) notice({say: 'problem', problem});
		}
	}

	/** Lists both sides anew and compares what is there now, as closely as before unless `deep` says otherwise. */
	function compareAgain(deep?: boolean, origin?: CompareOrigin): Promise<void> {
		const {compared, deep: usual} = store.get().verification;
		return compareAfter(deep ?? compared?.deep ?? usual, planning.refresh, origin);
	}

	/** To the folders that are to be compared, over both sides as they are connected. @throws {Problem} */
	async function mapFolders({run, mapping}: Asked): Promise<void> {
		const {source, destination} = store.get().connect.status;
		if (source.kind !== 'connected' || destination.kind !== 'connected') return;
		const {finished} = run === undefined ? {} : await services.loadRun(run.run);
		const user = mailboxOf(source.account);
		const folders =
			finished === undefined
				? foldersToVerify(source.info, destination.info, user, mapping)
				: foldersOfRun(source.info, destination.info, user, finished.folders);
		store.dispatch({to: 'folders-opened', folders});
	}

	return {
		/** Compares the folders as they have just been listed. */
		compare: () => compareAfter(store.get().verification.deep, async () => true, 'folders'),
		compareAgain: (deep?: boolean) => compareAgain(deep),
		/** Ends the comparison under way at the next safe point. */
		async stopComparing(): Promise<void> {
			store.dispatch({to: 'verification', action: {type: 'stop-asked'}});
			try {
				await (await client()).request('stop', {});
			} catch (error) {
				notice({say: 'problem', problem: failed(error)});
			}
		},
		/** Both sides are connected: on to the folders that are to be compared. */
		async openFolders(asked: Asked): Promise<void> {
			try {
				await mapFolders(asked);
			} catch (error) {
				notice({say: 'problem', problem: failed(error)});
			}
		},
		/** From a result: compares what its run was about, at once where its accounts are still known, else through Connect. */
		async verifyRun(run: string): Promise<void> {
			try {
				const {summary} = await services.loadRun(run);
				if (store.get().result?.isOld === true || !logins.knowsPasswords(['source', 'destination'])) {
					logins.connectFor({kind: 'verify', run: summary});
					return;
				}
				// What was copied may have been a part of what was compared before.
				if (store.get().folders === undefined) await mapFolders({kind: 'verify', run: summary});
				await compareAgain(undefined, 'result');
			} catch (error) {
				notice({say: 'problem', problem: failed(error)});
			}
		},
		/** Plans a copy of what is missing in these folders. */
		async copyMissing(rows: readonly ComparedRow[]): Promise<void> {
			const only = lacking(rows);
			if (only.length === 0) notice({say: 'nothing-missing'});
			else await planning.plan(only);
		},
		/** Opens the list of a folder's messages. */
		openDifferences(folder: ComparedRow): void {
			store.dispatch({to: 'differences-opened', differences: startDifferences(folder)});
		},
		/** A file for the list of differences unless somebody says otherwise: dated, in the current folder, and not there yet. */
		listName(): string {
			const base = `trasloco-differences-${localDay(services.now())}`;
			for (let number = 1; ; number++) {
				const name = `${base}${number === 1 ? '' : `-${number}`}.csv`;
				if (!existsSync(name)) return name;
			}
		},
		/** Saves the list of all differences in a new file; the dialog stays open where that fails. */
		async saveList(name: string): Promise<void> {
			const {compared, list} = store.get().verification;
			if (compared === undefined || list.kind === 'saving') return;
			const path = resolve(name.startsWith('~/') ? join(homedir(), name.slice(2)) : name);
			store.dispatch({to: 'verification', action: {type: 'list', list: {kind: 'saving'}}});
			notice({say: 'saving-list'});
			try {
				await services.saveDifferences(path, allDifferences(await client(), compared));
				const saved = {kind: 'saved', path, entries: countDiffering(compared.folders)} as const;
				store.dispatch({to: 'verification', action: {type: 'list', list: saved}});
				store.dispatch({to: 'dialog', action: {type: 'closed'}});
				notice({say: 'list-saved', path, entries: saved.entries});
			} catch (error) {
				store.dispatch({to: 'verification', action: {type: 'list', list: {kind: 'none'}}});
				notice({say: 'problem', problem: failed(error)});
			}
		},
		/** Asks for the pages of the list that are in sight, one after the other. */
		async fetchPages(): Promise<void> {
			if (isFetching) return;
			isFetching = true;
			for (;;) {
				const {differences} = store.get();
				const wanted = differences === undefined ? undefined : nextPage(differences);
				if (wanted === undefined) break;
				const {folder, kind, page} = wanted;
				try {
					const range = {folder: folder.index, kind, start: page * pageSize, count: pageSize};
					const answer = await (await client()).request('differences', range);
					store.dispatch({to: 'differences', action: {type: 'fetched', ...wanted, answer}});
				} catch (error) {
					const problem = failed(error);
					store.dispatch({to: 'differences', action: {type: 'failed', ...wanted, problem}});
					notice({say: 'problem', problem});
				}
			}
			isFetching = false;
		},
		/** Opens a message and asks for its content. */
		async openMessage(message: ListedMessage, listing: Listing): Promise<void> {
			store.dispatch({to: 'message-opened', message: startMessage(message, listing)});
			try {
				const {side, folder, uidValidity, uid} = message;
				const preview = await (await client()).request('message', {side, folder, uidValidity, uid});
				store.dispatch({to: 'message', action: {type: 'loaded', message, preview}});
			} catch (error) {
				// Another message was opened meanwhile.
				if (error instanceof Stopped) return;
				const problem = failed(error);
				store.dispatch({to: 'message', action: {type: 'failed', message, problem}});
			}
		},
	};
}

/** `2026-11-22`, here and now. @param at Milliseconds since 1970 */
function localDay(at: number): string {
	const date = new Date(at);
	const two = (value: number) => String(value).padStart(2, '0');
	return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}
