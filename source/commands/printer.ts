import type {Limits} from '../accounts/limits.ts';
import type {EngineEvent, Finished, FolderProgress} from '../engine/events.ts';
import type {Sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import type {Side} from '../problem.ts';
import {inLocale} from '../ui/ascii.ts';
import {detectTerminal} from '../ui/terminal/detect.ts';

/** Where a command's events go: to a person, or one a line to a program. */
export interface Printer {
	event(event: EngineEvent): void;
	/** A line for people; programs don't get it. */
	say(line: string): void;
	/** Waits until what was told has been read, where there is much of it. */
	drained(): Promise<void>;
	/** The end of a run, and what people read of it. */
	finished(finished: Finished, lines: readonly string[]): void;
}

/** One event a line, as JSON. */
export function jsonPrinter(out: NodeJS.WriteStream): Printer {
	const write = (event: unknown) => out.write(`${JSON.stringify(event)}\n`);
	return {
		// The last event is printed by `finished`, so that it is the last line whatever comes before it.
		event: event => event.event === 'finished' || write(event),
		say() {},
		drained: () => drained(out),
		finished: finished => write(finished),
	};
}

/** Lines that a person reads; on a terminal a last line that shows how far it is. */
export function linePrinter(out: NodeJS.WriteStream, sentences: Sentences): Printer {
	const {commands, screens, format} = sentences;
	const folders = new Map<number, FolderProgress>();
	const announced = new Set<number>();
	const canRewrite = out.isTTY && !detectTerminal(process.env, out).dumb;
	let status = '';
	const clear = () => {
		if (status) out.write('\r\u001b[K');
		status = '';
	};
	const say = (line: string) => {
		clear();
		out.write(`${inLocale(line)}\n`);
	};
	const show = (line: string) => {
		if (!canRewrite || line === status) return;
		clear();
		// One row, or the next one would be written below it.
		status = [...line].slice(0, Math.max(20, (out.columns || 80) - 1)).join('');
		out.write(inLocale(status));
	};
	let began = Date.now();
	const progress = () => {
		const sum = (value: (folder: FolderProgress) => number) =>
			[...folders.values()].reduce((total, folder) => total + value(folder), 0);
		const bytes = sum(folder => folder.stagedBytes);
		const seconds = Math.max(1, (Date.now() - began) / 1000);
		return commands.progress(
			format.count(sum(folder => folder.placed)),
			format.count(sum(folder => folder.staged)),
			format.count(sum(folder => folder.verified)),
			format.count(sum(folder => folder.toCopy)),
			format.bytes(bytes),
			format.bytes(bytes / seconds),
		);
	};

	return {
		say,
		event(event) {
			switch (event.event) {
				case 'unpacking': {
					const {bytes, total} = event;
					if (bytes < total) show(commands.unpacking(format.bytes(bytes), format.bytes(total)));
					else clear();
					return;
				}

				case 'planning':
					if (event.done < event.of) show(planningLine(event, sentences));
					else clear();
					return;
				case 'checked':
					if (event.done < event.of) show(checkingLine(event, sentences));
					else clear();
					return;
				case 'started': {
					began = event.at;
					const sentence = {copy: commands.started, resume: commands.resumed, undo: commands.undoing}[
						event.action
					];
					say(sentence(event.run));
					for (const [side, limits] of Object.entries(event.limits ?? {}) as [Side, Limits][])
						if (Object.keys(limits).length > 0) say(screens.progress.limits(screens.side[side], limits));
					return;
				}

				case 'connections':
					say(screens.progress.connections(event.count));
					return;
				case 'pacing':
					show(screens.progress.paced(format.clock(event.waitMs)));
					return;

				case 'folder': {
					folders.set(event.index, event);
					const over = event.step === 'placed' || event.step === 'undone';
					if (over && !announced.has(event.index)) {
						announced.add(event.index);
						say(folderLine(event, sentences));
					}

					show(progress());
					return;
				}

				case 'paused':
					say(commands.paused);
					return;
				case 'continued':
					say(commands.continued);
					return;
				case 'stopping':
					say(commands.stopping);
					return;
				case 'finding':
					say(`! ${sentences.finding(event.finding)}`);
					return;
				case 'retry': {
					const {what} = sentences.problem(event.problem);
					const seconds = format.count(Math.round(event.waitMs / 1000));
					say(
						event.attempt > 0
							? commands.retry(what, seconds)
							: commands.goesOn(what, format.clock(event.waitMs)),
					);
					return;
				}

				default:
			}
		},
		drained: () => drained(out),
		finished(_, lines) {
			for (const line of lines) say(line);
		},
	};
}

/** Whoever reads may be slower than we are, or gone. */
async function drained(out: NodeJS.WriteStream): Promise<void> {
	if (!out.writableNeedDrain) return;
	await new Promise<void>(resolve => {
		const done = () => {
			for (const event of ['drain', 'close', 'error']) out.off(event, done);
			resolve();
		};
		for (const event of ['drain', 'close', 'error']) out.on(event, done);
	});
}

function planningLine(
	{done, of, folder, listed, toList, bytes = 0}: Extract<EngineEvent, {event: 'planning'}>,
	{commands, format}: Sentences,
): string {
	const planning = commands.planning(done, of, printable(folder));
	if (listed === undefined || toList === undefined) return planning;
	const read = bytes > 0 ? format.bytes(bytes) : '';
	return `${planning}  ${commands.comparing(format.count(listed), format.count(toList), read)}`;
}

function checkingLine(
	{folder, done, of}: Extract<EngineEvent, {event: 'checked'}>,
	{commands, format}: Sentences,
): string {
	return commands.checking(printable(folder), format.count(done), format.count(of));
}

function folderLine(folder: FolderProgress, {commands, format}: Sentences): string {
	const destination = printable(folder.destination);
	if (folder.step === 'undone') return commands.undoneFolder(destination, format.count(folder.undone));
	return commands.folder(
		printable(folder.source),
		destination,
		format.count(folder.placed),
		format.count(folder.alreadyThere),
	);
}
