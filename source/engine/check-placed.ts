import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import {parseInternalDate} from '../stores/internal-date.ts';
import type {MessageMeta} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import {deviationOf} from './compare-copy.ts';
import {type CopyContext, find} from './run-context.ts';

/** So many messages are looked at with one command, and so many commands are under way. */
const most = {messages: 1000, underWay: 16};

interface Part {
	readonly folder: FolderRecord;
	readonly placed: readonly MessageRecord[];
}

/**
 * Looks once more at what the run has placed: some servers change flags or dates on a move. A folder that somebody has
 * replaced or deleted since holds nothing of the run.
 */
export async function checkPlaced(context: CopyContext, folders: readonly FolderRecord[]): Promise<void> {
	const findings = context.journal.findings();
	const told = new Set(findings.map(({kind, source, sourceUid}) => `${kind} ${sourceUid} ${source}`));
	const parts = partsOf(context, folders);
	const work = async () => {
		for (const part of parts) await checkPart(context, part, told);
	};
	await whenAll(Array.from({length: most.underWay}, work));
}

/** There may be a million: never all of them in memory. */
function* partsOf({journal}: CopyContext, folders: readonly FolderRecord[]): Generator<Part, void, void> {
	for (const folder of folders) {
		let placed: MessageRecord[] = [];
		for (const message of journal.eachMessage(folder.id, ['placed'])) {
			placed.push(message);
			if (placed.length < most.messages) continue;
			yield {folder, placed};
			placed = [];
		}

		if (placed.length > 0) yield {folder, placed};
	}
}

async function checkPart(
	context: CopyContext,
	{folder, placed}: Part,
	told: ReadonlySet<string>,
): Promise<void> {
	const metas = await lastingMetadata(context, folder, placed).catch(error => {
		const code = error instanceof Problem ? error.data.code : undefined;
		if (code === 'folder-changed' || code === 'folder-gone') return new Map<number, MessageMeta>();
		throw error;
	});
	for (const message of placed) {
		const meta = message.destinationUid === undefined ? undefined : metas.get(message.destinationUid);
		// Somebody may have read, moved or deleted it already: that is theirs to do.
		if (!meta) continue;
		const {date, flags} = deviationOf(message, meta);
		const place = {
			source: folder.source,
			destination: folder.destination,
			sourceUid: message.sourceUid,
			destinationUid: meta.uid,
		};
		const isNew = (kind: string) => !told.has(`${kind} ${message.sourceUid} ${folder.source}`);
		if (date && isNew('date-differs')) {
			find(context, {kind: 'date-differs', severity: 'difference', ...place, params: date});
		}

		if (flags && flags.missing.length > 0 && isNew('flags-differ')) {
			const params = {missing: flags.missing.join(' '), added: flags.added.join(' ')};
			find(context, {kind: 'flags-differ', severity: 'difference', ...place, params});
		}
	}
}

/**
 * What the destination says of the messages from now on. Dovecot 2.3 shows a date before 1970 as it was given
 * once, and from its cache, 32 bits without a sign, the next time: so it is asked twice.
 */
async function lastingMetadata(
	{destination}: CopyContext,
	folder: FolderRecord,
	placed: readonly MessageRecord[],
): Promise<ReadonlyMap<number, MessageMeta>> {
	const {destinationValidity: uidValidity = 0} = folder;
	const uids = placed.flatMap(({destinationUid}) => destinationUid ?? []).sort((a, b) => a - b);
	const metas = await destination.metadata(folder.destination, uidValidity, uids);
	const isOld = placed.some(({internalDate}) => (parseInternalDate(internalDate)?.instant ?? 0) < 0);
	return isOld ? destination.metadata(folder.destination, uidValidity, uids) : metas;
}
