import {rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {accountKey, isFiles} from '../accounts/account.ts';
import {homeFolder} from '../home.ts';
import {loadRun} from '../host/runs.ts';
import {sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import {certifiedLines, resultTable} from './table.ts';

/**
 * Writes what a run has come to as a text file beside its journal: the comparison folder by folder, and
 * every finding. For its owner alone.
 *
 * @returns the file's path
 */
export async function saveReport(run: string): Promise<string> {
	const path = join(homeFolder('runs', run), 'report.txt');
	const lines = await reportLines(run);
	// Written whole or not at all.
	await writeFile(`${path}.new`, `${lines.join('\n')}\n`, {mode: 0o600});
	await rename(`${path}.new`, path);
	return path;
}

async function reportLines(run: string): Promise<string[]> {
	const words = sentences();
	const {commands, format} = words;
	const {summary, finished} = await loadRun(run);
	const who = (account: typeof summary.from) =>
		printable(isFiles(account) ? accountKey(account) : `${account.user} (${account.host}:${account.port})`);
	const head = [
		`trasloco ${run}: ${commands.states[summary.state]}`,
		`${who(summary.from)} → ${who(summary.to)}`,
		`${format.date(summary.started)} – ${format.date(summary.changed)}`,
		commands.carried(
			summary.copied,
			summary.messages,
			format.bytes(summary.bytes),
			words.screens.review.verifyIs[summary.verify],
		),
		'',
	];
	if (!finished) return head;
	const problem = finished.problem ? [words.problem(finished.problem).what, ''] : [];
	const findings = finished.findings.map(
		finding => `${finding.severity === 'difference' ? '!' : ' '} ${words.finding(finding)}`,
	);
	return [
		...head,
		...problem,
		...resultTable(
			finished,
			words,
			summary.state === 'undone' || summary.state === 'undoing' ? 'undo' : 'copy',
		),
		...certifiedLines(finished.folders, words),
		'',
		...(findings.length > 0 ? [`${commands.findings}: ${format.count(findings.length)}`, ...findings] : []),
	];
}
