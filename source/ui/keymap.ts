/**
 * Every key of the terminal UI. The footer's hints, the help and the README's table are made from this file,
 * and settings may give other keys to an action by its id.
 */

export interface Binding {
	readonly action: string;
	/** Names as `keyName` gives them. The first is the one that hints show. */
	readonly keys: readonly string[];
	/** Shown in the line of keys at the bottom; the help shows all. */
	readonly footer?: boolean;
	/** The key is ink-select-input's: listed here, and not for settings to change. */
	readonly fixed?: boolean;
}

const jump = [
	{action: 'list.page-up', keys: ['pgup']},
	{action: 'list.page-down', keys: ['pgdn']},
	{action: 'list.top', keys: ['g', 'home']},
	{action: 'list.bottom', keys: ['G', 'end']},
] as const satisfies readonly Binding[];
const move = [
	{action: 'list.up', keys: ['up', 'k']},
	{action: 'list.down', keys: ['down', 'j']},
	...jump,
] as const satisfies readonly Binding[];

const help = {action: 'help', keys: ['?', 'ctrl-g'], footer: true} as const satisfies Binding;
const suspend = {action: 'suspend', keys: ['ctrl-z']} as const satisfies Binding;
const away = [{action: 'leave', keys: ['ctrl-c']}, suspend] as const satisfies readonly Binding[];
const close = {action: 'dialog.close', keys: ['esc'], footer: true} as const satisfies Binding;

const clear = {action: 'dialog.clear', keys: ['ctrl-u']} as const satisfies Binding;

const choiceMove = {
	action: 'choice.move',
	keys: ['up', 'down', 'k', 'j'],
	fixed: true,
} as const satisfies Binding;
const choiceTake = {
	action: 'choice.take',
	keys: ['enter'],
	footer: true,
	fixed: true,
} as const satisfies Binding;

const tryAgain = {action: 'result.try-again', keys: ['t'], footer: true} as const satisfies Binding;

const signatures = {action: 'signatures', keys: ['S'], footer: true} as const satisfies Binding;

const fields = [
	{action: 'connect.next', keys: ['tab', 'down'], footer: true},
	{action: 'connect.previous', keys: ['shift-tab', 'up']},
] as const satisfies readonly Binding[];

const accounts = [
	{action: 'connect.other-side', keys: ['ctrl-o']},
	{action: 'connect.save', keys: ['ctrl-s'], footer: true},
	{action: 'connect.saved', keys: ['ctrl-l'], footer: true},
	{action: 'connect.files', keys: ['ctrl-f'], footer: true},
	{action: 'connect.more', keys: ['ctrl-p']},
	{action: 'connect.certificate', keys: ['ctrl-t'], footer: true},
	{action: 'back', keys: ['esc']},
] as const satisfies readonly Binding[];

const lookInto = [
	{action: 'verification.copy', keys: ['c'], footer: true},
	{action: 'verification.save', keys: ['w'], footer: true},
] as const satisfies readonly Binding[];

/** Actions and their keys, by what has the keyboard. Arrows in a list of choices belong to ink-select-input. */
export const keymap = {
	runs: [
		...move,
		{action: 'runs.look', keys: ['enter'], footer: true, fixed: true},
		{action: 'runs.resume', keys: ['r'], footer: true},
		{action: 'runs.undo', keys: ['u'], footer: true},
		{action: 'runs.again', keys: ['a'], footer: true},
		{action: 'runs.verify', keys: ['v'], footer: true},
		{action: 'runs.new', keys: ['n'], footer: true},
		{action: 'quit', keys: ['q', 'esc'], footer: true},
		...away,
		help,
	],
	'connect-text': [
		...fields,
		{action: 'connect.connect', keys: ['enter'], footer: true},
		{action: 'connect.clear', keys: ['ctrl-u']},
		...accounts,
		...away,
		{action: 'help', keys: ['ctrl-g'], footer: true},
	],
	'connect-path-text': [
		{action: 'connect.complete', keys: ['tab'], footer: true},
		{action: 'connect.next', keys: ['down'], footer: true},
		{action: 'connect.previous', keys: ['shift-tab', 'up']},
		{action: 'connect.connect', keys: ['enter'], footer: true},
		{action: 'connect.clear', keys: ['ctrl-u']},
		...accounts,
		...away,
		{action: 'help', keys: ['ctrl-g'], footer: true},
	],
	'connect-security': [
		...fields,
		{action: 'connect.security-next', keys: ['space', 'right', 'l'], footer: true},
		{action: 'connect.security-previous', keys: ['left', 'h']},
		{action: 'connect.connect', keys: ['enter'], footer: true},
		...accounts,
		...away,
		help,
	],
	'connect-continue': [
		{action: 'connect.continue', keys: ['enter', 'c'], footer: true},
		...fields,
		...accounts,
		...away,
		help,
	],
	folders: [
		...move,
		{action: 'folders.toggle', keys: ['space'], footer: true},
		{action: 'folders.change', keys: ['enter', 'l', 'right'], footer: true},
		{action: 'folders.continue', keys: ['c'], footer: true},
		{action: 'folders.new', keys: ['n'], footer: true},
		{action: 'folders.into', keys: ['i'], footer: true},
		{action: 'folders.filter', keys: ['/'], footer: true},
		{action: 'folders.compare', keys: ['V'], footer: true},
		{...signatures, footer: false},
		{action: 'folders.all', keys: ['a']},
		{action: 'folders.none', keys: ['A']},
		{action: 'folders.invert', keys: ['x']},
		{action: 'folders.range', keys: ['v']},
		{action: 'folders.sort', keys: ['s']},
		{action: 'folders.edit', keys: ['E']},
		{action: 'folders.labels', keys: ['L']},
		{action: 'folders.archive', keys: ['t']},
		{action: 'back', keys: ['esc', 'b']},
		...away,
		help,
	],
	'folders-range': [
		...move,
		{action: 'folders.toggle', keys: ['space'], footer: true},
		{action: 'folders.range-end', keys: ['esc', 'v'], footer: true},
		...away,
		help,
	],
	'folders-filter': [
		{action: 'folders.filter-done', keys: ['enter', 'down', 'up', 'tab'], footer: true},
		{action: 'folders.filter-clear', keys: ['esc'], footer: true},
		...away,
		{action: 'help', keys: ['ctrl-g'], footer: true},
	],
	review: [
		choiceMove,
		choiceTake,
		{action: 'list.page-up', keys: ['pgup']},
		{action: 'list.page-down', keys: ['pgdn']},
		{action: 'review.verify', keys: ['v'], footer: true},
		{action: 'review.into', keys: ['i'], footer: true},
		{action: 'review.backup', keys: ['b'], footer: true},
		{action: 'review.mark-read', keys: ['m']},
		{action: 'folders.archive', keys: ['t']},
		{action: 'folders.labels', keys: ['L']},
		{action: 'findings', keys: ['f'], footer: true},
		{action: 'back', keys: ['esc'], footer: true},
		...away,
		help,
	],
	progress: [
		...move,
		{action: 'progress.pause', keys: ['p', 'space'], footer: true},
		{action: 'progress.stop', keys: ['s'], footer: true},
		{action: 'findings', keys: ['f'], footer: true},
		{action: 'progress.only-faults', keys: ['e'], footer: true},
		{action: 'progress.detach', keys: ['d'], footer: true},
		{action: 'progress.follow', keys: ['esc']},
		...away,
		help,
	],
	result: [
		...move,
		{action: 'findings', keys: ['f'], footer: true},
		{action: 'result.report', keys: ['o'], footer: true},
		{action: 'result.undo', keys: ['u'], footer: true},
		tryAgain,
		{action: 'result.again', keys: ['r'], footer: true},
		{action: 'result.verify', keys: ['v'], footer: true},
		signatures,
		{action: 'result.new', keys: ['n'], footer: true},
		{action: 'quit', keys: ['q'], footer: true},
		{action: 'back', keys: ['esc']},
		...away,
		help,
	],
	'result-failed': [
		choiceMove,
		choiceTake,
		{action: 'findings', keys: ['f'], footer: true},
		{action: 'result.report', keys: ['o'], footer: true},
		{action: 'list.page-up', keys: ['pgup']},
		{action: 'list.page-down', keys: ['pgdn']},
		{action: 'result.verify', keys: ['v'], footer: true},
		{action: 'result.new', keys: ['n'], footer: true},
		{action: 'quit', keys: ['q'], footer: true},
		{action: 'back', keys: ['esc']},
		...away,
		help,
	],
	'result-backup': [
		...move,
		{action: 'result.to-review', keys: ['enter', 'esc', 'b', 'c'], footer: true},
		{action: 'findings', keys: ['f'], footer: true},
		{action: 'result.report', keys: ['o'], footer: true},
		{action: 'quit', keys: ['q'], footer: true},
		...away,
		help,
	],
	verification: [
		...move,
		{action: 'verification.open', keys: ['enter', 'l', 'right'], footer: true},
		...lookInto,
		{action: 'verification.only', keys: ['e'], footer: true},
		{action: 'verification.filter', keys: ['/'], footer: true},
		{action: 'verification.sort', keys: ['s']},
		{action: 'verification.again', keys: ['v'], footer: true},
		{action: 'verification.deep', keys: ['D'], footer: true},
		signatures,
		{action: 'quit', keys: ['q']},
		{action: 'back', keys: ['esc', 'b']},
		...away,
		help,
	],
	'verification-busy': [{action: 'verification.stop', keys: ['esc', 's'], footer: true}, ...away, help],
	differences: [
		...move,
		{action: 'differences.open', keys: ['enter'], footer: true},
		{action: 'differences.next', keys: ['tab', 'right', 'l'], footer: true},
		{action: 'differences.previous', keys: ['shift-tab', 'left', 'h']},
		...lookInto,
		{action: 'back', keys: ['esc', 'b'], footer: true},
		...away,
		help,
	],
	message: [
		...move,
		{action: 'message.headers', keys: ['h'], footer: true},
		{action: 'back', keys: ['esc', 'b'], footer: true},
		...away,
		help,
	],
	signatures: [
		...move,
		{action: 'signatures.messages', keys: ['enter', 'l', 'right'], footer: true},
		{action: 'signatures.other-side', keys: ['tab'], footer: true},
		{action: 'signatures.authority', keys: ['A'], footer: true},
		{action: 'signatures.again', keys: ['v'], footer: true},
		{action: 'quit', keys: ['q']},
		{action: 'back', keys: ['esc', 'b'], footer: true},
		...away,
		help,
	],
	'signatures-busy': [...move, {action: 'signatures.stop', keys: ['esc', 's'], footer: true}, ...away, help],
	suspects: [
		...move,
		{action: 'suspects.read', keys: ['enter', 'l', 'right'], footer: true},
		{action: 'back', keys: ['esc', 'b'], footer: true},
		...away,
		help,
	],
	'dialog-list': [...move, {action: 'dialog.close', keys: ['esc', 'q'], footer: true}, ...away],
	'dialog-findings': [
		...move,
		{action: 'findings.only-differences', keys: ['e'], footer: true},
		tryAgain,
		{action: 'dialog.close', keys: ['esc', 'q'], footer: true},
		...away,
	],
	'dialog-choice': [choiceMove, choiceTake, ...jump, close, ...away],
	'dialog-saved': [
		choiceMove,
		choiceTake,
		...jump,
		{action: 'saved.remove', keys: ['x'], footer: true},
		close,
		...away,
	],
	'dialog-text': [{action: 'dialog.submit', keys: ['enter'], footer: true}, clear, close, ...away],
	'dialog-path-text': [
		{action: 'dialog.complete', keys: ['tab'], footer: true},
		{action: 'dialog.submit', keys: ['enter'], footer: true},
		clear,
		close,
		...away,
	],
	'dialog-word': [
		{action: 'dialog.submit', keys: ['enter'], footer: true},
		{action: 'dialog.keep-in-trash', keys: ['ctrl-t', 'tab'], footer: true},
		clear,
		close,
		...away,
	],
	'too-small': [{action: 'quit', keys: ['q', 'ctrl-c'], footer: true}, suspend],
} as const satisfies Record<string, readonly Binding[]>;

export type Keymap = Readonly<Record<KeyContext, readonly Binding[]>>;

/** What has the keyboard. */
export type KeyContext = keyof typeof keymap;

/** Where what is typed goes into a text field. */
export const typingContexts: ReadonlySet<KeyContext> = new Set([
	'connect-text',
	'connect-path-text',
	'folders-filter',
	'dialog-text',
	'dialog-path-text',
	'dialog-word',
] as const);

/** What a key can ask for. */
export type ActionId = (typeof keymap)[KeyContext][number]['action'];

/** How the words for keys look, by action. */
export type KeyWords = Readonly<Record<ActionId, {readonly short: string; readonly long: string}>>;

/** The part of Ink's `Key` that names a key. */
export interface PressedKey {
	readonly upArrow: boolean;
	readonly downArrow: boolean;
	readonly leftArrow: boolean;
	readonly rightArrow: boolean;
	readonly pageDown: boolean;
	readonly pageUp: boolean;
	readonly home: boolean;
	readonly end: boolean;
	readonly return: boolean;
	readonly escape: boolean;
	readonly ctrl: boolean;
	readonly shift: boolean;
	readonly tab: boolean;
	readonly backspace: boolean;
	readonly delete: boolean;
	readonly meta: boolean;
}

/** Names a key as the keymap does: `up`, `enter`, `shift-tab`, `ctrl-s`, `a`, `A`, `?`; '' for none it knows. */
export function keyName(input: string, key: PressedKey): string {
	if (key.upArrow) return 'up';
	if (key.downArrow) return 'down';
	if (key.leftArrow) return 'left';
	if (key.rightArrow) return 'right';
	if (key.pageUp) return 'pgup';
	if (key.pageDown) return 'pgdn';
	if (key.home) return 'home';
	if (key.end) return 'end';
	if (key.tab) return key.shift ? 'shift-tab' : 'tab';
	if (key.return) return 'enter';
	if (key.escape) return 'esc';
	if (key.backspace || key.delete) return 'backspace';
	if (key.meta) return '';
	if (key.ctrl) return `ctrl-${input}`;
	// What was pasted comes as one text, and is no key.
	if ([...input].length > 1) return '';
	return input === ' ' ? 'space' : input;
}

/** The action that a key asks for, where it asks for one. */
export function actionFor(keys: Keymap, context: KeyContext, name: string): ActionId | undefined {
	return keys[context].find(binding => binding.keys.includes(name))?.action as ActionId | undefined;
}

/** The key that asks for an action, as people read it, for sentences that name it. */
export type KeyLabels = (action: ActionId) => string;

/** The name of the key that hints show for an action: in this context, else where the action has one. */
export function keyOf(keys: Keymap, context: KeyContext, action: ActionId): string {
	const bindings: readonly Binding[] = [keys[context], ...Object.values(keys)].flat();
	return bindings.find(binding => binding.action === action)?.keys[0] ?? '';
}

/** What keys are called in a language, by their names in the keymap; letters are called what they are. */
export type KeyNames = Readonly<Record<string, string>>;

/**
 * A key as people read it: `^s`, `⏎`, `PgUp`.
 * @param glyphs Signs that a terminal shows in the place of names.
 */
export function keyLabel(name: string, names: KeyNames, glyphs: KeyNames = {}): string {
	return glyphs[name] ?? names[name] ?? (name.startsWith('ctrl-') ? `^${name.slice(5)}` : name);
}

/** The README's table of keys, as Markdown, with the ids by which settings give other keys. */
export function keyTable(
	words: KeyWords,
	titles: Readonly<Record<KeyContext, string>>,
	names: KeyNames,
): string {
	const lines: string[] = [];
	for (const [context, bindings] of Object.entries(keymap)) {
		lines.push(
			'',
			`**${titles[context as KeyContext]}**`,
			'',
			'| Key | What it does | Action |',
			'| --- | --- | --- |',
		);
		for (const binding of bindings) {
			const keys = binding.keys.map(name => `\`${keyLabel(name, names)}\``).join(' ');
			const action = 'fixed' in binding ? '' : `\`${binding.action}\``;
			lines.push(`| ${keys.replaceAll('|', '\\|')} | ${words[binding.action].long} | ${action} |`);
		}
	}
	return `${lines.join('\n').trim()}\n`;
}
