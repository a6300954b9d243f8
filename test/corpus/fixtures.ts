import {type ServerName, serverNames, treatmentOf} from '../servers/treatment.ts';
import {escapedFolders, type FolderPlace, oddFolders} from './folders.ts';
import {type Kind, oddMessages} from './messages.ts';

/** The files of `fixtures/messages`, by name. */
export function fixtures(): ReadonlyMap<string, Buffer> {
	const kinds = oddMessages();
	return new Map([
		['README.md', Buffer.from(overview())],
		...kinds.filter(({isFixture}) => isFixture).flatMap(files),
	]);
}

/** A message each: those that are the same bytes once more are not written again. */
function files({kind, messages}: Kind): (readonly [string, Buffer])[] {
	const contents = new Map(messages.map(({content}) => [content.toString('latin1'), content]));
	return [...contents.values()].map(
		(content, index) => [`${kind}${contents.size > 1 ? `-${index + 1}` : ''}.eml`, content] as const,
	);
}

/** What becomes of each kind of message at each server; `folder` is where the files of `fixtures/messages` are. */
export function messageTable(folder: string): string {
	const rows = oddMessages().map(kind => [
		kind.isFixture ? `[${kind.kind}](${folder}${files(kind)[0]?.[0]})` : kind.kind,
		kind.about,
		String(kind.messages.length),
		...serverNames.map(server => becomes(kind, server)),
	]);
	return table(['kind', 'what is odd', 'messages', ...serverNames.map(server => `at ${server}`)], rows);
}

function overview(): string {
	const places: readonly FolderPlace[] = ['dots', 'slashes', 'slashes, folders with dots on disk'];
	const folders = [...oddFolders, ...escapedFolders].map(({about, path, becomes}) => [
		about,
		...[path, ...places.map(place => becomes?.[place]?.path)].map(levels =>
			levels === undefined ? 'as it is' : `\`${shorten(levels.join(' / '))}\``,
		),
	]);
	return `# Odd messages and folders

Made by \`node test/corpus/write.ts\`; \`test/commands/odd-messages.test.ts\` and \`folders.test.ts\` copy them between real
servers and expect what is written here. What a server does not keep as it is, is a finding, with the server's
words; the original is kept apart, byte for byte. \`pec-*.eml\` have noise for a signature; the tests sign them anew.

## Messages

What is not said arrives as it is: bytes, flags and the instant of the internal date.

${messageTable('')}

## Folders

Where a Dovecot has another separator, or can't have the name, the folder gets another one, which a finding tells.

${table(['what is odd', 'name', ...places.map(place => `Dovecot with ${place}`)], folders)}
`;
}

function becomes({kind}: Kind, server: ServerName): string {
	const treatment = treatmentOf(server, kind);
	if (treatment === undefined) {
		return 'as it is';
	}
	const {outcome, how} = treatment;
	if (outcome === 'refused') {
		return `left out: “${how}”`;
	}
	if (outcome === 'keywords-refused') {
		return `without that keyword: “${how}”`;
	}
	return outcome === 'zone-refused' ? `with its date in UTC: else “${how}”` : how;
}

function shorten(text: string): string {
	return text.length > 60 ? `${text.slice(0, 40)}… (${text.length})` : text;
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
	const line = (cells: readonly string[]) =>
		`| ${cells.map(cell => cell.replaceAll('|', '\\|')).join(' | ')} |`;
	return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}
