/** The state of a run, in the journal and on every screen. */
export type RunState =
	/** Under way, or its engine was killed: the lock tells which. */
	'running' | 'paused' | 'interrupted' | 'failed' | 'done' | 'differences' | 'undoing' | 'undone';

/** How much is compared after copying: every byte read back, or counts, sizes, flags and dates. */
export type Verify = 'full' | 'counts';
