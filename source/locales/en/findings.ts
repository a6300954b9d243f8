import type {Finding, FindingKind} from '../../engine/finding.ts';

/** A sentence for every finding. Folders, message and server's words are put around it by `describeFinding`. */
export const findings: Readonly<Record<FindingKind, (finding: Finding) => string>> = {
	'too-large': ({params, kept}) =>
		`larger than the destination accepts${params?.limit === undefined ? '' : ` (${params.limit} bytes)`}: left out${keptAt(kept)}`,
	refused: ({kept}) => `refused by the destination: left out${keptAt(kept)}`,
	altered: ({params, kept}) =>
		`the destination changed its content (${params?.sent} bytes sent, ${params?.arrived} came back): the copy is there, the original is kept apart${keptAt(kept)}`,
	vanished: () => 'gone from the source since the plan was made: not copied',
	unreadable: () => 'the source does not hand it out: not copied',
	'keywords-lost': ({params, count}) =>
		`the keyword ${params?.flags} can't be kept at the destination, on ${messages(count)}`,
	'flags-differ': ({params}) =>
		`flags differ: ${[list('not kept', params?.missing), list('added', params?.added)].filter(Boolean).join('; ')}`,
	'date-differs': ({params}) => `the internal date ${params?.wanted} became ${params?.found}`,
	'zone-not-kept': ({count}) =>
		`the destination shows internal dates in a time zone of its own, on ${messages(count)}; the instant is the same`,
	'other-content': ({count}) =>
		`${messages(count)} look like ones already there and have another content: copied`,
	'flags-differ-there': ({count}) =>
		`${messages(count)} already there have other flags there: left as they are`,
	'name-changed': ({destination}) => `its name can't be kept at the destination and becomes ${destination}`,
	'role-not-kept': () => "its role can't be kept at the destination",
	'not-subscribed': () => 'could not be subscribed at the destination',
	'count-differs': ({params}) =>
		`holds ${params?.now} messages, where ${params?.expected} were expected: others came or went meanwhile`,
	'folder-renumbered': ({count}) =>
		`was replaced at the destination (UIDVALIDITY): ${messages(count)} can't be told apart any more and stay`,
	'foreign-staging': ({count}) =>
		`a staging folder of another run stands at the destination, with ${messages(count)}: resume or undo that run`,
	'copied-by-another-run': ({count}) =>
		`${messages(count)} were copied by another run meanwhile: not placed a second time`,
	missing: () => 'missing at the destination',
	extra: () => 'only at the destination',
	'folder-missing': ({count}) => `the folder is missing at the destination, with ${messages(count)}`,
	'gone-before-undo': ({count}) =>
		`${messages(count)} are no longer where the run put them: somebody moved or deleted them`,
	'folder-gone': ({count}) => `the folder is gone, and ${messages(count)} of the run with it`,
	'folder-kept': ({count}) => `the folder stays${count ? `: it holds ${messages(count)}` : ''}`,
	'not-undone': () => 'could not be taken out',
};

function keptAt(path: string | undefined): string {
	return path === undefined ? '' : `, kept in ${path}`;
}

function messages(count = 1): string {
	return `${count.toLocaleString('en')} ${count === 1 ? 'message' : 'messages'}`;
}

function list(word: string, flags: string | number | undefined): string {
	return flags ? `${word}: ${flags}` : '';
}
