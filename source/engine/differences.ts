import type {Side} from '../problem.ts';
import type {Compared, Stores} from './comparing.ts';
import type {DifferenceKind, DifferencePage} from './comparison.ts';

/** A part of the list of one kind of one folder of a comparison. */
export interface PageAsked {
	/** The folder's place in the comparison, from 0. */
	readonly folder: number;
	readonly kind: DifferenceKind;
	/** The place of the first message, from 0. */
	readonly start: number;
	readonly count: number;
}

/** On which side the messages of a kind are read. */
export function sideOf(kind: DifferenceKind): Side {
	return kind === 'extra' ? 'destination' : 'source';
}

/**
 * A page of the messages that differ, with what a person recognises them by, read in one batch. A message that
 * has gone since is listed without.
 *
 * @throws {Problem} `folder-changed`, `folder-gone`, `connection-lost`
 */
export async function differencePage(
	{comparison, differences}: Compared,
	stores: Stores,
	{folder: index, kind, start, count}: PageAsked,
): Promise<DifferencePage> {
	const names = comparison.folders[index];
	const found = differences[index];
	if (!names || !found) throw new RangeError(`the comparison has no folder ${index}`);
	const side = sideOf(kind);
	const [folder, there] =
		side === 'source' ? [names.source, names.destination] : [names.destination, names.source];
	const uidValidity = (side === 'source' ? found.sourceValidity : found.destinationValidity) ?? 0;
	const list = found.lists[kind];
	const asked = list.slice(start, start + count);
	const uids = asked.map(({message}) => message.uid);
	const headings = await stores[side].headings(folder, uidValidity, uids);
	return {
		total: list.length,
		messages: asked.map(({message, counterpart}) => ({
			...headings.get(message.uid),
			...message,
			side,
			folder,
			uidValidity,
			...(counterpart
				? {
						counterpart: {
							folder: there,
							uid: counterpart.uid,
							internalDate: counterpart.internalDate,
							flags: counterpart.flags,
						},
					}
				: {}),
		})),
	};
}
