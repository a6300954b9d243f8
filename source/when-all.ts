/**
 * Like Promise.all, but waits for all of them, so that nothing is still under way when one has failed, and no
 * failure is left without somebody to hear it.
 *
 * @throws what the first of them in the list failed with
 */
export async function whenAll<Values extends readonly unknown[] | []>(
	values: Values,
): Promise<{-readonly [Index in keyof Values]: Awaited<Values[Index]>}> {
	const settled = await Promise.allSettled(values);
	for (const outcome of settled) if (outcome.status === 'rejected') throw outcome.reason;
	return settled.map(outcome => (outcome as PromiseFulfilledResult<unknown>).value) as {
		-readonly [Index in keyof Values]: Awaited<Values[Index]>;
	};
}
