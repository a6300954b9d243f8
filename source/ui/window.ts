/**
 * Scrolls a list of `count` rows in `height` lines just so far that the cursor is visible.
 * @returns The first visible row.
 */
export function windowTop(top: number, cursor: number, count: number, height: number): number {
	const highest = Math.max(0, count - height);
	const seen = Math.max(cursor - height + 1, Math.min(top, cursor));
	return Math.max(0, Math.min(highest, seen));
}

/** How far a key moves in a list. */
export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'top' | 'bottom';

/** The cursor after a move in a list of `count` rows of which `page` are visible. */
export function moveCursor(cursor: number, move: Move, count: number, page: number): number {
	const targets: Record<Move, number> = {
		up: cursor - 1,
		down: cursor + 1,
		'page-up': cursor - page,
		'page-down': cursor + page,
		top: 0,
		bottom: count - 1,
	};
	return Math.max(0, Math.min(count - 1, targets[move]));
}

/** The move that an action of the keymap's list keys means. */
export function moveOf(action: string): Move | undefined {
	return action.startsWith('list.') ? (action.slice(5) as Move) : undefined;
}
