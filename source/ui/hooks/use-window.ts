import {useRef} from 'react';
import {windowTop} from '../window.ts';

/** The first row that a scrolling list shows: it moves no further than the row with the cursor needs. */
export function useWindow(cursor: number, count: number, height: number): number {
	const top = useRef(0);
	top.current = windowTop(top.current, cursor, count, height);
	return top.current;
}
