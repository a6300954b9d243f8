import {type Command, InvalidArgumentError, Option} from 'commander';
import type {HelpWords} from './help.ts';

/** The two accounts, and how to log in to them. */
export function accounts(command: Command, words: HelpWords): Command {
	const {takes, options} = words;
	return passwords(
		command.option(`--from <${takes.account}>`, options.from).option(`--to <${takes.account}>`, options.to),
		words,
	);
}

/** How the screens are drawn. */
export function looks(command: Command, {options}: HelpWords): Command {
	return command.option('--slow', options.slow).option('--screen-reader', options.screenReader);
}

/** Where passwords come from, and whatever else an account may have. */
export function passwords(command: Command, {takes, options}: HelpWords): Command {
	return command
		.option(`--from-password-command <${takes.command}>`, options.fromPasswordCommand)
		.option(`--to-password-command <${takes.command}>`, options.toPasswordCommand)
		.option('--from-password-stdin', options.fromPasswordStdin)
		.option('--to-password-stdin', options.toPasswordStdin)
		.option(`--ca <${takes.file}>`, options.ca)
		.option(`--from-certificate <${takes.sha256}>`, options.fromCertificate)
		.option(`--to-certificate <${takes.sha256}>`, options.sameForTo)
		.option('--from-old-tls', options.fromOldTls)
		.option('--to-old-tls', options.sameForTo)
		.option(`--from-oauth <${takes.provider}>`, options.fromOauth)
		.option(`--to-oauth <${takes.provider}>`, options.sameForTo)
		.option(`--from-authorize-as <${takes.user}>`, options.fromAuthorizeAs)
		.option(`--to-authorize-as <${takes.user}>`, options.sameForTo)
		.option(`--from-client-certificate <${takes.file}>`, options.fromClientCertificate)
		.option(`--to-client-certificate <${takes.file}>`, options.sameForTo)
		.option(`--from-client-key <${takes.file}>`, options.fromClientKey)
		.option(`--to-client-key <${takes.file}>`, options.sameForTo)
		.option(`--from-proxy <${takes.url}>`, options.fromProxy)
		.option(`--to-proxy <${takes.url}>`, options.sameForTo)
		.option(`--from-limits <${takes.limits}>`, options.fromLimits)
		.option(`--to-limits <${takes.limits}>`, options.sameForTo)
		.option('--compress', options.compress);
}

/** Which folder goes where. */
export function mapping(command: Command, {takes, options}: HelpWords): Command {
	const collect = (value: string, list: readonly string[] = []) => [...list, value];
	return command
		.option(`--map <${takes.pair}>`, options.map, collect)
		.option(`--only <${takes.folder}>`, options.only, collect)
		.option(`--except <${takes.folder}>`, options.except, collect)
		.option(`--into <${takes.folder}>`, options.into)
		.option('--archive', options.archive)
		.addOption(
			new Option(`--labels <${takes.how}>`, options.labels).choices(['each', 'once']).default('each'),
		);
}

/** How long a server may be gone. */
export function patience({takes, options, notMinutes}: HelpWords): Option {
	return new Option(`--patience <${takes.minutes}>`, options.patience).default(15).argParser(text => {
		if (/^\d{1,6}$/.test(text)) return Number(text);
		throw new InvalidArgumentError(notMinutes);
	});
}
