import {glob, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import {screens as english} from '../../source/locales/en/screens.ts';
import type {Move} from '../commands/trasloco.ts';
import type {MailServer} from '../servers/server.ts';
import {
	type Condition,
	type Screen,
	type ScreenOptions,
	startScreen,
	type WaitOptions,
} from '../terminal/screen.ts';

export type Words = typeof english;

export type Step = 'connect' | 'folders' | 'review' | 'progress' | 'result';

const steps: readonly Step[] = ['connect', 'folders', 'review', 'progress', 'result'];

/** The built program: the screens are TSX, which Node does not run as it is. */
export const cli =
	process.env.TRASLOCO_TEST_CLI ?? fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export type ProgramOptions = ScreenOptions & {
	/** What is expected on the screen; English unless said otherwise. */
	readonly words?: Words;
	/** Given in the environment, so that Connect logs in by itself. */
	readonly passwords?: {readonly from?: string; readonly to?: string};
};

export type BetweenOptions = ProgramOptions & {
	/** More of the command line; of an option given twice the last is taken. */
	readonly args?: readonly string[];
	/** Whether the authority of the test servers is trusted, as it is unless said otherwise. */
	readonly ca?: boolean;
};

/** The program in a terminal, and a person who knows what it says. */
export class Program implements AsyncDisposable {
	readonly screen: Screen;
	readonly words: Words;

	constructor(home: string, args: readonly string[], options: ProgramOptions = {}) {
		const {words = english, passwords = {}, env, ...rest} = options;
		this.words = words;
		this.screen = startScreen([cli, ...args], {
			...rest,
			env: {
				TRASLOCO_HOME: home,
				TRASLOCO_FROM_PASSWORD: passwords.from,
				TRASLOCO_TO_PASSWORD: passwords.to,
				...env,
			},
		});
	}

	/** Opens the program between two mailboxes whose passwords it is given. */
	static between(move: Move, {args = [], ca = true, ...options}: BetweenOptions = {}): Program {
		const passwords = {from: move.source.user.password, to: move.destination.user.password};
		const sides = ca ? move.sides : move.sides.slice(0, -2);
		return new Program(move.home, [...sides, ...args], {passwords, ...options});
	}

	text(): string {
		return this.screen.text();
	}

	/** As the screen's, with more patience: servers, engine and screens share the machine with other tests. */
	waitFor(condition: Condition, options: WaitOptions = {}): Promise<string> {
		return this.screen.waitFor(condition, {timeout: 120_000, ...options});
	}

	press(...keys: readonly string[]): void {
		this.screen.press(...keys);
	}

	/** Waits until this step is shown. */
	at(step: Step | 'undo', options?: WaitOptions): Promise<string> {
		const {words} = this;
		const name = step === 'undo' ? words.undoStep : words.steps[step];
		const number = step === 'undo' ? 0 : steps.indexOf(step) + 1;
		const title = number === 0 ? new RegExp(`${name}  `) : `${name}  ${words.stepOf(number, steps.length)}`;
		return this.waitFor(title, options);
	}

	/** From Connect, once both sides are connected, to the folders. */
	async toFolders(): Promise<string> {
		await this.waitFor(this.words.connect.continueTo.copy);
		this.press('c');
		return this.at('folders');
	}

	/** From the folders to a plan whose choices take keys. */
	async toReview(): Promise<string> {
		this.press('c');
		await this.at('review');
		const {back, toCopy} = this.words.review;
		return this.waitFor(text => text.includes(toCopy) && /[▸>] /.test(text) && text.includes(back));
	}

	/** Moves the mark to a choice, once the list takes keys: from then on it has a mark. */
	async mark(choice: string): Promise<void> {
		const marked = (text: string) => text.includes(`▸ ${choice}`) || text.includes(`> ${choice}`);
		await this.waitFor(choice);
		for (let tries = 0; !marked(this.text()); tries++) {
			await this.waitFor(/^ *[▸>] /m);
			const before = this.text();
			this.press('down');
			await this.waitFor(text => text !== before);
			if (tries === 20) throw new Error(`No choice ${choice}:\n${this.text()}`);
		}
	}

	/** Takes a choice that is not marked. */
	async choose(choice: string): Promise<void> {
		await this.mark(choice);
		this.press('enter');
	}

	/** Types the word that a dangerous step asks for, once the field takes keys: from then on it has a mark. */
	async typeWord(word: string): Promise<void> {
		const label = this.words.typeWord(word);
		await this.waitFor(text => text.includes(`▸ ${label}`) || text.includes(`> ${label}`));
		this.screen.type(word);
		await this.waitFor(`${label} ${word}`);
		this.press('enter');
	}

	/** Types into a field of a dialog instead of what stands in it. */
	async retype(text: string): Promise<void> {
		const label = `▸ ${this.words.folders.column.to}`;
		const line = () =>
			this.text()
				.split('\n')
				.find(each => each.includes(`${label} `)) ?? '';
		await this.waitFor(`${label} `);
		this.press('end', ...Array.from({length: line().trim().length - label.length}, () => 'backspace'));
		this.screen.type(text);
		await this.waitFor(shown => new RegExp(`${label} ${text}\\s*$`, 'm').test(shown));
	}

	/** From Connect to the Progress screen, folder by folder. */
	async start(): Promise<void> {
		await this.toFolders();
		await this.toReview();
		await this.choose(this.words.review.start);
	}

	/** The engine's process, a child of the program's. */
	async engine(): Promise<number> {
		const {pid} = this.screen;
		const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8')).trim().split(' ');
		for (const child of children) {
			const command = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '');
			if (command.includes('engine-process')) return Number(child);
		}

		throw new Error(`No engine among the children of ${pid}: ${children.join(' ')}`);
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.screen[Symbol.asyncDispose]();
	}
}

/**
 * Freezes a server in the middle of a copy to it: some messages are in the staging folder, and none elsewhere.
 *
 * @param start begins the copy; the server stands still until then, so that none of it is missed.
 */
export async function freezeInTheMiddle(server: MailServer, start: () => Promise<unknown>): Promise<void> {
	freeze(server);
	await start();
	thaw(server);
	// A hundred come with one command: by the second, the answer to the first is on its way.
	while ((await staged(server)) < 150) await new Promise(setImmediate);
	freeze(server);
}

/** Messages in staging folders, as files: no screen tells fast enough. */
async function staged(server: MailServer): Promise<number> {
	let count = 0;
	// Nothing else is looked into: other tests have left thousands of files beside.
	const pattern = '*/Maildir/.*trasloco-*/{cur,new}/*';
	for await (const _ of glob(pattern, {cwd: join(server.directory, 'mail')})) count++;
	return count;
}

/** Every process of a server stops where it is, until `thaw`: what is sent to it waits. */
export function freeze(server: MailServer): void {
	process.kill(-server.pid, 'SIGSTOP');
}

export function thaw(server: MailServer): void {
	process.kill(-server.pid, 'SIGCONT');
}
