/** How large the terminal is, in cells. */
export interface Size {
	readonly columns: number;
	readonly rows: number;
}

/** Milliseconds that a terminal has to tell its size: containers and multiplexers set it just after the start. */
const patience = 500;

/** The size of a terminal; 80x24 where it knows none. */
export function sizeOf(stdout: NodeJS.WriteStream): Size {
	return {columns: stdout.columns || 80, rows: stdout.rows || 24};
}

/** Ends once the terminal knows its size, or has had its time to: a frame for another one would wrap and scroll. */
export async function sizeKnown(stdout: NodeJS.WriteStream): Promise<void> {
	if (stdout.columns > 0 && stdout.rows > 0) return;
	await new Promise<void>(resolve => {
		const done = () => {
			clearTimeout(timer);
			stdout.off('resize', done);
			resolve();
		};
		const timer = setTimeout(done, patience);
		stdout.on('resize', done);
	});
}
