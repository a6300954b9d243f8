import {addressOf} from '../accounts/account.ts';
import {listRuns, liveState} from '../host/runs.ts';
import {sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import {exitCodes} from '../problem.ts';
import {inLocale} from '../ui/ascii.ts';

/** Lists the runs that have a journal here, newest first. Answers with the exit code. */
export async function runs(options: {readonly json?: boolean}): Promise<number> {
	const {commands, format} = sentences();
	const all = await listRuns();
	for (const run of all) {
		if (options.json) {
			process.stdout.write(`${JSON.stringify(run)}\n`);
			continue;
		}

		if (run.unreadable !== undefined) {
			say(`${run.run}  ${commands.unreadable(printable(run.unreadable))}`);
			continue;
		}

		const state = run.live ? commands.liveStates[liveState(run)] : commands.states[run.state];
		const who = printable(`${addressOf(run.from)} → ${addressOf(run.to)}`);
		const counts = `${format.count(run.copied)}/${format.count(run.messages)}`;
		say(`${run.run}  ${format.date(run.started)}  ${who}  ${counts}  ${state}`);
		if (run.live) say(`  ${commands.toAttach(run.run)}`);
	}

	if (all.length === 0 && !options.json) say(commands.noRuns);
	return exitCodes.ok;
}

function say(line: string): void {
	process.stdout.write(`${inLocale(line)}\n`);
}
