import {Say, useEnvironment} from '../../environment.tsx';

/** How far something is: a bar of `width` cells and nothing else. */
export function Bar({fraction, width}: {readonly fraction: number; readonly width: number}) {
	const {theme, linear} = useEnvironment();
	// The share is said beside it.
	if (linear) return null;
	const share = Math.min(1, Math.max(0, Number.isFinite(fraction) ? fraction : 0));
	const full = share === 1 ? width : Math.min(width - 1, Math.floor(share * width));
	return (
		<>
			<Say tone="accent">{theme.marks.full.repeat(Math.max(0, full))}</Say>
			<Say tone="dim">{theme.marks.empty.repeat(Math.max(0, width - full))}</Say>
		</>
	);
}
