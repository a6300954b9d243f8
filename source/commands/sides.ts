import {resolve} from 'node:path';
import {type Account, isFiles, isSameMailbox, type Terms, withTerms} from '../accounts/account.ts';
import {isAddress} from '../accounts/address.ts';
import type {FindServer} from '../accounts/discovery.ts';
import {secretVariables} from '../accounts/environment.ts';
import {parseLimits} from '../accounts/limits.ts';
import {isByBrowser, withCommand} from '../accounts/oauth/grant.ts';
import {isAccountUrl, parseAccount, parseCertificate, parseFiles, realFiles} from '../accounts/parse.ts';
import {type PasswordSource, passwordFor} from '../accounts/passwords.ts';
import {parseProxy} from '../accounts/proxy.ts';
import {type GivenSecrets, type Secrets, takeSecretsFromEnvironment} from '../accounts/secrets.ts';
import {firstLines} from '../accounts/standard-input.ts';
import type {EngineClient} from '../host/protocol.ts';
import {Problem, type Side} from '../problem.ts';
import type {StoreInfo} from '../stores/store.ts';
import {askSecret} from '../ui/terminal/asking.ts';
import {unlock} from '../ui/terminal/unlocking.ts';
import {whenAll} from '../when-all.ts';
import {accountOfAddress} from './finding-server.ts';
import type {AccountOptions} from './options.ts';

/**
 * The account that a text means: a URL, the name of a saved one, or an address whose server is then looked for.
 *
 * @throws {Problem}
 */
export async function accountFrom(
	side: Side,
	text: string | undefined,
	options: AccountOptions,
	find?: FindServer,
): Promise<Account> {
	if (text === undefined) throw new Problem({code: 'usage', side, params: {why: 'account-missing'}});
	const named = await namedIn(side, text, options);
	if (named !== undefined) return named;
	const server = find ?? (await import('../accounts/discovery.ts')).findServer;
	const terms = termsFor(side, options);
	const search = (address: string) => server(address, {isProxied: terms.proxy !== undefined});
	return {...(await accountOfAddress(side, text, asksPassword(side, options), search, terms)), ...terms};
}

/** The account that a URL or the name of a saved one means; undefined where the text is an address. @throws {Problem} */
export async function namedIn(
	side: Side,
	text: string,
	options: AccountOptions,
): Promise<Account | undefined> {
	const terms = termsFor(side, options);
	const files = parseFiles(text);
	if (files) return realFiles(files);
	if (isAccountUrl(text)) return parseAccount(side, text, terms);
	const {savedAccounts} = await import('../accounts/saved.ts');
	const saved = savedAccounts()
		.list()
		.find(({name}) => name === text);
	if (saved) return withTerms(saved.account, terms);
	// USER:PASSWORD@HOST by mistake: nothing that may hold a password is repeated.
	if (text.includes(':')) throw new Problem({code: 'usage', side, params: {why: 'account-scheme'}});
	if (isAddress(text)) return undefined;
	throw new Problem({code: 'unknown-account', side, params: {name: text}});
}

/** Whether the password of a side will be asked for on the terminal. */
function asksPassword(side: Side, options: AccountOptions): boolean {
	const {command, stdin} = passwordOptions(side, options);
	const isGiven = command !== undefined || stdin || Boolean(process.env[secretVariables[side].password]);
	return !isGiven && process.stdin.isTTY && process.stderr.isTTY;
}

/** What the command line sets for a side. @throws {Problem} `usage` */
export function termsFor(side: Side, options: AccountOptions): Terms {
	const isSource = side === 'source';
	const certificate = isSource ? options.fromCertificate : options.toCertificate;
	const oldTls = isSource ? options.fromOldTls : options.toOldTls;
	const limits = isSource ? options.fromLimits : options.toLimits;
	const oauth = isSource ? options.fromOauth : options.toOauth;
	const authorizeAs = isSource ? options.fromAuthorizeAs : options.toAuthorizeAs;
	const clientCertificate = isSource ? options.fromClientCertificate : options.toClientCertificate;
	const clientKey = isSource ? options.fromClientKey : options.toClientKey;
	const proxy = isSource ? options.fromProxy : options.toProxy;
	return {
		...(oauth === undefined ? {} : {oauth}),
		...(authorizeAs === undefined ? {} : {authorizeAs}),
		...(clientCertificate === undefined ? {} : {clientCertificate: resolve(clientCertificate)}),
		...(clientKey === undefined ? {} : {clientKey: resolve(clientKey)}),
		...(proxy === undefined ? {} : {proxy: parseProxy(side, proxy)}),
		...(options.ca === undefined ? {} : {caFile: options.ca}),
		...(certificate === undefined ? {} : {certificate: parseCertificate(side, certificate)}),
		...(oldTls ? {oldTls} : {}),
		...(options.compress ? {compress: true} : {}),
		...(limits === undefined ? {} : {limits: parseLimits(side, limits)}),
	};
}

/** Connects these sides at once, after each password was asked for by name. @throws {Problem} */
export async function connectSides(
	engine: EngineClient,
	accounts: Readonly<Partial<Record<Side, Account>>>,
	options: AccountOptions,
): Promise<Partial<Record<Side, StoreInfo>>> {
	const {source, destination} = accounts;
	if (source && destination && isSameMailbox(source, destination)) {
		throw new Problem({code: 'same-mailbox'});
	}

	const environment = takeSecretsFromEnvironment();
	const ask = process.stdin.isTTY && process.stderr.isTTY ? askSecret : undefined;
	const sources = await passwordSources(accounts, options, environment);
	const all = new Map<
		Side,
		{readonly account: Account; readonly password: string; readonly secrets: Secrets}
	>();
	for (const side of ['source', 'destination'] as const) {
		const named = accounts[side];
		if (!named) continue;
		if (isFiles(named)) {
			all.set(side, {account: named, password: '', secrets: {}});
			continue;
		}

		const from = sources.get(side) ?? {};
		const account = withCommand(named, from.command);
		const secrets = await unlock(side, account, environment[side]);
		if (isByBrowser(account)) {
			all.set(side, {account, password: '', secrets});
		} else {
			const password = await passwordFor(side, account, from, environment, ask);
			const {command} = from;
			const more = account.oauth === undefined || command === undefined ? {} : {tokenCommand: command};
			all.set(side, {account, password, secrets: {...secrets, ...more}});
		}
	}

	const connected = await whenAll(
		[...all].map(async ([side, login]) => [side, await engine.request('connect', {side, ...login})] as const),
	);
	return Object.fromEntries(connected);
}

/** What the command line says of a side's password. */
function passwordOptions(
	side: Side,
	options: AccountOptions,
): {readonly command: string | undefined; readonly stdin: boolean} {
	return side === 'source'
		? {command: options.fromPasswordCommand, stdin: options.fromPasswordStdin ?? false}
		: {command: options.toPasswordCommand, stdin: options.toPasswordStdin ?? false};
}

/**
 * Where each password comes from: as the command line says, else from the environment, else by the command that the
 * mailbox was saved with. A terminal is no input to read lines from: there it is asked for, and not shown.
 *
 * @throws {Problem} `settings-unreadable`
 */
async function passwordSources(
	accounts: Readonly<Partial<Record<Side, Account>>>,
	options: AccountOptions,
	environment: GivenSecrets,
): Promise<ReadonlyMap<Side, PasswordSource>> {
	const sides = (['source', 'destination'] as const).filter(side => {
		const account = accounts[side];
		return account !== undefined && !isFiles(account);
	});
	const fromInput = sides.filter(side => passwordOptions(side, options).stdin && !process.stdin.isTTY);
	const lines = await firstLines(fromInput.length);
	const sources = new Map<Side, PasswordSource>();
	for (const side of sides) {
		const account = accounts[side];
		const {command, stdin} = passwordOptions(side, options);
		if (fromInput.includes(side)) sources.set(side, {line: lines[fromInput.indexOf(side)] ?? ''});
		else if (command !== undefined) sources.set(side, {command});
		else if (account && !stdin && environment[side].password === undefined) {
			const {savedAccounts} = await import('../accounts/saved.ts');
			const saved = savedAccounts().commandFor(account);
			if (saved !== undefined) sources.set(side, {command: saved});
		}
	}

	return sources;
}
