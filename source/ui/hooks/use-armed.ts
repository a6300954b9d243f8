import {useEffect, useState} from 'react';

/** False for the first moments of a dangerous question, so that keys typed ahead do not answer it. */
export function useArmed(ms = 300): boolean {
	const [armed, setArmed] = useState(false);
	useEffect(() => {
		const timer = setTimeout(() => setArmed(true), ms);
		return () => clearTimeout(timer);
	}, [ms]);
	return armed;
}
