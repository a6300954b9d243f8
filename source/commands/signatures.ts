import {constants} from 'node:fs';
import {access} from 'node:fs/promises';
import {resolve} from 'node:path';
import {requireOpenssl} from '../certified/openssl.ts';
import {type Verdict, verdicts} from '../certified/verdict.ts';
import type {CheckedFolder} from '../engine/checked.ts';
import type {Finished} from '../engine/events.ts';
import {type Mapping, proposeMappings} from '../engine/mapping.ts';
import {suspectsIn} from '../engine/suspects.ts';
import {startEngine} from '../host/client.ts';
import {sentences} from '../locales/index.ts';
import {exitCodes, Problem, type Side} from '../problem.ts';
import {kindLines, signatureTable} from '../report/table.ts';
import type {StoreInfo} from '../stores/store.ts';
import {mappingOptions} from './copy.ts';
import type {VerifyOptions} from './options.ts';
import type {Printer} from './printer.ts';
import {describeSides, printerFor, withSignals} from './running.ts';
import {accountFrom, connectSides} from './sides.ts';

/**
 * Checks the signatures of the accounts that are named, one or both, folder by folder, and tells each that is not
 * intact. Answers with the exit code: 3 where there is one.
 *
 * @throws {Problem} `openssl-missing` and `file-refused` before any account is connected
 */
export async function verifySignatures(options: VerifyOptions): Promise<number> {
	const mapped = mappingOptions(options);
	const {source, destination} = {
		source: options.from === undefined ? undefined : await accountFrom('source', options.from, options),
		destination: options.to === undefined ? undefined : await accountFrom('destination', options.to, options),
	};
	// The one that the sentence asks for.
	if (!source && !destination) throw new Problem({code: 'usage', params: {why: 'account-missing'}});
	await requireOpenssl();
	const authority = options.authority === undefined ? undefined : await readable(options.authority);
	const printer = printerFor(options);
	const engine = await startEngine();
	try {
		engine.onEvent(printer.event);
		let suspects = 0;
		engine.onEvent(event => {
			for (const finding of suspectsIn(event)) {
				if (finding.severity === 'difference') suspects++;
				printer.event({event: 'finding', finding});
			}
		});
		const sides = await connectSides(
			engine,
			{...(source ? {source} : {}), ...(destination ? {destination} : {})},
			options,
		);
		describeSides(printer, sides);
		return await withSignals(engine, async () => {
			const folders: CheckedFolder[] = [];
			for (const {side, folder} of foldersOf(sides, tree => proposeMappings(...tree, mapped))) {
				const asked = {side, folder, ...(authority === undefined ? {} : {authority})};
				folders.push(await engine.request('signatures', asked));
				await printer.drained();
			}

			return conclude(printer, folders, suspects);
		});
	} finally {
		await engine.disconnect();
	}
}

/** The folders to look into: of one account as a copy would choose them, of two those that a copy would fill too. */
function* foldersOf(
	{source, destination}: Readonly<Partial<Record<Side, StoreInfo>>>,
	mappingsOf: (tree: [StoreInfo, StoreInfo]) => readonly Mapping[],
): Generator<{readonly side: Side; readonly folder: string}, void, void> {
	const here = source ?? destination;
	if (!here) return;
	const chosen = mappingsOf([here, destination ?? here]).filter(({selected}) => selected);
	const side = source ? 'source' : 'destination';
	for (const mapping of chosen) yield {side, folder: mapping.source.name};
	if (!source || !destination) return;
	const targets = chosen.flatMap(({target}) => (target.exists ? target.name : []));
	for (const folder of new Set(targets)) yield {side: 'destination', folder};
}

/** An absolute path, since the engine may be elsewhere. @throws {Problem} `file-unreadable` */
export async function readable(path: string): Promise<string> {
	try {
		await access(path, constants.R_OK);
		return resolve(path);
	} catch (error) {
		throw new Problem({code: 'file-unreadable', params: {path}}, error);
	}
}

function conclude(printer: Printer, folders: readonly CheckedFolder[], suspects: number): number {
	const words = sentences();
	const {commands, format} = words;
	const count = (verdict: Verdict) =>
		folders.reduce((sum, folder) => sum + (folder.verdicts[verdict] ?? 0), 0);
	const signed = verdicts.reduce((sum, verdict) => sum + (verdict === 'not-signed' ? 0 : count(verdict)), 0);
	const finished: Finished = {
		event: 'finished',
		run: '',
		state: suspects > 0 ? 'differences' : 'done',
		copied: 0,
		alreadyThere: 0,
		skipped: 0,
		bytes: 0,
		folders: [],
		findings: [],
		signatures: folders,
	};
	const closing =
		suspects > 0
			? commands.signaturesUnsound(format.count(suspects))
			: commands.signaturesSound(format.count(signed), format.count(count('not-signed')));
	printer.finished(finished, [
		...signatureTable(folders, words),
		...kindLines(
			folders.map(({folder, side, kinds}) => [`${commands.table[side]}: ${folder}`, kinds]),
			words,
		),
		closing,
		commands.notEvidence,
	]);
	return suspects > 0 ? exitCodes.differences : exitCodes.ok;
}
