const enterAlternateScreen = '\x1b[?1049h';
const home = '\x1b[H';

/**
 * The terminal's output for Ink's `render(app, {stdout, alternateScreen: true})`: the alternate screen begins at
 * its top. Ink 8 only switches to it, where the cursor still stands at the row that it had on the main screen, so
 * that a short frame begins there and a tall one scrolls. (To go home beforehand would move the cursor of the main
 * screen, which is restored at the end.)
 */
export function createScreenOutput(stdout: NodeJS.WriteStream): NodeJS.WriteStream {
	const write = (chunk: string | Uint8Array, ...rest: [callback?: (error?: Error | null) => void]) =>
		stdout.write(chunk === enterAlternateScreen ? enterAlternateScreen + home : chunk, ...rest);
	return new Proxy(stdout, {
		get(target, name) {
			if (name === 'write') {
				return write;
			}

			const value: unknown = Reflect.get(target, name, target);
			return typeof value === 'function' ? value.bind(target) : value;
		},
		set: (target, name, value) => Reflect.set(target, name, value, target),
	});
}
