import type {Journal} from '../journal/journal.ts';
import type {ProblemData} from '../problem.ts';
import type {Finished, FolderResult} from './events.ts';

/** What a run has come to, as its journal tells it: the same for the run's end and for a look at it years after. */
export function resultOf(journal: Journal, state: Finished['state'], problem?: ProblemData): Finished {
	const tallies = journal.folders().map(folder => ({folder, tally: journal.tally(folder.id)}));
	const folders = tallies.map(({folder, tally}): FolderResult => {
		const copied = tally.placed?.count ?? 0;
		return {
			source: folder.source,
			destination: folder.destination,
			sourceCount: folder.sourceCount,
			destinationCount: folder.destinationNow ?? folder.destinationBefore + copied,
			copied,
			alreadyThere: tally.present?.count ?? 0,
			skipped: tally.skipped?.count ?? 0,
			...(tally.elsewhere ? {elsewhere: tally.elsewhere.count} : {}),
			destinationBefore: folder.destinationBefore,
			...(state === 'undone' ? {} : kindsOf(journal, folder.id)),
		};
	});
	const sum = (value: (folder: FolderResult) => number) =>
		folders.reduce((total, folder) => total + value(folder), 0);
	const undone = tallies.reduce(
		(total, {tally}) => total + (tally.trashed?.count ?? 0) + (tally.purged?.count ?? 0),
		0,
	);
	return {
		event: 'finished',
		run: journal.record().run,
		state,
		copied: sum(folder => folder.copied),
		alreadyThere: sum(folder => folder.alreadyThere),
		skipped: sum(folder => folder.skipped),
		bytes: tallies.reduce((total, {tally}) => total + (tally.placed?.bytes ?? 0), 0),
		folders,
		findings: journal.findings(),
		...(problem ? {problem} : {}),
		...(undone > 0 ? {undone} : {}),
	};
}

/** Kinds of certified mail at the source, and those of them that are at the destination as far as the run knows. */
function kindsOf(journal: Journal, folder: number): Pick<FolderResult, 'kinds'> {
	const kinds = journal.kinds(folder);
	return Object.keys(kinds.source).length > 0 ? {kinds} : {};
}
