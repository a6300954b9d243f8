const enterAlternateScreen = '\x1b[?1049h';
const leaveAlternateScreen = '\x1b[?1049l';

/**
 * Autowrap off, and on again: where a terminal draws a name wider than it was counted, the end of that line is cut at
 * the edge, and no line below it moves.
 */
const noWrap = '\x1b[?7l';
const wrap = '\x1b[?7h';

/** Cursor to the first cell, and the screen erased from there; the scrollback stays. */
export const blank = '\x1b[H\x1b[J';

/**
 * The terminal's output for Ink's `render(app, {stdout, alternateScreen: true})`.
 *
 * The alternate screen begins empty at its top. Ink 8 only switches to it, where the cursor still stands at the row
 * that it had on the main screen, so that a short frame begins there and a tall one scrolls. (To go home beforehand
 * would move the cursor of the main screen, which is restored at the end.) It is left empty too, for terminals that
 * have none and ignore the switch: what follows stands on a clean screen there.
 *
 * Ink is not told of a new size: its answer is the former frame once more, one that no longer fits. Who shows the
 * screens blanks the terminal and draws for the new size (`showScreens`).
 */
export function createScreenOutput(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
	const write = (chunk: string | Uint8Array, ...rest: [callback?: (error?: Error | null) => void]) => {
		if (chunk === enterAlternateScreen) return stdout.write(enterAlternateScreen + noWrap + blank, ...rest);
		if (chunk === leaveAlternateScreen) return stdout.write(blank + wrap + leaveAlternateScreen, ...rest);
		return stdout.write(chunk, ...rest);
	};
	return new Proxy(stdout, {
		get(target, name, receiver) {
			if (name === 'write') return write;
			const value: unknown = Reflect.get(target, name, target);
			if (typeof value !== 'function') return value;
			if (name !== 'on') return value.bind(target);
			return (event: string, ...rest: unknown[]) => {
				if (event !== 'resize') value.call(target, event, ...rest);
				return receiver;
			};
		},
		set: (target, name, value) => Reflect.set(target, name, value, target),
	});
}

const beginFrame = '\x1b[?2026h';
const endFrame = '\x1b[?2026l';

/**
 * The terminal's output for Ink's screen-reader mode, in which Ink 8 sends the marks around a frame also where the
 * frame is the same as before: a mark waits until there is something between the two.
 */
export function createSpokenOutput(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
	let isHeld = false;
	const write = (chunk: string | Uint8Array, ...rest: [callback?: (error?: Error | null) => void]) => {
		const wasHeld = isHeld;
		isHeld = chunk === beginFrame;
		if (isHeld || (wasHeld && chunk === endFrame)) return true;
		return wasHeld && typeof chunk === 'string'
			? stdout.write(beginFrame + chunk, ...rest)
			: stdout.write(chunk, ...rest);
	};
	return new Proxy(stdout, {
		get(target, name) {
			if (name === 'write') return write;
			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
		set: (target, name, value) => Reflect.set(target, name, value, target),
	});
}
