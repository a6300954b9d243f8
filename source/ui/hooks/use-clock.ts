import {useEffect, useState} from 'react';

/**
 * The time, told again every `ms` while `active`; an idle screen has no timer and sends nothing to the terminal.
 * @returns Milliseconds since 1970.
 */
export function useClock(now: () => number, active: boolean, ms = 1000): number {
	const [, setTick] = useState(0);
	useEffect(() => {
		if (!active) return;
		const timer = setInterval(() => setTick(tick => tick + 1), ms);
		return () => clearInterval(timer);
	}, [active, ms]);
	return now();
}
