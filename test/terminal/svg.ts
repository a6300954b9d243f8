/** One cell of a screen; the second half of a wide character is left out. */
export type Cell = {
	readonly text: string;
	/** Cells that the text takes: 1 or 2. */
	readonly width: number;
	/** `#rrggbb`, a number of the palette of 256, or undefined for the terminal's own. */
	readonly foreground: string | number | undefined;
	readonly background: string | number | undefined;
	readonly bold: boolean;
	readonly dim: boolean;
	readonly italic: boolean;
	readonly underline: boolean;
	readonly inverse: boolean;
};

const cellWidth = 8.4;
const lineHeight = 18;
const margin = 12;
const ink = '#d8dee9';
const paper = '#1c2128';

const named = [
	...['#2e3440', '#d9626d', '#8fbf6a', '#e0b85c', '#6a9fd8', '#b98ac4', '#62b5b5', '#c8ced9'],
	...['#6b7689', '#f0858e', '#aad88a', '#f2d07f', '#8cbcf0', '#d3a8dd', '#82d2d2', '#ffffff'],
];

const hex = (...parts: readonly number[]) =>
	`#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`;

/** The 256 colours of xterm: 16 named ones, a cube of 6x6x6, and 24 greys. */
function paletteColor(index: number): string {
	const name = named[index];
	if (name !== undefined) {
		return name;
	}

	if (index >= 232) {
		const grey = 8 + (index - 232) * 10;
		return hex(grey, grey, grey);
	}

	const level = (step: number) => (step === 0 ? 0 : 55 + step * 40);
	const cube = index - 16;
	return hex(level(Math.floor(cube / 36)), level(Math.floor(cube / 6) % 6), level(cube % 6));
}

const toColor = (color: string | number | undefined, otherwise: string) =>
	typeof color === 'number' ? paletteColor(color) : (color ?? otherwise);

const escapeXml = (text: string) =>
	text.replace(/[&<>"]/g, character => `&#${character.charCodeAt(0)};`).replace(/\p{Cc}/gu, '\ufffd');

const round = (length: number) => Number(length.toFixed(2));

type Style = {readonly fill: string; readonly back: string | undefined; readonly attributes: string};

function styleOf(cell: Cell): Style {
	const foreground = toColor(cell.foreground, ink);
	const background = toColor(cell.background, paper);
	const fill = cell.inverse ? background : foreground;
	const back = cell.inverse ? foreground : background;
	const attributes = [
		cell.bold ? ' font-weight="bold"' : '',
		cell.dim ? ' opacity="0.6"' : '',
		cell.italic ? ' font-style="italic"' : '',
		cell.underline ? ' text-decoration="underline"' : '',
	].join('');
	return {fill, back: back === paper ? undefined : back, attributes};
}

/** Cells next to each other that look the same; wide characters stand alone, since fonts differ in their width. */
function runsOf(line: readonly Cell[]) {
	const runs: Array<{column: number; width: number; text: string; style: Style; key: string}> = [];
	let column = 0;
	for (const cell of line) {
		const style = styleOf(cell);
		const key = JSON.stringify([style, cell.width]);
		const last = runs.at(-1);
		if (last?.key === key && cell.width === 1) {
			last.text += cell.text;
			last.width += 1;
		} else {
			runs.push({column, width: cell.width, text: cell.text, style, key});
		}

		column += cell.width;
	}

	return runs;
}

/** Draws a screen as a picture that needs no script and no other file. */
export function toSvg(lines: ReadonlyArray<readonly Cell[]>, columns: number, title: string): string {
	const width = round(columns * cellWidth + 2 * margin);
	const height = lines.length * lineHeight + 2 * margin;
	const body = lines.flatMap((line, row) =>
		runsOf(line).flatMap(run => {
			const left = (column: number) => round(margin + column * cellWidth);
			const y = margin + row * lineHeight;
			const {fill, back, attributes} = run.style;
			const drawn = [];
			if (back !== undefined) {
				drawn.push(
					`<rect x="${left(run.column)}" y="${y}" width="${round(run.width * cellWidth)}" height="${lineHeight}" fill="${back}"/>`,
				);
			}

			const text = run.text.trim();
			if (text !== '') {
				const indent = run.text.length - run.text.trimStart().length;
				const spare = run.text.length - text.length;
				// A length for each run keeps the columns whatever font there is; viewers disagree on plain spaces.
				const length = round((run.width - spare) * cellWidth);
				const shown = escapeXml(text.replaceAll(' ', '\u00a0'));
				drawn.push(
					`<text x="${left(run.column + indent)}" y="${y + 13.5}" textLength="${length}" fill="${fill}"${attributes}>${shown}</text>`,
				);
			}

			return drawn;
		}),
	);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`,
		`<title>${escapeXml(title)}</title>`,
		`<rect width="100%" height="100%" rx="8" fill="${paper}"/>`,
		'<g font-family="ui-monospace, Menlo, Consolas, \'DejaVu Sans Mono\', monospace" font-size="14">',
		...body,
		'</g>',
		'</svg>',
		'',
	].join('\n');
}
