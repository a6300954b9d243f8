/** Bytes of mail that were copied in each hour, by the hour's number since 1970. */
export type Volume = ReadonlyMap<number, number>;

/** An hour counts until it is so many hours ago. */
export const hoursADay = 24;

/** The number of an hour since 1970; `at` in milliseconds. */
export function hourOf(at: number): number {
	return Math.floor(at / 3_600_000);
}
