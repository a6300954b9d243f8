import {describe, expect, test} from 'vitest';
import {findElsewhere, type LabelFolder, tellArchived} from '../../source/engine/labels.ts';
import type {Labels} from '../../source/stores/labels.ts';
import type {ReadableStore, Role} from '../../source/stores/store.ts';

type Shown = {
	readonly name: string;
	readonly role?: Role;
	/** What Gmail calls its messages; their UIDs are their places, from 1. */
	readonly ids: readonly string[];
	/** Those that are at the destination in the folder that this one goes to. */
	readonly present?: readonly string[];
	readonly isSelected?: boolean;
};

/** A source of these folders, which says of a message of all mail which others it is in. */
function sourceOf(folders: readonly Shown[], capabilities: readonly string[]): ReadableStore {
	const listed = folders.map(({name, role, ids}) => ({
		name,
		path: name.split('/'),
		...(role ? {role} : {}),
		selectable: true,
		subscribed: true,
		messages: ids.length,
		uidValidity: 1,
		uidNext: ids.length + 1,
	}));
	const idsOf = (folder: string) => folders.find(({name}) => name === folder)?.ids ?? [];
	const store: Partial<ReadableStore> = {
		info: {naming: {delimiter: '/', prefix: ''}, folders: listed, capabilities},
		status: async folder => ({uidValidity: 1, uidNext: 9, messages: idsOf(folder).length}),
		identities: async folder => new Map(idsOf(folder).map((id, index) => [index + 1, id])),
		labels: async folder =>
			new Map(
				idsOf(folder).map((id, index) => {
					const others = folders.filter(({role, ids}) => role !== 'all' && ids.includes(id));
					return [index + 1, others.map(({name}) => name)];
				}),
			),
	};
	return store as ReadableStore;
}

/** The messages that each selected folder takes, and how many of all mail nobody does. */
async function taken(labels: Labels, folders: readonly Shown[], capabilities = ['X-GM-EXT-1']) {
	const source = sourceOf(folders, capabilities);
	const selected = folders.filter(({isSelected = true}) => isSelected);
	const wanted = selected.map(({name, ids, present = []}): LabelFolder => {
		const folder = source.info.folders.find(each => each.name === name);
		if (!folder) throw new Error(name);
		return {
			source: folder,
			uidValidity: 1,
			messages: ids.map((_, index) => ({uid: index + 1})),
			present: new Map(present.map(id => [ids.indexOf(id) + 1, 1])),
		};
	});
	const elsewhere = await findElsewhere(source, wanted, labels);
	const findings = await tellArchived(
		source,
		wanted.map(folder => folder.source),
	);
	const copied = selected.map(({name, ids, present = []}, index) => [
		name,
		ids.filter((id, place) => !elsewhere[index]?.has(place + 1) && !present.includes(id)).join(''),
	]);
	return {...Object.fromEntries(copied), archived: findings[0]?.count ?? 0};
}

const inbox = {name: 'INBOX', role: 'inbox'} as const;
const sent = {name: '[Gmail]/Sent Mail', role: 'sent'} as const;
const drafts = {name: '[Gmail]/Drafts', role: 'drafts'} as const;
const starred = {name: '[Gmail]/Starred', role: 'flagged'} as const;
const all = {name: '[Gmail]/All Mail', role: 'all'} as const;

describe('a message under several labels', () => {
	test('goes into one folder: of a draft, of an own label, the deepest first, then of the inbox, of sent mail, of a view', async () => {
		const folders = [
			{...inbox, ids: ['a', 'b', 'c', 'd', 'e']},
			{...drafts, ids: ['f']},
			{...sent, ids: ['c', 'g', 'h']},
			{...starred, ids: ['h', 'i']},
			{name: 'Work', ids: ['a', 'b', 'f']},
			{name: 'Work/Clients', ids: ['b', 'g']},
			{name: 'Zoo', ids: ['a']},
		];
		expect(await taken('once', folders)).toEqual({
			INBOX: 'cde',
			[drafts.name]: 'f',
			[sent.name]: 'h',
			[starred.name]: 'i',
			Work: 'a',
			'Work/Clients': 'bg',
			Zoo: '',
			archived: 0,
		});
	});

	test('stays where it is at the destination already', async () => {
		const folders = [
			{...inbox, ids: ['a', 'b'], present: ['a']},
			{name: 'Work', ids: ['a', 'b']},
		];
		expect(await taken('once', folders)).toEqual({INBOX: '', Work: 'b', archived: 0});
	});

	test('is copied into each folder unless it is asked for once; all mail takes the rest alone', async () => {
		const folders = [
			{...inbox, ids: ['a', 'b']},
			{...all, ids: ['a', 'b', 'c', 'd'], present: ['d']},
			{name: 'Work', ids: ['a']},
		];
		expect(await taken('each', folders)).toEqual({INBOX: 'ab', [all.name]: 'c', Work: 'a', archived: 0});
		expect(await taken('once', folders)).toEqual({INBOX: 'b', [all.name]: 'c', Work: 'a', archived: 0});
	});

	test('counts as archived where nothing but all mail and a view shows it', async () => {
		const folders = [
			{...inbox, ids: ['a']},
			{...starred, ids: ['b', 'd'], isSelected: false},
			{...all, ids: ['a', 'b', 'c', 'd', 'e'], isSelected: false},
			{name: 'Work', ids: ['d', 'e'], isSelected: false},
		];
		expect(await taken('each', folders)).toEqual({INBOX: 'a', archived: 2});
	});

	test('is nothing of the kind where the server has no labels', async () => {
		const folders = [
			{...inbox, ids: ['a']},
			{...all, ids: ['a', 'b']},
		];
		expect(await taken('once', folders, [])).toEqual({INBOX: 'a', [all.name]: 'ab', archived: 0});
	});
});
