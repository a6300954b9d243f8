import type {ComparedFolder, Comparison} from '../engine/comparison.ts';
import {Stopped} from '../engine/control.ts';
import type {Finished} from '../engine/events.ts';
import type {Finding} from '../engine/finding.ts';
import {startEngine} from '../host/client.ts';
import {type Differences, differencesIn} from '../host/differences.ts';
import {sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import {exitCodes} from '../problem.ts';
import {DifferenceList} from '../report/difference-list.ts';
import {certifiedLines, comparisonTable} from '../report/table.ts';
import {connectBoth, mappingOptions, mappingsFor} from './copy.ts';
import type {VerifyOptions} from './options.ts';
import type {Printer} from './printer.ts';
import {describeSides, printerFor, withSignals} from './running.ts';
import {accountFrom} from './sides.ts';
import {readable, verifySignatures} from './signatures.ts';

/**
 * Compares two accounts, whoever copied, and tells each message that is on one side alone. Answers with the
 * exit code: 3 where one is missing, or there alone. @throws {Problem}
 */
export async function verify(options: VerifyOptions): Promise<number> {
	if (options.signatures) return verifySignatures(options);
	if (isForScreens(options)) return onScreens(options);
	if (options.authority !== undefined) return verifySignatures(options);
	const from = await accountFrom('source', options.from, options);
	const to = await accountFrom('destination', options.to, options);
	const mapped = mappingOptions(options);
	const printer = printerFor(options);
	// Before the work that it is for: a name that is taken is told at once.
	await using list = options.save === undefined ? undefined : await DifferenceList.create(options.save);
	const engine = await startEngine();
	try {
		engine.onEvent(printer.event);
		const {source, destination} = await connectBoth(engine, {source: from, destination: to}, options);
		describeSides(printer, {source, destination});
		const mappings = mappingsFor(printer, from, {source, destination}, mapped);
		return await withSignals(engine, async isStopped => {
			const comparison = await engine.request('compare', {
				mappings,
				deep: options.deep ?? false,
				labels: options.labels,
			});
			const findings: Finding[] = [];
			for (const folder of comparison.folders) {
				for (const finding of ofFolder(folder)) {
					findings.push(finding);
					printer.event({event: 'finding', finding});
				}

				const kinds = list ? undefined : (['missing', 'extra'] as const);
				for await (const page of differencesIn(engine, folder, kinds)) {
					if (isStopped()) throw new Stopped();
					await list?.add(page);
					await tell(printer, page, options.allowExtra ?? false);
				}
			}

			await list?.finish();
			if (list) printer.say(sentences().commands.list(printable(list.path)));
			return conclude(printer, comparison, findings, options.allowExtra ?? false);
		});
	} finally {
		await engine.disconnect();
	}
}

/** Whether a person wants to look: by asking for it, or in a terminal by naming no accounts. */
function isForScreens({screens, from, to, json, save}: VerifyOptions): boolean {
	const isBare = from === undefined && to === undefined && !json && save === undefined;
	return screens ?? (isBare && process.stdin.isTTY && process.stdout.isTTY);
}

async function onScreens(options: VerifyOptions): Promise<number> {
	const {screens} = await import('./screens.ts');
	const {deep = false, allowExtra = false, authority} = options;
	return screens(options, {
		mapping: mappingOptions(options),
		deep,
		allowExtra,
		...(authority === undefined ? {} : {authority: await readable(authority)}),
	});
}

/** What there is to say of a folder as a whole. What a comparison can't mend is a note. */
function ofFolder(folder: ComparedFolder): Finding[] {
	const {source, destination, sourceCount, flagsDiffer, markedRead, datesDiffer} = folder;
	const isMissing = !folder.destinationExists && sourceCount > 0;
	return [
		...(isMissing
			? [{kind: 'folder-missing', severity: 'difference', source, destination, count: sourceCount} as const]
			: []),
		...(flagsDiffer > 0
			? [{kind: 'flags-differ', severity: 'note', source, destination, count: flagsDiffer} as const]
			: []),
		...(markedRead > 0
			? [{kind: 'marked-read', severity: 'note', source, destination, count: markedRead} as const]
			: []),
		...(datesDiffer > 0
			? [{kind: 'date-differs', severity: 'note', source, destination, count: datesDiffer} as const]
			: []),
	];
}

/** Tells each message of a page that is on one side alone, no faster than somebody reads. */
async function tell(
	printer: Printer,
	{folder: {source, destination}, kind, messages}: Differences,
	allowExtra: boolean,
): Promise<void> {
	for (const {uid, date, from, subject, bytes} of messages) {
		const message = {
			...(date === undefined ? {} : {date}),
			...(from === undefined ? {} : {from}),
			...(subject === undefined ? {} : {subject}),
			bytes,
		};
		if (kind === 'missing') {
			const finding = {kind, severity: 'difference', source, destination, sourceUid: uid, message} as const;
			printer.event({event: 'finding', finding});
		} else if (kind === 'extra') {
			const severity = allowExtra ? 'note' : 'difference';
			printer.event({event: 'finding', finding: {kind, severity, destination, destinationUid: uid, message}});
		}
	}

	await printer.drained();
}

function conclude(
	printer: Printer,
	comparison: Comparison,
	findings: readonly Finding[],
	allowExtra: boolean,
): number {
	const words = sentences();
	const {commands, format} = words;
	const sum = (value: (folder: ComparedFolder) => number) =>
		comparison.folders.reduce((total, folder) => total + value(folder), 0);
	const [same, missing, extra] = [sum(each => each.same), sum(each => each.missing), sum(each => each.extra)];
	const differs = missing > 0 || (extra > 0 && !allowExtra);
	const finished: Finished = {
		event: 'finished',
		run: '',
		state: differs ? 'differences' : 'done',
		copied: 0,
		alreadyThere: same,
		skipped: 0,
		bytes: 0,
		folders: comparison.folders.map(folder => ({
			source: folder.source,
			destination: folder.destination,
			sourceCount: folder.sourceCount,
			destinationCount: folder.destinationCount,
			copied: 0,
			alreadyThere: folder.same,
			skipped: 0,
			...(folder.elsewhere ? {elsewhere: folder.elsewhere} : {}),
			destinationBefore: folder.destinationCount,
			...(folder.kinds ? {kinds: folder.kinds} : {}),
		})),
		findings,
		comparison,
	};
	const closing = differs
		? commands.differ(format.count(missing), format.count(extra))
		: commands.same(format.count(same));
	printer.finished(finished, [
		...comparisonTable(comparison, words),
		...certifiedLines(comparison.folders, words),
		closing,
	]);
	return differs ? exitCodes.differences : exitCodes.ok;
}
