import {cells} from '../../source/ui/cells.ts';
import type {Screen} from '../terminal/screen.ts';

/**
 * What is wrong with a frame: empty where it stands as the screens draw it, a title on the first row that ends at the
 * right edge, rules from edge to edge, and keys on the last row.
 */
export function faults(screen: Screen, step: string): readonly string[] {
	const lines = screen.lines().map(line => line.trimEnd());
	const [title = ''] = lines;
	const rules = lines.filter(line => /^ ─/.test(line));
	return [
		...(title.startsWith(' trasloco ') && title.endsWith(step) ? [] : [`title: ${title}`]),
		...(cells(title) === screen.columns - 1 ? [] : [`title is ${cells(title)} wide`]),
		...(rules.length > 0 || /Review/.test(step) ? [] : ['no rule']),
		...rules.filter(rule => cells(rule) !== screen.columns - 1 && !/Connect/.test(step)),
		...(/[?^]g? help$|esc back$/.test(lines.at(-1) ?? '') ? [] : [`keys: ${lines.at(-1)}`]),
	];
}

/** The columns in which a text stands, row by row. */
export function columnsOf(screen: Screen, mark: string): readonly number[] {
	return screen.cells().flatMap(row => {
		let column = 0;
		const found: number[] = [];
		for (const cell of row) {
			if (cell.text === mark) found.push(column);
			column += cell.width;
		}
		return found;
	});
}
