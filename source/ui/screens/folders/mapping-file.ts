import {type Mapping, remapper} from '../../../engine/mapping.ts';
import {printable} from '../../../printable.ts';
import type {FoldersState} from './folders-state.ts';

/** What is wrong with a line of a mapping file. */
export interface LineFault {
	/** From 1. */
	readonly line: number;
	readonly why: 'arrow' | 'quotes' | 'source' | 'target' | 'rest' | 'unknown' | 'twice' | 'no-mail';
	/** The folder of the source that the line names, where it names one. */
	readonly name?: string;
}

/** What a mapping file asks for: where folders of the source go, by name, undefined where they are not copied. */
export interface ReadMapping {
	readonly targets: ReadonlyMap<string, string | undefined>;
	readonly faults: readonly LineFault[];
}

const arrow = '->';

/** Stands in the place of a folder to which nothing goes. */
const nowhere = '-';

/**
 * The mapping as a text that can be edited: a line for each folder of the source, `SOURCE -> DESTINATION`, or
 * `SOURCE -> -` where it is not copied.
 *
 * @param explanation Sentences that go before it, as comments.
 * @param about What is said of a mapping behind it.
 */
export function mappingText(
	state: FoldersState,
	explanation: readonly string[],
	about: (mapping: Mapping) => string,
): string {
	const names = namesOf(state);
	const rows = names.mappings.map(mapping => ({
		source: quoted(names.source(mapping)),
		target: mapping.selected ? quoted(names.target(mapping)) : nowhere,
		about: printable(about(mapping)),
	}));
	const width = (texts: readonly string[]) => Math.min(40, Math.max(0, ...texts.map(text => text.length)));
	const [from, to] = [width(rows.map(row => row.source)), width(rows.map(row => row.target))];
	const lines = rows.map(
		row => `${row.source.padEnd(from)} ${arrow} ${row.target.padEnd(to)}  # ${row.about}`,
	);
	return [...explanation.map(sentence => `# ${sentence}`), '', ...lines, ''].join('\n');
}

/**
 * Reads what became of `mappingText`. Only what differs from the mapping is told; a folder without a line is not
 * copied, and a text without any line changes nothing.
 */
export function readMapping(text: string, state: FoldersState): ReadMapping {
	const names = namesOf(state);
	const wanted = new Map<Mapping, string | undefined>();
	const faults: LineFault[] = [];
	for (const [index, content] of text
		.replace(/^\ufeff/, '')
		.split(/\r?\n/)
		.entries()) {
		const line = index + 1;
		const entry = readLine(content);
		if (entry === undefined) continue;
		if ('why' in entry) {
			faults.push({line, why: entry.why});
			continue;
		}
		const {source: name, target} = entry;
		const mapping = names.find(name);
		if (mapping === undefined) faults.push({line, why: 'unknown', name});
		else if (!mapping.source.selectable && target !== undefined) faults.push({line, why: 'no-mail', name});
		else if (wanted.has(mapping)) faults.push({line, why: 'twice', name});
		else wanted.set(mapping, target);
	}

	const targets = new Map<string, string | undefined>();
	if (wanted.size === 0) return {targets, faults};
	for (const mapping of names.mappings) {
		const target = wanted.get(mapping);
		const isSame =
			target === undefined ? !mapping.selected : mapping.selected && names.isTarget(mapping, target);
		if (!isSame) targets.set(mapping.source.name, target);
	}

	return {targets, faults};
}

/** How folders are called in the file: their levels with `/` between where that finds them again, else the server's name. */
function namesOf({mappings, destination}: FoldersState) {
	const byPath = new Map(mappings.toReversed().map(mapping => [mapping.source.path.join('/'), mapping]));
	const byName = new Map(mappings.map(mapping => [mapping.source.name, mapping]));
	const find = (name: string) => byName.get(name) ?? byPath.get(name);
	const remap = remapper(destination);
	const leadsTo = (mapping: Mapping, name: string) =>
		remap(mapping, name).target.name === mapping.target.name;
	const target = (mapping: Mapping) => {
		const path = mapping.target.path.join('/');
		return leadsTo(mapping, path) ? path : mapping.target.name;
	};
	return {
		/** The mappings that a line can change. */
		mappings: mappings.filter(mapping => mapping.source.selectable),
		find,
		source(mapping: Mapping): string {
			const path = mapping.source.path.join('/');
			return find(path) === mapping ? path : mapping.source.name;
		},
		target,
		/** Whether a text means the folder that a mapping goes to already. */
		isTarget: (mapping: Mapping, text: string) => text === target(mapping) || leadsTo(mapping, text),
	};
}

/** A name as it stands in the file: in quotes, as in JSON, where it would be read as something else. */
function quoted(name: string): string {
	const isPlain =
		name !== '' &&
		name !== nowhere &&
		name === name.trim() &&
		!/->|#|^"/.test(name) &&
		printable(name) === name;
	if (isPlain) return name;
	const visible = (character: string) =>
		printable(character) === character
			? character
			: Array.from({length: character.length}, (_, unit) => `\\u${hex(character, unit)}`).join('');
	return [...JSON.stringify(name)].map(visible).join('');
}

function hex(text: string, unit: number): string {
	return text.charCodeAt(unit).toString(16).padStart(4, '0');
}

/** One line: undefined where it says nothing, `target` undefined where the folder goes nowhere. */
function readLine(
	content: string,
): {source: string; target: string | undefined} | {why: LineFault['why']} | undefined {
	const line = content.trim();
	if (line === '' || line.startsWith('#')) return undefined;
	const source = readName(line);
	if (source === undefined) return {why: 'quotes'};
	if (!source.rest.startsWith(arrow)) return {why: 'arrow'};
	if (source.name === '') return {why: 'source'};
	const target = readName(source.rest.slice(arrow.length).trimStart());
	if (target === undefined) return {why: 'quotes'};
	if (target.rest !== '' && !target.rest.startsWith('#')) return {why: 'rest'};
	if (target.name === '') return {why: 'target'};
	const isNowhere = target.name === nowhere && !target.isQuoted;
	return {source: source.name, target: isNowhere ? undefined : target.name};
}

/** The name that a text begins with, and what follows on it; undefined where its quotes are wrong. */
function readName(text: string): {name: string; rest: string; isQuoted: boolean} | undefined {
	if (!text.startsWith('"')) {
		const end = text.search(/->|#|$/);
		return {name: text.slice(0, end).trimEnd(), rest: text.slice(end), isQuoted: false};
	}

	const [literal] = /^"(?:[^"\\]|\\.)*"/.exec(text) ?? [];
	if (literal === undefined) return undefined;
	try {
		const name: unknown = JSON.parse(literal);
		return {name: String(name), rest: text.slice(literal.length).trimStart(), isQuoted: true};
	} catch {
		return undefined;
	}
}
