import process from 'node:process';
import type {Account, Terms} from '../accounts/account.ts';
import type {Secrets} from '../accounts/secrets.ts';
import type {Side} from '../problem.ts';
import {type Keymap, keymap} from './keymap.ts';
import type {Services, UiSentences, VerifyRequest} from './services.ts';
import {detectTerminal, forceColor} from './terminal/detect.ts';
import {createKeyStream} from './terminal/key-stream.ts';

/** What services of others throw, as the screens know it. */
export {Stopped} from '../engine/control.ts';
export {Problem} from '../problem.ts';
export type {Services, UiSentences, VerifyRequest} from './services.ts';

/** What the terminal UI opens with. What is not given is the program's own. */
export interface UiOptions extends Partial<Services> {
	readonly from?: Account | undefined;
	readonly to?: Account | undefined;
	/** With a side's account and its password, that side is logged in at once. */
	readonly fromPassword?: string | undefined;
	readonly toPassword?: string | undefined;
	/** Addresses in the place of accounts: their servers are looked for. */
	readonly addresses?: Readonly<Partial<Record<Side, string>>> | undefined;
	/** What opens the accounts besides their passwords. */
	readonly secrets?: Readonly<Record<Side, Secrets>> | undefined;
	/** What the operator has set for accounts that are typed. */
	readonly terms?: Readonly<Record<Side, Terms>> | undefined;
	/** To compare two accounts, not to copy. */
	readonly verify?: VerifyRequest | undefined;
	/** A run that is under way, to be shown at once. */
	readonly attach?: string | undefined;
	readonly sentences?: UiSentences;
	readonly stdin?: NodeJS.ReadStream;
	readonly stdout?: NodeJS.WriteStream;
	/** The keys of the settings. */
	readonly keys?: Keymap | undefined;
	/** Draw less often; where absent, an SSH connection decides. */
	readonly slow?: boolean | undefined;
	/** Sentences instead of screens; where absent, INK_SCREEN_READER=true decides. */
	readonly screenReader?: boolean | undefined;
}

/**
 * Shows the terminal UI until the person leaves it, and restores the terminal. The terminal has to take screens
 * (`detectTerminal(…).interactive`).
 * @returns The exit code of the program.
 */
export async function runUi(options: UiOptions): Promise<number> {
	const {stdin = process.stdin, stdout = process.stdout} = options;
	const terminal = detectTerminal(process.env, stdout, stdin);
	// Ink's library for colours reads it when it is loaded, so before the screens are.
	process.env.FORCE_COLOR = forceColor(terminal.color);
	const {start} = await import('./start.tsx');
	delete process.env.FORCE_COLOR;
	const [sentences, services] = await Promise.all([
		options.sentences ?? ownSentences(),
		ownServices(options),
	]);
	const input = createKeyStream(stdin, {stdout});
	try {
		return await start({
			from: options.from,
			to: options.to,
			fromPassword: options.fromPassword,
			toPassword: options.toPassword,
			addresses: options.addresses ?? {},
			terms: options.terms,
			secrets: options.secrets,
			verify: options.verify,
			keys: options.keys ?? keymap,
			attach: options.attach,
			services,
			sentences,
			terminal: {
				utf8: terminal.utf8,
				color: terminal.color !== 'none',
				slow: options.slow ?? terminal.slow,
				screenReader: options.screenReader ?? process.env.INK_SCREEN_READER === 'true',
			},
			stdin: input.stdin,
			stdout,
			onTerminalGone: listener => input.onEnd(listener),
		});
	} finally {
		input.close();
	}
}

async function ownSentences(): Promise<UiSentences> {
	const {sentences} = await import('../locales/index.ts');
	return sentences();
}

async function ownServices(given: Partial<Services>): Promise<Services> {
	const [client, attach, runs, accounts, passwords, discovery, files, report, list, programs, unlocking] =
		await Promise.all([
			import('../host/client.ts'),
			import('../host/attach.ts'),
			import('../host/runs.ts'),
			import('../accounts/saved.ts'),
			import('../accounts/passwords.ts'),
			import('../accounts/discovery.ts'),
			import('../stores/files/looking.ts'),
			import('../report/report.ts'),
			import('../report/difference-list.ts'),
			import('./terminal/programs.ts'),
			import('./terminal/unlocking.ts'),
		]);
	return {
		startEngine: given.startEngine ?? client.startEngine,
		attachTo: given.attachTo ?? attach.attachTo,
		listRuns: given.listRuns ?? runs.listRuns,
		loadRun: given.loadRun ?? runs.loadRun,
		saved: given.saved ?? accounts.savedAccounts,
		passwordFrom: given.passwordFrom ?? passwords.fromCommand,
		unlock: given.unlock ?? unlocking.unlock,
		findServer: given.findServer ?? discovery.findServer,
		lookAtFiles: given.lookAtFiles ?? files.lookAtFiles,
		saveReport: given.saveReport ?? report.saveReport,
		saveDifferences: given.saveDifferences ?? list.saveDifferences,
		showFile: given.showFile ?? programs.showFile,
		editText: given.editText ?? programs.editText,
		now: given.now ?? Date.now,
	};
}
