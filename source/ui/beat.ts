/**
 * The beat of all that moves by itself: counts, bars and clocks are drawn together, at most once an interval, so that
 * a slow line is not written to twice for one moment. What a person does is drawn at once and does not wait for it.
 */
export interface Beat {
	/** Calls `draw` at the next beat, once however often it was asked for. @returns What takes that back. */
	next(draw: () => void): () => void;
}

/** @param interval Milliseconds between two beats: 250 is 4 Hz. While nobody waits for one, no timer runs. */
export function createBeat(interval: number): Beat {
	const waiting = new Set<() => void>();
	let timer: NodeJS.Timeout | undefined;
	const beat = () => {
		timer = undefined;
		const due = [...waiting];
		waiting.clear();
		for (const draw of due) draw();
	};
	return {
		next(draw) {
			waiting.add(draw);
			timer ??= setTimeout(beat, interval);
			return () => {
				waiting.delete(draw);
				if (waiting.size > 0) return;
				clearTimeout(timer);
				timer = undefined;
			};
		},
	};
}
