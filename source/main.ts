import {createRequire} from 'node:module';
import {Command, CommanderError, Option} from 'commander';
import {type HelpWords, helpIn, ofCommander} from './commands/help.ts';
import type {
	AttachOptions,
	CopyOptions,
	RecordOptions,
	RunOptions,
	ScreenOptions,
	UndoOptions,
	VerifyOptions,
} from './commands/options.ts';
import {accounts, looks, mapping, passwords, patience} from './commands/shared-options.ts';
import {languageOf} from './locales/language.ts';
import {exitCodes} from './problem.ts';
import {isUtf8} from './ui/terminal/detect.ts';

/** Reads the command line and loads what it asks for, and only that. Answers with the exit code. */
export async function main(args: readonly string[]): Promise<number> {
	let code: number = exitCodes.ok;
	const {help: words} =
		languageOf(process.env) === 'it'
			? await import('./locales/it/help.ts')
			: await import('./locales/en/help.ts');
	const shown = isUtf8(process.env) ? (text: string) => text : (await import('./ui/ascii.ts')).inLocale;
	const program = build(
		words,
		text => shown(text),
		async outcome => {
			code = await outcome;
		},
	);
	try {
		await program.parseAsync(args, {from: 'user'});
		return code;
	} catch (error) {
		// Commander has said what is wrong; help and version are no mistakes.
		if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.ok : exitCodes.usage;
		const {reportError} = await import('./commands/errors.ts');
		return reportError(error, args.includes('--json'));
	}
}

type Finish = (code: Promise<number>) => Promise<void>;

/**
 * @param words of the language in which help is given
 * @param shown gives a text as the terminal can show it
 */
function build(words: HelpWords, shown: (text: string) => string, finish: Finish): Command {
	const {takes, commands, options} = words;
	const manifest: unknown = createRequire(import.meta.url)('../package.json');
	const version =
		typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : '';
	const program = new Command('trasloco')
		.description(words.about)
		.version(version, '-v, --version', options.version)
		.helpOption('-h, --help', options.help)
		.helpCommand('help [command]', commands.help)
		.exitOverride()
		.configureHelp(helpIn(words))
		.configureOutput({
			writeOut: text => process.stdout.write(shown(text)),
			writeErr: text => process.stderr.write(shown(text)),
			outputError: (text, write) => write(ofCommander(text, words)),
		})
		// An option before the command is the screens', after it the command's.
		.enablePositionalOptions()
		.showHelpAfterError(words.seeHelp)
		.addHelpText('after', words.after);
	looks(accounts(program, words), words).action(async (options: ScreenOptions) => {
		const {screens} = await import('./commands/screens.ts');
		await finish(screens(options));
	});
	const copy = program.command('copy').description(commands.copy);
	mapping(accounts(copy, words), words)
		.addOption(
			new Option(`--verify <${takes.how}>`, options.verify).choices(['full', 'counts']).default('full'),
		)
		.option('--mark-read', options.markRead)
		.option(`--backup <${takes.folder}>`, options.backup)
		.option('--dry-run', options.dryRun)
		.addOption(patience(words))
		.option('--json', options.eventLines)
		.action(async (options: CopyOptions) => {
			// It starts while the rest is still being loaded.
			const engine = import('./host/client.ts').then(({startEngine}) => startEngine());
			const {copy} = await import('./commands/copy.ts');
			await finish(copy(options, engine));
		});
	const verify = program.command('verify').description(commands.verify);
	mapping(accounts(verify, words), words)
		.option('--deep', options.deep)
		.option('--allow-extra', options.allowExtra)
		.addOption(new Option('--screens', options.screens).conflicts(['json', 'save']))
		.option(`--save <${takes.file}>`, options.save)
		.addOption(
			new Option('--signatures', options.signatures).conflicts(['deep', 'allowExtra', 'screens', 'save']),
		)
		.addOption(new Option(`--authority <${takes.file}>`, options.authority))
		.option('--json', options.eventLines)
		.addHelpText('after', `\n${words.afterVerify}`)
		.action(async (options: VerifyOptions) => {
			const {verify} = await import('./commands/verify.ts');
			await finish(verify(options));
		});
	passwords(program.command('resume').description(commands.resume).argument(`<${takes.run}>`), words)
		.addOption(patience(words))
		.option('--json', options.eventLines)
		.action(async (run: string, options: RunOptions) => {
			const {resume} = await import('./commands/resume.ts');
			await finish(resume(run, options));
		});
	passwords(program.command('undo').description(commands.undo).argument(`<${takes.run}>`), words)
		.option('--yes', options.yes)
		.option('--keep-in-trash', options.keepInTrash)
		.addOption(patience(words))
		.option('--json', options.eventLines)
		.action(async (run: string, options: UndoOptions) => {
			const {undo} = await import('./commands/undo.ts');
			await finish(undo(run, options));
		});
	looks(program.command('attach').description(commands.attach).argument(`<${takes.run}>`), words)
		.option('--json', options.eventLines)
		.action(async (run: string, options: AttachOptions) => {
			const {attach} = await import('./commands/attach.ts');
			await finish(attach(run, options));
		});
	program
		.command('stop')
		.description(commands.stop)
		.argument(`<${takes.run}>`)
		.option('--json', options.eventLines)
		.action(async (run: string, options: {json?: boolean}) => {
			const {stop} = await import('./commands/stop.ts');
			await finish(stop(run, options));
		});
	passwords(program.command('record').description(commands.record).argument(`<${takes.run}>`), words)
		.option(`--folder <${takes.folder}>`, options.recordFolder)
		.option('--signatures', options.recordSignatures)
		.option(`--sign <${takes.certificate}>`, options.sign)
		.option(`--key <${takes.file}>`, options.key)
		.option('--json', options.eventLines)
		.action(async (run: string, options: RecordOptions) => {
			const {record} = await import('./commands/record.ts');
			await finish(record(run, options));
		});
	program
		.command('runs')
		.description(commands.runs)
		.option('--json', options.runLines)
		.action(async (options: {json?: boolean}) => {
			const {runs} = await import('./commands/runs.ts');
			await finish(runs(options));
		});
	program
		.command('accounts')
		.description(commands.accounts)
		.option(`--remove <${takes.name}>`, options.remove)
		.option('--json', options.accountLines)
		.action(async (options: {json?: boolean; remove?: string}) => {
			const {accounts} = await import('./commands/accounts.ts');
			await finish(accounts(options));
		});
	for (const command of program.commands) command.exitOverride();
	return program;
}
