const named: Readonly<Record<string, string>> = {
	up: '\x1b[A',
	down: '\x1b[B',
	right: '\x1b[C',
	left: '\x1b[D',
	home: '\x1b[H',
	end: '\x1b[F',
	pageup: '\x1b[5~',
	pagedown: '\x1b[6~',
	delete: '\x1b[3~',
	enter: '\r',
	tab: '\t',
	'shift+tab': '\x1b[Z',
	space: ' ',
	backspace: '\x7f',
	esc: '\x1b',
};

/**
 * The bytes that a terminal sends for a key: a name (`down`, `enter`), a character (`a`), `ctrl+c` or `alt+a`.
 *
 * @throws {Error} when no key has this name
 */
export function keyBytes(name: string): string {
	const bytes = named[name];
	if (bytes !== undefined) {
		return bytes;
	}

	const [modifier, key] = name.length > 1 ? name.split('+', 2) : [];
	if (modifier === 'ctrl' && key !== undefined && /^[a-z@[\\\]^_]$/.test(key)) {
		return String.fromCharCode(key.toUpperCase().charCodeAt(0) & 0x1f);
	}

	if (modifier === 'alt' && key !== undefined) {
		return `\x1b${keyBytes(key)}`;
	}

	if ([...name].length === 1) {
		return name;
	}

	throw new Error(`No key is called "${name}". Known: ${Object.keys(named).join(', ')}, ctrl+a, alt+a, a`);
}
