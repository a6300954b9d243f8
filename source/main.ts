import {createRequire} from 'node:module';
import {Command, CommanderError, InvalidArgumentError, Option} from 'commander';
import type {
	AttachOptions,
	CopyOptions,
	RecordOptions,
	RunOptions,
	ScreenOptions,
	UndoOptions,
	VerifyOptions,
} from './commands/options.ts';
import {exitCodes} from './problem.ts';

/** Reads the command line and loads what it asks for, and only that. Answers with the exit code. */
export async function main(args: readonly string[]): Promise<number> {
	let code: number = exitCodes.ok;
	const program = build(async outcome => {
		code = await outcome;
	});
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

function build(finish: Finish): Command {
	const manifest: unknown = createRequire(import.meta.url)('../package.json');
	const version =
		typeof manifest === 'object' && manifest && 'version' in manifest ? String(manifest.version) : '';
	const program = new Command('trasloco')
		.description(
			'Moves a mailbox from one IMAP account to another while you watch: verified, and with a way back.',
		)
		.version(version, '-v, --version', 'print the version')
		.exitOverride()
		// An option before the command is the screens', after it the command's.
		.enablePositionalOptions()
		.showHelpAfterError('(see trasloco --help)')
		.addHelpText('after', afterHelp);
	looks(accounts(program)).action(async (options: ScreenOptions) => {
		const {screens} = await import('./commands/screens.ts');
		await finish(screens(options));
	});
	const copy = program.command('copy').description('copy a mailbox, verify it, and say what was done');
	mapping(accounts(copy))
		.addOption(
			new Option('--verify <how>', 'full: read every copy back; counts: compare counts, sizes and flags')
				.choices(['full', 'counts'])
				.default('full'),
		)
		.option('--mark-read', 'let what is copied arrive marked as read, and say how much of it')
		.option(
			'--backup <folder>',
			'first copy all that the destination holds into files there, and go on only when that is verified',
		)
		.option('--dry-run', 'only say what would be done')
		.addOption(patience())
		.option('--json', 'one event a line')
		.action(async (options: CopyOptions) => {
			// It starts while the rest is still being loaded.
			const engine = import('./host/client.ts').then(({startEngine}) => startEngine());
			const {copy} = await import('./commands/copy.ts');
			await finish(copy(options, engine));
		});
	const verify = program.command('verify').description('compare two accounts, whoever copied');
	mapping(accounts(verify))
		.option('--deep', 'read every message of both sides and compare the whole content')
		.option('--allow-extra', 'mail that is only at the destination is no difference')
		.addOption(
			new Option('--screens', 'on screens, as without accounts: look into folders and messages').conflicts([
				'json',
				'save',
			]),
		)
		.option('--save <file>', 'write the list of messages that differ into a new file, as CSV')
		.addOption(
			new Option(
				'--signatures',
				'check the S/MIME signatures (certified mail) of the accounts named, one or both',
			).conflicts(['deep', 'allowExtra', 'screens', 'save']),
		)
		.addOption(
			new Option(
				'--authority <file>',
				'check signatures, and also who signed: the certificates (PEM) of those who have to vouch for it',
			),
		)
		.option('--json', 'one event a line')
		.addHelpText(
			'after',
			'\nFlags and dates that differ are told and counted; for them alone the exit code stays 0.',
		)
		.action(async (options: VerifyOptions) => {
			const {verify} = await import('./commands/verify.ts');
			await finish(verify(options));
		});
	passwords(program.command('resume').description('finish a run that was interrupted').argument('<run>'))
		.addOption(patience())
		.option('--json', 'one event a line')
		.action(async (run: string, options: RunOptions) => {
			const {resume} = await import('./commands/resume.ts');
			await finish(resume(run, options));
		});
	passwords(
		program.command('undo').description('take out of the destination what a run put in').argument('<run>'),
	)
		.option('--yes', "don't ask")
		.option('--keep-in-trash', 'leave the messages in the trash')
		.addOption(patience())
		.option('--json', 'one event a line')
		.action(async (run: string, options: UndoOptions) => {
			const {undo} = await import('./commands/undo.ts');
			await finish(undo(run, options));
		});
	looks(
		program
			.command('attach')
			.description('show a run that is under way, with pause and stop')
			.argument('<run>'),
	)
		.option('--json', 'one event a line')
		.action(async (run: string, options: AttachOptions) => {
			const {attach} = await import('./commands/attach.ts');
			await finish(attach(run, options));
		});
	program
		.command('stop')
		.description('stop a run that is under way at a safe point')
		.argument('<run>')
		.option('--json', 'one event a line')
		.action(async (run: string, options: {json?: boolean}) => {
			const {stop} = await import('./commands/stop.ts');
			await finish(stop(run, options));
		});
	passwords(
		program
			.command('record')
			.description('write the record of a run: what became of each message, as CSV and JSON, with SHA-256')
			.argument('<run>'),
	)
		.option('--folder <folder>', 'into this folder; otherwise into one beside the run')
		.option('--signatures', 'check the S/MIME signatures of what is at the destination')
		.option('--sign <certificate>', 'sign it with your own certificate (PEM)')
		.option('--key <file>', 'the private key of that certificate, where it is another file')
		.option('--json', 'one event a line')
		.action(async (run: string, options: RecordOptions) => {
			const {record} = await import('./commands/record.ts');
			await finish(record(run, options));
		});
	program
		.command('runs')
		.description('list the runs that have a journal here')
		.option('--json', 'one run a line')
		.action(async (options: {json?: boolean}) => {
			const {runs} = await import('./commands/runs.ts');
			await finish(runs(options));
		});
	program
		.command('accounts')
		.description('list the saved accounts, or remove one')
		.option('--remove <name>', 'remove this one; the mailbox and its runs stay as they are')
		.option('--json', 'one account a line')
		.action(async (options: {json?: boolean; remove?: string}) => {
			const {accounts} = await import('./commands/accounts.ts');
			await finish(accounts(options));
		});
	for (const command of program.commands) command.exitOverride();
	return program;
}

function accounts(command: Command): Command {
	return passwords(
		command
			.option(
				'--from <account>',
				'where the mail is: an address, a saved account, imaps://USER@HOST[:PORT], or mail in files: eml:DIR, maildir:DIR, mbox:DIR, or a .zip of it',
			)
			.option('--to <account>', 'where it goes'),
	);
}

/** How the screens are drawn. */
function looks(command: Command): Command {
	return command
		.option('--slow', 'draw once a second at most; over SSH this goes without saying')
		.option('--screen-reader', 'plain sentences instead of screens, for a screen reader');
}

function passwords(command: Command): Command {
	return command
		.option('--from-password-command <command>', 'prints the password of --from (no shell)')
		.option('--to-password-command <command>', 'prints the password of --to (no shell)')
		.option('--from-password-stdin', 'the first line of standard input is the password of --from')
		.option('--to-password-stdin', 'the same for --to; with both, the second line is that of --to')
		.option('--ca <file>', 'trust the certificate authorities in this PEM file too')
		.option('--from-certificate <sha256>', 'trust this one certificate of --from, whatever is wrong with it')
		.option('--to-certificate <sha256>', 'the same for --to')
		.option('--from-old-tls', 'accept TLS 1.0 and 1.1 from an old server, which others can break')
		.option('--to-old-tls', 'the same for --to')
		.option(
			'--from-oauth <provider>',
			'log in to --from by a browser: google, microsoft, or one of the settings;',
		)
		.option('--to-oauth <provider>', 'the same for --to; token: what is given as password is an access token')
		.option('--from-authorize-as <user>', 'the mailbox of this user, where the one who logs in may open it')
		.option('--to-authorize-as <user>', 'the same for --to')
		.option('--from-client-certificate <file>', 'show this certificate (PEM) to the server of --from')
		.option('--to-client-certificate <file>', 'the same for --to')
		.option('--from-client-key <file>', 'its private key, where that is a file of its own')
		.option('--to-client-key <file>', 'the same for --to')
		.option('--from-proxy <url>', 'reach --from through socks5://[USER@]HOST[:PORT], or http:// (CONNECT)')
		.option('--to-proxy <url>', 'the same for --to')
		.option('--from-limits <limits>', 'copy no faster than this, such as 500kB/s,10/s,2GB/day')
		.option('--to-limits <limits>', 'the same for --to')
		.option('--compress', 'send fewer bytes, where a server can: for lines slower than 20 Mbit/s');
}

function mapping(command: Command): Command {
	const collect = (value: string, list: readonly string[] = []) => [...list, value];
	return command
		.option('--map <source=destination>', 'put this folder there; may be repeated', collect)
		.option('--only <folder>', 'copy this folder alone; may be repeated', collect)
		.option('--except <folder>', 'copy all but this folder; may be repeated', collect)
		.option('--into <folder>', "put the source's INBOX into this folder and all others below it")
		.option('--archive', "also the provider's second copy of mail, by year (certified mail)")
		.addOption(
			new Option(
				'--labels <how>',
				'Gmail: a message under several labels is copied into the folder of each, or once',
			)
				.choices(['each', 'once'])
				.default('each'),
		);
}

function patience(): Option {
	return new Option('--patience <minutes>', 'how long to go on trying when a server is gone or too busy')
		.default(15)
		.argParser(text => {
			if (/^\d{1,6}$/.test(text)) return Number(text);
			throw new InvalidArgumentError('It is a whole number of minutes.');
		});
}

const afterHelp = `
Accounts     mario@example.it           its server is looked for, and said
             imaps://USER@HOST[:PORT]   TLS, port 993
             imap://USER@HOST[:PORT]    STARTTLS, required
             imap+plain://USER@HOST     no encryption, this machine alone
             USER with @ written as %40
             eml:DIR, maildir:DIR       mail in files; of a source also mbox:FILE, and a .zip
             mbox:DIR                   in the place of DIR; mboxo:, mboxrd:, mboxcl: or mboxcl2:FILE where its dialect is known
Passwords    TRASLOCO_FROM_PASSWORD, TRASLOCO_TO_PASSWORD, a command, standard input, or asked for; never an argument
             the same for TRASLOCO_FROM_PASSPHRASE (a client's key), TRASLOCO_FROM_PROXY_PASSWORD
Exit codes   0 all copied and verified      4 login refused
             1 a defect of the program      5 a side can't be reached, or is not trusted
             2 wrong usage                  6 the destination can't take it
             3 differences, each listed     130 interrupted, can be resumed`;
