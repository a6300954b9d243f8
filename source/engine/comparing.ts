import type {ReadableStore} from '../stores/store.ts';
import type {Control} from './control.ts';
import {decide} from './digesting.ts';
import type {EngineEvent, Finished, FolderResult} from './events.ts';
import type {Finding} from './finding.ts';
import type {Mapping} from './mapping.ts';
import {matchMessages} from './matching.ts';

/** Two accounts to compare, whoever copied. Neither is written to. */
export interface Compared {
	readonly source: ReadableStore;
	readonly destination: ReadableStore;
}

/** How closely to compare. */
export interface CompareOptions {
	/** Read every message of both sides and compare the whole content; otherwise fingerprints decide, and contents only where those can't. */
	readonly deep: boolean;
	/** Mail that is only at the destination is a note, not a difference. */
	readonly allowExtra: boolean;
}

/**
 * Compares two accounts folder by folder: what is missing at the destination, what is there and not at the
 * source, each message by itself.
 */
export async function compareAccounts(
	{source, destination}: Compared,
	mappings: readonly Mapping[],
	options: CompareOptions,
	control: Control,
	tell: (event: EngineEvent) => void,
): Promise<Finished> {
	const selected = mappings.filter(mapping => mapping.selected);
	const folders: FolderResult[] = [];
	const findings: Finding[] = [];
	const add = (finding: Finding) => {
		findings.push(finding);
		tell({event: 'finding', finding});
	};
	// Several sources may share a destination folder: it is one pool for all of them.
	const groups = Map.groupBy(selected, mapping => mapping.target.name);
	let done = 0;
	for (const group of groups.values()) {
		await control.gate();
		const [first] = group;
		if (!first) continue;
		tell({event: 'planning', done, of: selected.length, folder: first.source.name});
		folders.push(...(await compareFolder({source, destination}, group, first, options, control, add)));
		done += group.length;
	}

	tell({event: 'planning', done: selected.length, of: selected.length, folder: ''});
	const sum = (value: (folder: FolderResult) => number) =>
		folders.reduce((total, folder) => total + value(folder), 0);
	const differs = findings.some(finding => finding.severity === 'difference');
	return {
		event: 'finished',
		run: '',
		state: differs ? 'differences' : 'done',
		copied: 0,
		alreadyThere: sum(folder => folder.alreadyThere),
		skipped: 0,
		bytes: 0,
		folders,
		findings,
	};
}

async function compareFolder(
	{source, destination}: Compared,
	group: readonly Mapping[],
	first: Mapping,
	{deep, allowExtra}: CompareOptions,
	control: Control,
	add: (finding: Finding) => void,
): Promise<FolderResult[]> {
	const name = first.target.name;
	const there = first.target.exists ? await destination.scan(name, {fingerprints: true}) : undefined;
	let free = there?.messages ?? [];
	const results: FolderResult[] = [];
	for (const mapping of group) {
		const here = await source.scan(mapping.source.name, {fingerprints: true});
		const match = matchMessages(here.messages, free, new Map(), !deep);
		const decided = await decide(
			match.undecided,
			{
				source: {store: source, folder: mapping.source.name, uidValidity: here.folder.uidValidity},
				destination: {store: destination, folder: name, uidValidity: there?.folder.uidValidity ?? 0},
			},
			control,
		);
		const present = new Map([...match.present, ...decided.present]);
		if (!there && here.messages.length > 0) {
			add({
				kind: 'folder-missing',
				severity: 'difference',
				source: mapping.source.name,
				destination: name,
				count: here.messages.length,
			});
		}

		for (const message of here.messages) {
			if (present.has(message.uid) || !there) continue;
			add({
				kind: 'missing',
				severity: 'difference',
				source: mapping.source.name,
				destination: name,
				sourceUid: message.uid,
				message: {...(await source.heading(mapping.source.name, message.uid)), bytes: message.bytes},
			});
		}

		const matched = new Set(present.values());
		free = free.filter(message => !matched.has(message.uid));
		results.push({
			source: mapping.source.name,
			destination: name,
			sourceCount: here.messages.length,
			destinationCount: there?.messages.length ?? 0,
			copied: 0,
			alreadyThere: present.size,
			skipped: 0,
			destinationBefore: there?.messages.length ?? 0,
		});
	}

	for (const message of free) {
		add({
			kind: 'extra',
			severity: allowExtra ? 'note' : 'difference',
			destination: name,
			destinationUid: message.uid,
			message: {...(await destination.heading(name, message.uid)), bytes: message.bytes},
		});
	}

	return results;
}
