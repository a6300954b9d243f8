import {useEffect, useState} from 'react';
import {useEnvironment} from '../environment.tsx';

/**
 * The time, drawn again with the beat whenever its second has changed while `active`; an idle screen has no timer and
 * sends nothing to the terminal.
 * @returns Milliseconds since 1970.
 */
export function useClock(active: boolean): number {
	const {now, beat, linear} = useEnvironment();
	const isTicking = active && !linear;
	const [, setSecond] = useState(0);
	useEffect(() => {
		if (!isTicking) return;
		let cancel = () => {};
		const tick = () => {
			setSecond(Math.floor(now() / 1000));
			cancel = beat.next(tick);
		};
		cancel = beat.next(tick);
		return () => cancel();
	}, [isTicking, beat, now]);
	return now();
}
