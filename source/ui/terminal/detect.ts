/** What colours a terminal shows: none, the 16 named ones, the 256 of the palette, or any. */
export type ColorDepth = 'none' | '16' | '256' | 'full';

export type Terminal = {
	/** Whether screens can be drawn; otherwise plain lines. */
	readonly interactive: boolean;
	/** Whether box drawing, arrows and other non-ASCII signs can be shown. */
	readonly utf8: boolean;
	readonly color: ColorDepth;
	/** A terminal that takes no escape sequences. */
	readonly dumb: boolean;
	readonly columns: number;
	readonly rows: number;
	/** Whether a line lies in between that each byte has to travel. */
	readonly slow: boolean;
};

type Environment = Readonly<Record<string, string | undefined>>;
type Output = {readonly isTTY?: boolean; readonly columns?: number; readonly rows?: number};
type Input = {readonly isTTY?: boolean};

/** Whether the locale writes UTF-8: the first variable that is set to something decides (POSIX, Base Definitions, 8.2). */
export function isUtf8(env: Environment): boolean {
	const locale = env.LC_ALL || env.LC_CTYPE || env.LANG || '';
	return /utf-?8/i.test(locale);
}

function colorDepth(env: Environment): ColorDepth {
	const name = env.TERM ?? '';
	// https://no-color.org: any value but the empty one.
	if (env.NO_COLOR || /^vt\d/.test(name)) {
		return 'none';
	}

	if (/^(truecolor|24bit)$/i.test(env.COLORTERM ?? '') || /-direct$/.test(name)) {
		return 'full';
	}

	return /-256(color)?$/.test(name) ? '256' : '16';
}

/**
 * Says what the terminal can do.
 *
 * @param env - the environment, `process.env`
 * @param stdout - the terminal's output; sizes that it does not know are taken as 80x24
 * @param stdin - the terminal's input; without a terminal there, no screen can take a key
 */
export function detectTerminal(env: Environment, stdout: Output, stdin: Input = {isTTY: true}): Terminal {
	const isTerminal = stdout.isTTY === true;
	const dumb = env.TERM === undefined || env.TERM === '' || env.TERM === 'dumb';
	return {
		interactive: isTerminal && stdin.isTTY === true && !dumb,
		utf8: isUtf8(env),
		color: isTerminal && !dumb ? colorDepth(env) : 'none',
		dumb,
		columns: stdout.columns || 80,
		rows: stdout.rows || 24,
		slow: Boolean(env.SSH_CONNECTION || env.SSH_CLIENT || env.SSH_TTY),
	};
}

/**
 * The value of FORCE_COLOR that makes Ink's colours those of the terminal. It has to be set before Ink is
 * imported: the library that colours for it (chalk) does not know NO_COLOR, and decides when it is loaded.
 * Without colours it is not 0, which would take bold and inverse away too, and the cursor of a text field with them.
 */
export function forceColor(color: ColorDepth): '1' | '2' | '3' {
	const levels = {none: '1', '16': '1', '256': '2', full: '3'} as const;
	return levels[color];
}
