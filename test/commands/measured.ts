import {readFile} from 'node:fs/promises';
import {type Script, startHostile} from '../servers/hostile.ts';
import {newHome, type Outcome, type Started, start} from './trasloco.ts';

/** What the engine below this process takes of memory at its highest, in megabytes; looked at until it ends. */
async function peakOf(pid: number | undefined, isOver: () => boolean): Promise<number> {
	let peak = 0;
	while (!isOver()) {
		const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '');
		for (const child of children.split(' ').filter(Boolean)) {
			const status = await readFile(`/proc/${child}/status`, 'utf8').catch(() => '');
			peak = Math.max(peak, Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
		}

		await new Promise(resolve => setTimeout(resolve, 50));
	}

	return peak;
}

/** Compares a server that answers like that with another, or an ordinary one, message for message. */
export async function compare(
	script: Script,
	other: Script = () => undefined,
): Promise<Outcome & {readonly peak: number}> {
	await using source = await startHostile(script);
	await using destination = await startHostile(other);
	const account = (port: number) => `imap+plain://mario@localhost:${port}`;
	const args = ['verify', '--from', account(source.port), '--to', account(destination.port), '--deep'];
	// Not before it has ended do the servers.
	return await measured(start(await newHome(), args, {from: 'segreto', to: 'segreto'}));
}

/** The same of any command. */
export async function measured({child, outcome}: Started): Promise<Outcome & {readonly peak: number}> {
	let isOver = false;
	const peak = peakOf(child.pid, () => isOver);
	const done = await outcome;
	isOver = true;
	return {...done, peak: await peak};
}
