/** Waits for all, then throws what went wrong first: no failure is left without somebody to hear it. */
export async function settleAll(works: readonly Promise<void>[]): Promise<void> {
	for (const outcome of await Promise.allSettled(works))
		if (outcome.status === 'rejected') throw outcome.reason;
}
