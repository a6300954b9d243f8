import {join, resolve} from 'node:path';
import {requireOpenssl} from '../certified/openssl.ts';
import {isLocked, signed} from '../certified/signing.ts';
import type {CheckedMessage} from '../engine/checked.ts';
import type {Finding} from '../engine/finding.ts';
import {suspectsIn} from '../engine/suspects.ts';
import {homeFolder} from '../home.ts';
import {startEngine} from '../host/client.ts';
import type {EngineClient} from '../host/protocol.ts';
import {loadRun} from '../host/runs.ts';
import {Journal} from '../journal/journal.ts';
import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import {exitCodes, Problem} from '../problem.ts';
import {type CheckedNow, writeRecord} from '../report/record.ts';
import {askPassphrase} from '../ui/terminal/asking.ts';
import type {RecordOptions} from './options.ts';
import type {Printer} from './printer.ts';
import {describeSides, printerFor, withSignals} from './running.ts';
import {connectSides, termsFor} from './sides.ts';

/**
 * Writes the record of a run. Answers with the exit code: 3 where a signature was checked and is not intact.
 *
 * @throws {Problem}
 */
export async function record(run: string, options: RecordOptions): Promise<number> {
	const {summary} = await loadRun(run);
	if (summary.live) throw new Problem({code: 'run-busy', params: {run}});
	const sign = await signing(options);
	if (options.signatures) await requireOpenssl();
	const stamp = new Date().toISOString().replaceAll(/[-:]|\.\d+/g, '');
	const folder =
		options.folder === undefined ? join(homeFolder('runs', run), `record-${stamp}`) : resolve(options.folder);
	const printer = printerFor(options);
	const journal = Journal.open(run);
	try {
		const checked = new Map<number, CheckedNow>();
		let suspects = 0;
		if (options.signatures) {
			const engine = await startEngine();
			try {
				engine.onEvent(printer.event);
				const destination = {...summary.to, ...termsFor('destination', options)};
				describeSides(printer, await connectSides(engine, {destination}, options));
				suspects = await withSignals(engine, () => check(journal, engine, printer, checked));
			} finally {
				await engine.disconnect();
			}
		}

		const files = await writeRecord(journal, folder, checked, sign);
		const {commands} = sentences();
		for (const path of Object.values(files)) printer.say(commands.recordFile(printable(path)));
		if (options.json) process.stdout.write(`${JSON.stringify({event: 'record', run, suspects, ...files})}\n`);
		return suspects > 0 ? exitCodes.differences : exitCodes.ok;
	} finally {
		journal.close();
	}
}

/** Checks what a run has at the destination. Answers with how many signatures are not intact. */
async function check(
	journal: Journal,
	engine: EngineClient,
	printer: Printer,
	checked: Map<number, CheckedNow>,
): Promise<number> {
	let suspects = 0;
	for (const folder of journal.folders()) {
		const messages = journal.messages(folder.id, ['placed', 'present']);
		const byUid = new Map(
			messages.flatMap(message =>
				message.destinationUid === undefined ? [] : [[message.destinationUid, message] as const],
			),
		);
		if (folder.destinationValidity === undefined || byUid.size === 0) continue;
		const unheard = engine.onEvent(event => {
			if (event.event !== 'checked') return;
			for (const {uid, digest, signature} of event.messages) {
				const message = byUid.get(uid);
				if (message) checked.set(message.id, {...(digest === undefined ? {} : {digest}), signature});
			}

			for (const finding of [...suspectsIn(event), ...othersIn(event.messages, byUid, folder)]) {
				if (finding.severity === 'difference') suspects++;
				printer.event({event: 'finding', finding});
			}
		});
		try {
			await engine.request('signatures', {
				side: 'destination',
				folder: folder.destination,
				uidValidity: folder.destinationValidity,
				uids: [...byUid.keys()],
			});
			await printer.drained();
		} finally {
			unheard();
		}
	}

	return suspects;
}

/** Messages whose content is no more what the run has seen there. */
function othersIn(
	messages: readonly CheckedMessage[],
	known: ReadonlyMap<number, MessageRecord>,
	{destination}: FolderRecord,
): Finding[] {
	return messages.flatMap(({uid, digest, subject, bytes}) => {
		const seen = known.get(uid);
		const wanted = seen?.arrived ?? seen?.digest;
		if (wanted === undefined || digest === undefined || wanted === digest) return [];
		const message = {...(subject === undefined ? {} : {subject}), bytes};
		return [{kind: 'altered', severity: 'difference', destination, destinationUid: uid, message}] as const;
	});
}

/** Makes the operator's signature, if one was asked for; the passphrase of the key is asked for before. @throws {Problem} */
async function signing({
	sign: certificate,
	key = certificate,
}: RecordOptions): Promise<((content: Buffer) => Promise<Buffer>) | undefined> {
	if (certificate === undefined || key === undefined) return undefined;
	await requireOpenssl();
	const passphrase = (await isLocked(key)) ? await askPassphrase(key) : undefined;
	return content => signed(content, {certificate, key}, passphrase);
}
