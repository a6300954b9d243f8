/** Shows the screens over a fake engine, to look at them: `TRY=runs,fail,slow,given,it`. */
import process from 'node:process';
import type {Account} from '../../source/accounts/account.ts';
import {sentences} from '../../source/locales/index.ts';
import {start} from '../../source/ui/start.tsx';
import {createKeyStream} from '../../source/ui/terminal/key-stream.ts';
import {FakeEngine, runSummary} from './fake-engine.ts';

const wishes = new Set((process.env.TRY ?? '').split(','));
const saved: Array<{name: string; account: Account}> = [];
const user = 'mario.rossi@pec.example.it';
const runs = wishes.has('runs')
	? [
			runSummary('20261122-111500-ffff', {live: true, state: 'running', copied: 1234}),
			runSummary('20261122-101500-a1b2'),
			runSummary('20261121-090000-c3d4', {state: 'interrupted', copied: 3000}),
			runSummary('20261120-090000-e5f6', {state: 'failed', copied: 12}),
			runSummary('20261119-090000-0708', {state: 'undone', copied: 0}),
		]
	: [];
const given = wishes.has('given');
const keys = createKeyStream(process.stdin, {stdout: process.stdout});
const code = await start({
	...(given
		? {
				from: {host: 'imaps.pec.aruba.it', port: 993, security: 'tls', user},
				to: {host: 'mbox.cert.legalmail.it', port: 993, security: 'tls', user},
				fromPassword: 'a',
				toPassword: 'b',
			}
		: {}),
	services: {
		startEngine: async () =>
			new FakeEngine({
				tick: wishes.has('slow') ? 300 : 60,
				...(wishes.has('fail') ? {failAt: 0.5} : {}),
				...(wishes.has('findings')
					? {
							findings: [
								{
									kind: 'too-large',
									severity: 'difference',
									source: 'Posta inviata',
									message: {subject: 'Planimetrie', bytes: 41_000_000},
								},
								...Array.from(
									{length: 6},
									() => ({kind: 'zone-not-kept', severity: 'note', source: 'INBOX', count: 3}) as const,
								),
							],
						}
					: {}),
			}),
		listRuns: async () => runs,
		loadRun: async run => ({
			summary: runs.find(one => one.run === run) ?? runSummary(run),
			finished: undefined,
		}),
		saved: () => ({
			list: () => saved,
			save: (name, account) => void saved.push({name, account}),
			remove: () => undefined,
		}),
		saveReport: async run => `/home/mario/trasloco/${run}.txt`,
		now: Date.now,
	},
	sentences: sentences(wishes.has('it') ? 'it' : 'en'),
	terminal: {utf8: !wishes.has('ascii'), color: !wishes.has('plain'), slow: false},
	stdin: keys.stdin,
	stdout: process.stdout,
});
keys.close();
process.stdout.write(`exit code ${code}\n`);
process.exit(code);
