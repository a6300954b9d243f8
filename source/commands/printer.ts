import type {EngineEvent, Finished, FolderProgress} from '../engine/events.ts';
import type {Sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import {resultTable, type TableKind} from '../report/table.ts';

/** Where a command's events go: to a person, or one a line to a program. */
export interface Printer {
	event(event: EngineEvent): void;
	/** A line for people; programs don't get it. */
	say(line: string): void;
	/** The end of a run. */
	finished(finished: Finished, closing: string, kind: TableKind): void;
}

/** One event a line, as JSON. */
export function jsonPrinter(out: NodeJS.WriteStream): Printer {
	const write = (event: unknown) => out.write(`${JSON.stringify(event)}\n`);
	return {
		// The last event is printed by `finished`, so that it is the last line whatever comes before it.
		event: event => event.event === 'finished' || write(event),
		say() {},
		finished: finished => write(finished),
	};
}

/** Lines that a person reads; on a terminal a last line that shows how far it is. */
export function linePrinter(out: NodeJS.WriteStream, sentences: Sentences): Printer {
	const {commands, format} = sentences;
	const folders = new Map<number, FolderProgress>();
	const announced = new Set<number>();
	let status = '';
	const clear = () => {
		if (status) out.write('\r\u001b[K');
		status = '';
	};
	const say = (line: string) => {
		clear();
		out.write(`${line}\n`);
	};
	const show = (line: string) => {
		if (!out.isTTY || line === status) return;
		clear();
		// One row, or the next one would be written below it.
		status = [...line].slice(0, Math.max(20, (out.columns || 80) - 1)).join('');
		out.write(status);
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
				case 'planning':
					if (event.done < event.of) show(commands.planning(event.done, event.of, printable(event.folder)));
					else clear();
					return;
				case 'started': {
					began = Date.now();
					const sentence = {copy: commands.started, resume: commands.resumed, undo: commands.undoing}[
						event.action
					];
					say(sentence(event.run));
					return;
				}

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

				case 'finding':
					say(`! ${sentences.finding(event.finding)}`);
					return;
				case 'retry':
					say(
						commands.retry(
							sentences.problem(event.problem).what,
							format.count(Math.round(event.waitMs / 1000)),
						),
					);
					return;
				default:
			}
		},
		finished(finished, closing, kind) {
			clear();
			for (const line of resultTable(finished, sentences, kind)) out.write(`${line}\n`);
			out.write(`${closing}\n`);
		},
	};
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
