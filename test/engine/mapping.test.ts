import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	findConflicts,
	findFolder,
	intoFolderName,
	type Mapping,
	type MappingOptions,
	proposeMappings,
	remap,
	type Tree,
} from '../../source/engine/mapping.ts';
import {Problem} from '../../source/problem.ts';
import {dot, dotBelowInbox, flat, slash, tree} from './tree.ts';

/** `source → target (reason)`, or why it stays. */
function lines(mappings: readonly Mapping[]): string[] {
	return mappings.map(({source, target, reason, leftOut}) =>
		leftOut === undefined ? `${source.name} → ${target.name} (${reason})` : `${source.name}: ${leftOut}`,
	);
}

function proposed(source: Tree, destination: Tree, options: MappingOptions = {}): string[] {
	return lines(proposeMappings(source, destination, options));
}

describe('proposeMappings', () => {
	test('translates names between delimiters and prefixes', () => {
		const source = tree(slash, 'INBOX', 'Lavoro/Clienti/Rossi', 'Società');
		expect(proposed(source, tree(dotBelowInbox, 'INBOX'))).toEqual([
			'INBOX → INBOX (role)',
			'Lavoro/Clienti/Rossi → INBOX.Lavoro.Clienti.Rossi (created)',
			'Società → INBOX.Società (created)',
		]);
		expect(proposed(tree(dotBelowInbox, 'INBOX', 'INBOX.Lavoro.Clienti'), tree(slash, 'INBOX'))).toEqual([
			'INBOX → INBOX (role)',
			'INBOX.Lavoro.Clienti → Lavoro/Clienti (created)',
		]);
	});

	test("keeps children of the inbox below it, or beside it where the inbox is the namespace's prefix", () => {
		const source = tree(slash, 'INBOX', 'INBOX/Bollette');
		expect(proposed(source, tree(dot, 'INBOX'))).toContain('INBOX/Bollette → INBOX.Bollette (created)');
		expect(proposed(source, tree(dotBelowInbox, 'INBOX'))).toContain(
			'INBOX/Bollette → INBOX.Bollette (created)',
		);
		expect(proposed(source, tree({delimiter: '/', prefix: 'mail/'}, 'INBOX'))).toContain(
			'INBOX/Bollette → INBOX/Bollette (created)',
		);
	});

	test("leaves out Gmail's views, and the level that holds its own folders; all mail would go to the archive", () => {
		const gmail = [
			'INBOX',
			'Lavoro',
			{name: '[Gmail]', selectable: false},
			{name: '[Gmail]/Bozze', attributes: ['\\Drafts']},
			{name: '[Gmail]/Importanti', attributes: ['\\Important']},
			{name: '[Gmail]/Posta inviata', attributes: ['\\Sent']},
			{name: '[Gmail]/Speciali', attributes: ['\\Flagged']},
			{name: '[Gmail]/Tutti i messaggi', attributes: ['\\All']},
		] as const;
		const source = tree(slash, ...gmail);
		expect(proposed(source, tree(dotBelowInbox, 'INBOX', 'INBOX.Sent'))).toEqual([
			'INBOX → INBOX (role)',
			'Lavoro → INBOX.Lavoro (created)',
			'[Gmail]: not-selectable',
			'[Gmail]/Bozze → INBOX.Bozze (created)',
			'[Gmail]/Importanti: view',
			'[Gmail]/Posta inviata → INBOX.Sent (role)',
			'[Gmail]/Speciali: view',
			'[Gmail]/Tutti i messaggi: all-mail',
		]);
		expect(proposed(source, tree(slash, 'INBOX'), {into: 'mario', only: ['[Gmail]/Bozze']})).toContain(
			'[Gmail]/Bozze → mario/Bozze (into)',
		);
		const all = (destination: Tree) =>
			proposeMappings(source, destination, {}).find(mapping => mapping.source.role === 'all')?.target.name;
		expect(all(tree(slash, 'INBOX', 'Archivio'))).toBe('Archivio');
		expect(all(tree(slash, 'INBOX', 'Archivio', {name: 'Alle', attributes: ['\\All']}))).toBe('Alle');
		expect(all(tree(slash, 'INBOX'))).toBe('Tutti i messaggi');
	});

	test('prefers the role over the name, and the exact name over another case', () => {
		const source = tree(slash, 'INBOX', {name: 'Mandati', attributes: ['\\Sent']}, 'Bozze', 'lavoro');
		const destination = tree(slash, 'INBOX', 'Mandati', 'Sent Items', 'Drafts', 'LAVORO', 'lavoro');
		expect(proposed(source, destination)).toEqual([
			'INBOX → INBOX (role)',
			'Mandati → Sent Items (role)',
			'Bozze → Drafts (role)',
			'lavoro → lavoro (name)',
		]);
		expect(proposed(tree(slash, 'Lavoro'), tree(slash, 'LAVORO'))).toEqual(['Lavoro → LAVORO (name)']);
	});

	test('lets what is below a folder follow it to where its role leads', () => {
		const source = tree(slash, 'INBOX', 'Posta inviata', 'Posta inviata/2023', 'Posta inviata/2023/Gennaio');
		expect(proposed(source, tree(dot, 'INBOX', {name: 'Sent', attributes: ['\\Sent']}))).toEqual([
			'INBOX → INBOX (role)',
			'Posta inviata → Sent (role)',
			'Posta inviata/2023 → Sent.2023 (created)',
			'Posta inviata/2023/Gennaio → Sent.2023.Gennaio (created)',
		]);
	});

	test('leaves out trash, junk, all mail, and levels that hold none, unless asked', () => {
		const source = tree(
			slash,
			'INBOX',
			'Cestino',
			'Spam',
			{name: 'Tutti', attributes: ['\\All']},
			{name: 'Livello', selectable: false},
		);
		const destination = tree(slash, 'INBOX');
		expect(proposed(source, destination)).toEqual([
			'INBOX → INBOX (role)',
			'Cestino: trash',
			'Spam: junk',
			'Tutti: all-mail',
			'Livello: not-selectable',
		]);
		expect(
			proposed(source, destination, {only: ['Cestino', 'Livello'], map: new Map([['Spam', 'Altro']])}),
		).toEqual([
			'INBOX: not-chosen',
			'Cestino → Cestino (created)',
			'Spam → Altro (chosen)',
			'Tutti: not-chosen',
			'Livello: not-selectable',
		]);
		expect(proposed(source, destination, {except: ['inbox']})[0]).toBe('INBOX: not-chosen');
	});

	test('leaves out folders of others, unless one of them is asked for by name', () => {
		const source = {...tree(slash, 'INBOX', 'Lavoro'), others: tree(slash, 'Pubblico/Annunci').folders};
		const destination = tree(dotBelowInbox, 'INBOX');
		expect(proposed(source, destination).at(-1)).toBe('Pubblico/Annunci: of-others');
		expect(proposed(source, destination, {only: ['Pubblico/Annunci']})).toEqual([
			'INBOX: not-chosen',
			'Lavoro: not-chosen',
			'Pubblico/Annunci → INBOX.Pubblico.Annunci (created)',
		]);
		const map = new Map([['Pubblico/Annunci', 'Annunci']]);
		expect(proposed(source, destination, {map}).at(-1)).toBe('Pubblico/Annunci → INBOX.Annunci (chosen)');
	});

	test('says of what is below a folder that had to be renamed that its name is another too', () => {
		const mappings = proposeMappings(
			tree(slash, {name: 'v1.2', selectable: false}, 'v1.2/sotto'),
			tree(dot, 'INBOX'),
			{},
		);
		expect(mappings.map(({target, renamed}) => [target.name, renamed])).toEqual([
			['v1_2', true],
			['v1_2.sotto', true],
		]);
	});

	test("changes what the destination can't write, and says so", () => {
		const mappings = proposeMappings(tree(slash, 'v1.2', 'a\u0007b'), tree(dotBelowInbox, 'INBOX'), {});
		expect(lines(mappings)).toEqual(['v1.2 → INBOX.v1_2 (created)', 'a\u0007b → INBOX.a_b (created)']);
		expect(mappings.map(({renamed}) => renamed)).toEqual([true, true]);
		expect(proposed(tree(slash, 'a/b'), tree(flat, 'INBOX'))).toEqual(['a/b → a_b (created)']);
	});

	test('puts all into one folder with the inbox on top', () => {
		const source = tree(dotBelowInbox, 'INBOX', 'INBOX.Inviata', 'INBOX.Lavoro.Clienti');
		expect(proposed(source, tree(slash, 'INBOX', 'Sent'), {into: 'Vecchia/mario'})).toEqual([
			'INBOX → Vecchia/mario (into)',
			'INBOX.Inviata → Vecchia/mario/Inviata (into)',
			'INBOX.Lavoro.Clienti → Vecchia/mario/Lavoro/Clienti (into)',
		]);
	});

	test.each(['only', 'except'] as const)('refuses a folder in %s that the source has not', option => {
		const source = tree(slash, 'INBOX');
		expect(() => proposeMappings(source, source, {[option]: ['Nessuna']})).toThrow(Problem);
	});

	const name = fc
		.array(
			fc.string({
				unit: fc.constantFrom('a', 'A', 'b', 'é', '.', '_', ' ', 'INBOX'),
				minLength: 1,
				maxLength: 3,
			}),
			{
				minLength: 1,
				maxLength: 3,
			},
		)
		.map(levels => levels.join('/'));
	const names = fc.uniqueArray(name, {maxLength: 8});
	const naming = fc.constantFrom(slash, dot, dotBelowInbox, flat);

	test('gives every folder one place, in order, and never puts two into one without a conflict', () => {
		fc.assert(
			fc.property(names, names, naming, (here, there, how) => {
				const source = tree(slash, 'INBOX', ...here.filter(each => each.toUpperCase() !== 'INBOX'));
				const written = there.map(each => how.prefix + each.replaceAll('/', how.delimiter || '_'));
				const destination = tree(
					how,
					'INBOX',
					...new Set(written.filter(each => each.toUpperCase() !== 'INBOX')),
				);
				const mappings = proposeMappings(source, destination, {});
				expect(mappings.map(mapping => mapping.source)).toEqual(source.folders);
				const conflicting = new Set(findConflicts(mappings).flatMap(({sources}) => sources));
				const free = mappings.filter(mapping => mapping.selected && !conflicting.has(mapping.source.name));
				expect(new Set(free.map(({target}) => target.name)).size).toBe(free.length);
				for (const {target} of free) {
					expect(target.exists).toBe(destination.folders.some(folder => folder.name === target.name));
				}
			}),
			{numRuns: 500},
		);
	});
});

describe('findConflicts', () => {
	const destination = tree(dotBelowInbox, 'INBOX', 'INBOX.Sent');

	test('names the folders that would fall together', () => {
		const mappings = proposeMappings(tree(slash, 'a.b', 'a_b', 'Lavoro', 'lavoro', 'Altro'), destination, {});
		expect(findConflicts(mappings)).toEqual([
			{sources: ['a.b', 'a_b'], target: 'INBOX.a_b', kind: 'same'},
			{sources: ['Lavoro', 'lavoro'], target: 'INBOX.Lavoro', kind: 'case'},
		]);
	});

	test('takes what was chosen for each of them for a wish, and for one of them for a conflict', () => {
		const source = tree(slash, 'Sent', 'Inviati vecchi', 'Inviati nuovi');
		const map = (...pairs: [string, string][]) => proposeMappings(source, destination, {map: new Map(pairs)});
		const [sent, old, fresh] = ['Sent', 'Inviati vecchi', 'Inviati nuovi'].map(
			each => [each, 'Sent'] as [string, string],
		);
		if (!sent || !old || !fresh) {
			throw new Error('missing');
		}
		expect(findConflicts(map(sent, old, fresh))).toEqual([]);
		expect(findConflicts(map(old))).toMatchObject([
			{sources: ['Sent', 'Inviati vecchi'], target: 'INBOX.Sent'},
		]);
	});

	test('does not count folders that are left out, nor two that the destination itself tells apart', () => {
		const both = tree(slash, 'Lavoro', 'lavoro');
		expect(findConflicts(proposeMappings(both, both, {}))).toEqual([]);
		expect(findConflicts(proposeMappings(both, destination, {except: ['lavoro']}))).toEqual([]);
	});
});

test('remap takes a folder that is there, the server’s own form, and a new name with / between levels', () => {
	const [mapping] = proposeMappings(tree(slash, 'Spam'), tree(slash), {});
	const destination = tree(dotBelowInbox, 'INBOX', 'INBOX.Junk', 'INBOX.Lavoro.Vecchio');
	if (mapping === undefined) {
		throw new Error('no mapping');
	}
	const to = (name: string) => {
		const {target, selected, reason} = remap(mapping, name, destination);
		return [target.name, target.exists, selected, reason];
	};
	expect(mapping.selected).toBe(false);
	expect(to('INBOX.Junk')).toEqual(['INBOX.Junk', true, true, 'chosen']);
	expect(to('Junk')).toEqual(['INBOX.Junk', true, true, 'chosen']);
	expect(to('Lavoro/Vecchio')).toEqual(['INBOX.Lavoro.Vecchio', true, true, 'chosen']);
	expect(to('Lavoro/Nuovo')).toEqual(['INBOX.Lavoro.Nuovo', false, true, 'chosen']);
	expect(to('INBOX.Lavoro.Nuovo')).toEqual(['INBOX.Lavoro.Nuovo', false, true, 'chosen']);
	expect(to('inbox')).toEqual(['INBOX', true, true, 'chosen']);
});

test('intoFolderName makes one level of an address', () => {
	expect(intoFolderName('mario.rossi@example.it', slash)).toBe('mario.rossi@example.it');
	expect(intoFolderName('mario.rossi@example.it', dotBelowInbox)).toBe('mario_rossi@example_it');
	expect(intoFolderName('dominio/mario', slash)).toBe('dominio_mario');
	expect(intoFolderName('mario\r\n@example.it', flat)).toBe('mario__@example.it');
});

test('findFolder finds by the server’s name first, then by levels', () => {
	const side = tree(dotBelowInbox, 'INBOX', 'INBOX.a.b', 'INBOX.c/d');
	expect(findFolder('INBOX.a.b', side)?.name).toBe('INBOX.a.b');
	expect(findFolder('a/b', side)?.name).toBe('INBOX.a.b');
	expect(findFolder('a.b', side)?.name).toBe('INBOX.a.b');
	expect(findFolder('c/d', side)?.name).toBe('INBOX.c/d');
	expect(findFolder('Inbox', side)?.name).toBe('INBOX');
	expect(findFolder('b', side)).toBeUndefined();
});
