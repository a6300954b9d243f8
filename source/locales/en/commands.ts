/** Sentences of the commands that print lines. */
export const commands = {
	connected: (side: string, server: string, folders: number, messages: string) =>
		`${side}: connected${server ? ` to ${server}` : ''}, ${folders} folders, ${messages} messages`,
	planning: (done: number, of: number, folder: string) => `Comparing ${done + 1} of ${of}: ${folder}`,
	plan: (messages: string, size: string, folders: number, there: string) =>
		`To copy: ${messages} messages, ${size}, in ${folders} folders; already there: ${there}`,
	dryRun: 'Nothing was written (--dry-run).',
	started: (run: string) => `Run ${run}`,
	resumed: (run: string) => `Resuming run ${run}`,
	undoing: (run: string) => `Undoing run ${run}`,
	folder: (source: string, destination: string, copied: string, there: string) =>
		`${source} → ${destination}: ${copied} copied, ${there} there before`,
	undoneFolder: (destination: string, count: string) => `${destination}: ${count} taken out`,
	progress: (placed: string, staged: string, verified: string, of: string, size: string, rate: string) =>
		`${staged} staged, ${verified} verified, ${placed} placed of ${of}  ${size}  ${rate}/s`,
	retry: (what: string, seconds: string) => `${what}; trying again in ${seconds} s`,
	table: {
		source: 'Source',
		destination: 'Destination',
		here: 'source',
		copied: 'copied',
		there: 'there before',
		left: 'left out',
		now: 'now',
	},
	states: {
		running: 'running',
		paused: 'paused',
		interrupted: 'interrupted',
		failed: 'failed',
		done: 'done',
		differences: 'done, with differences',
		undoing: 'undo under way',
		undone: 'undone',
	},
	done: (copied: string, there: string) =>
		`Done: ${copied} copied and verified, ${there} were already there.`,
	differences: (copied: string, skipped: string, findings: string) =>
		`Finished with differences: ${copied} copied, ${skipped} left out, ${findings} findings.`,
	same: (messages: string) =>
		`No differences: all ${messages} messages of the source are at the destination.`,
	differ: (missing: string, extra: string) =>
		`Differences: ${missing} missing at the destination, ${extra} only there.`,
	undone: (count: string) => `Undone: ${count} messages taken out, nothing else touched.`,
	interrupted: (run: string) =>
		`Interrupted. Nothing is lost: trasloco resume ${run} goes on, trasloco undo ${run} takes it back.`,
	failed: (run: string) =>
		`Stopped. Go on with: trasloco resume ${run}, or take it back with: trasloco undo ${run}`,
	findings: 'Findings',
	noRuns: 'No runs yet.',
	report: (path: string) => `Report: ${path}`,
	live: 'under way',
	unreadable: (why: string) => `journal unreadable: ${why}`,
	askPassword: (side: string, user: string, host: string) => `${side}: password of ${user} at ${host}: `,
	confirmUndo: (count: string, run: string) =>
		`This takes ${count} messages of run ${run} out of the destination. Type undo to go on: `,
	undoWord: 'undo',
	notConfirmed: 'Nothing was done.',
	tooOld: (found: string) => `trasloco needs Node 24 or newer; this is ${found}.`,
	stopping: 'Stopping at the next safe point…',
	defect: 'This is a defect of trasloco, not yours. Nothing is lost: the journal knows what was done.',
	folders: 'Folders',
};
