import {type Account, accountKey, type FilesAccount, isOneMbox} from '../accounts/account.ts';
import {realFiles} from '../accounts/parse.ts';
import {Stopped} from '../engine/control.ts';
import type {Finished} from '../engine/events.ts';
import {type Mapping, type MappingOptions, proposeMappings} from '../engine/mapping.ts';
import type {Plan} from '../engine/plan.ts';
import type {EngineClient} from '../host/protocol.ts';
import {sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import {exitCodes, Problem, type Side} from '../problem.ts';
import {certifiedLines, resultTable} from '../report/table.ts';
import {backupFiles} from '../stores/files/backup.ts';
import type {StoreInfo} from '../stores/store.ts';
import type {AccountOptions, CopyOptions, MapOptions} from './options.ts';
import type {Printer} from './printer.ts';
import {describeSides, inMilliseconds, printerFor, runToEnd, withSignals} from './running.ts';
import {shellWord} from './shell-word.ts';
import {accountFrom, connectSides} from './sides.ts';

/**
 * Copies a mailbox without screens. Answers with the exit code.
 *
 * @param starting the engine, which ends with the command
 * @throws {Problem}
 */
export async function copy(options: CopyOptions, starting: Promise<EngineClient>): Promise<number> {
	const engine = await starting;
	try {
		const from = await accountFrom('source', options.from, options);
		const to = await accountFrom('destination', options.to, options);
		const mapped = mappingOptions(options);
		const files = options.backup === undefined ? undefined : realFiles(backupFiles(options.backup));
		const {format, commands} = sentences();
		const printer = printerFor(options);
		engine.onEvent(printer.event);
		const {source, destination} = await connectBoth(engine, {source: from, destination: to}, options);
		describeSides(printer, {source, destination});
		const mappings = mappingsFor(printer, from, {source, destination}, mapped);
		return await withSignals(engine, async isStopped => {
			if (files !== undefined && !options.dryRun) {
				const code = await backUp(engine, printer, destination, files, inMilliseconds(options));
				if (code !== exitCodes.ok) return code;
			}

			const plan = await engine.request('plan', {
				mappings,
				verify: options.verify,
				labels: options.labels,
			});
			printer.say(
				commands.plan(
					format.count(plan.messages),
					format.bytes(plan.bytes),
					plan.folders.length,
					format.count(plan.alreadyThere),
				),
			);
			if (options.markRead && plan.unread > 0) printer.say(commands.marksRead(format.count(plan.unread)));
			const elsewhere = plan.folders.reduce((sum, folder) => sum + (folder.elsewhere ?? 0), 0);
			if (elsewhere > 0) printer.say(commands.elsewhere(format.count(elsewhere)));
			sayLeftOut(printer, mappings);
			for (const finding of plan.findings) printer.event({event: 'finding', finding});
			if (options.dryRun) {
				const end = wouldBe(plan);
				printer.finished(end, [
					...resultTable(end, sentences(), 'plan'),
					...certifiedLines(end.folders, sentences()),
					commands.dryRun,
				]);
				return exitCodes.ok;
			}

			if (isStopped()) throw new Stopped();
			const patience = inMilliseconds(options);
			return runToEnd(printer, engine, () =>
				engine.request('copy', {patience, markRead: options.markRead ?? false}),
			);
		});
	} finally {
		await engine.disconnect();
	}
}

/** Copies what the destination holds into files. Answers with the exit code. @throws {Problem} where nothing was begun */
async function backUp(
	engine: EngineClient,
	printer: Printer,
	{folders}: StoreInfo,
	files: FilesAccount,
	patience: number,
): Promise<number> {
	const {commands, format} = sentences();
	const messages = folders.reduce((sum, folder) => sum + folder.messages, 0);
	if (messages === 0) {
		printer.say(commands.nothingToBackUp);
		return exitCodes.ok;
	}

	const key = accountKey(files);
	printer.say(commands.backingUp(format.count(messages), printable(key)));
	const code = await runToEnd(printer, engine, () => engine.request('backup', {files, patience}), false);
	printer.say(code === exitCodes.ok ? commands.backedUp(shellWord(key)) : commands.notBackedUp);
	return code;
}

/** Says which trash and junk is not copied, since nobody has asked for it, and what asks for it. */
function sayLeftOut(printer: Printer, mappings: readonly Mapping[]): void {
	const {commands, format} = sentences();
	const left = mappings.filter(
		({source, leftOut}) => source.messages > 0 && (leftOut === 'trash' || leftOut === 'junk'),
	);
	const [first] = left;
	if (!first) return;
	const named = left.map(({source}) =>
		commands.leftOutFolder(printable(source.name), format.count(source.messages)),
	);
	const [from, to] = [first.source.name, first.target.name].map(name => name.replaceAll('=', '=='));
	printer.say(commands.leftOut(named.join(', '), shellWord(`${from}=${to}`)));
}

/** Connects both sides. @throws {Problem} */
export async function connectBoth(
	engine: EngineClient,
	accounts: Parameters<typeof connectSides>[1],
	options: AccountOptions,
): Promise<{source: StoreInfo; destination: StoreInfo}> {
	const {source, destination} = await connectSides(engine, accounts, options);
	if (!source || !destination) throw new Error('a side is missing');
	return {source, destination};
}

/** A plan in the form of a run's end in which nothing was copied. */
function wouldBe(plan: Plan): Finished {
	return {
		event: 'finished',
		run: '',
		state: 'done',
		copied: 0,
		alreadyThere: plan.alreadyThere,
		skipped: plan.leftOut,
		bytes: 0,
		folders: plan.folders.map(folder => ({
			source: folder.mapping.source.name,
			destination: folder.mapping.target.name,
			sourceCount: folder.sourceCount,
			destinationCount: folder.destinationCount,
			copied: 0,
			alreadyThere: folder.alreadyThere,
			skipped: folder.leftOut,
			...(folder.elsewhere ? {elsewhere: folder.elsewhere} : {}),
			destinationBefore: folder.destinationCount,
			...(folder.kinds ? {kinds: folder.kinds} : {}),
		})),
		findings: plan.findings,
	};
}

/**
 * Which folder goes where. One mbox that is named alone is wanted, also where its name says that it is trash: that is
 * told, unless the command line says something of folders itself.
 *
 * @throws {Problem} `unknown-folder`
 */
export function mappingsFor(
	printer: Printer,
	from: Account,
	{source, destination}: Readonly<Record<Side, StoreInfo>>,
	options: MappingOptions,
): Mapping[] {
	const mappings = proposeMappings(source, destination, options);
	const [one] = mappings;
	const isChosen = options.only !== undefined || options.except !== undefined;
	if (!one?.leftOut || isChosen || !isOneMbox(from, source.folders)) return mappings;
	printer.say(sentences().commands.oneMbox(printable(one.source.name), printable(one.target.name)));
	return proposeMappings(source, destination, {...options, only: [one.source.name]});
}

/** The mapping that the command line asks for. @throws {Problem} `usage` */
export function mappingOptions(options: MapOptions): MappingOptions {
	const map = new Map<string, string>();
	for (const pair of options.map ?? []) {
		const [source, destination, ...rest] = splitPair(pair);
		if (!source || !destination || rest.length > 0)
			throw new Problem({code: 'usage', params: {why: 'map-form', pair}});
		map.set(source, destination);
	}

	return {
		...(map.size > 0 ? {map} : {}),
		...(options.only ? {only: options.only} : {}),
		...(options.except ? {except: options.except} : {}),
		...(options.into ? {into: options.into} : {}),
		...(options.archive ? {archive: true} : {}),
		...(options.labels ? {labels: options.labels} : {}),
	};
}

/** `SOURCE=DESTINATION`; an equals sign in a name is written twice. */
function splitPair(pair: string): string[] {
	return pair.split(/(?<!=)=(?!=)/).map(part => part.replaceAll('==', '='));
}
