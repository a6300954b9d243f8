import type {Preset} from './account.ts';
import {addressParts, isHostName, splitAddress} from './address.ts';
import {readAutoconfig} from './autoconfig.ts';
import {type NameRecords, type Network, nameRecords, type ServerRecord, securePages} from './network.ts';
import {type Provider, providerOfAddress, providerOfServer, type Seen} from './providers.ts';

/** How an account's server was found. */
export type Found =
	/** The provider's address, in the table; `mx` names the server that takes in mail, where that told the provider. */
	| {readonly by: 'provider'; readonly provider: string; readonly seen: Seen; readonly mx?: string}
	| {readonly by: 'srv'; readonly domain: string}
	/** The provider's settings for mail programs, on this host. */
	| {readonly by: 'autoconfig'; readonly host: string};

/** An account that was found for an address. */
export interface Discovery {
	readonly account: Preset;
	readonly how: Found;
	/** The name of the provider to which the server belongs, where it is known. */
	readonly provider?: string;
	/** The login name may be another: the provider has names of its own. */
	readonly ownName?: true;
	/**
	 * False where only DNS names the server, which others can forge (RFC 6186, 6): a person has to look at it before a
	 * password is sent.
	 */
	readonly assured: boolean;
}

/** Finds the server of an address. */
export type FindServer = (address: string, options?: FindOptions) => Promise<Discovery | undefined>;

/** How a server is looked for. */
export interface FindOptions {
	/** Ends it, with nothing found. */
	readonly signal?: AbortSignal | undefined;
	/** The way to the server leads through a proxy: then nobody is asked on another way, and only the table counts. */
	readonly isProxied?: boolean;
}

/** How long all questions together may take, in milliseconds. */
const patience = 6000;

/**
 * Finds the IMAP server of an address: the provider of its domain in the table, else what its domain says in SRV
 * records (RFC 6186; `_imaps` before `_imap`, as RFC 8314 wants), else its settings for mail programs over HTTPS, else
 * the provider whose servers take in its mail (MX), who may serve domains of customers. All is asked at once; that
 * order decides.
 *
 * @param signal ends it, with nothing found
 * @param ms how long it may take
 * @returns undefined where none was found. The server is a host name, the port a port; the words are from outside:
 * escape before printing
 */
export async function discover(
	address: string,
	{names, page}: Network,
	{signal, ms = patience}: {readonly signal?: AbortSignal | undefined; readonly ms?: number} = {},
): Promise<Discovery | undefined> {
	const parts = addressParts(address);
	if (parts === undefined) return undefined;
	const {domain} = parts;
	const known = providerOfAddress(domain);
	if (known) return ofProvider(known, address);
	const over = new AbortController();
	const timer = setTimeout(() => over.abort(), ms);
	const end = () => over.abort();
	signal?.addEventListener('abort', end, {once: true});
	if (signal?.aborted) end();
	try {
		// What does not heed the end is not waited for.
		const ended = new Promise<undefined>(resolve => {
			over.signal.addEventListener('abort', () => resolve(undefined), {once: true});
			if (over.signal.aborted) resolve(undefined);
		});
		const asked = [
			bySrv(address, domain, names, over.signal),
			...autoconfigPages(domain).map(url => byAutoconfig(address, url, page, over.signal)),
			byMx(address, domain, names, over.signal),
		].map(each => orNothing(each));
		for (const answer of asked) {
			const found = await Promise.race([answer.asked, ended.then(() => answer.now())]);
			if (found !== undefined && !signal?.aborted) return found;
		}

		return undefined;
	} finally {
		clearTimeout(timer);
		signal?.removeEventListener('abort', end);
		over.abort();
	}
}

/** An answer that can be looked at before it is there; one that failed is none. */
function orNothing<T>(promise: Promise<T | undefined>): {
	readonly asked: Promise<T | undefined>;
	readonly now: () => T | undefined;
} {
	let value: T | undefined;
	const asked = promise.then(
		answer => {
			value = answer;
			return answer;
		},
		() => undefined,
	);
	return {asked, now: () => value};
}

async function bySrv(
	address: string,
	domain: string,
	names: NameRecords,
	signal: AbortSignal,
): Promise<Discovery | undefined> {
	const services = [
		{service: '_imaps', security: 'tls'},
		{service: '_imap', security: 'starttls'},
	] as const;
	const answers = await Promise.all(
		services.map(({service}) => names.srv(`${service}._tcp.${domain}`, signal)),
	);
	for (const [index, {security}] of services.entries()) {
		// A target of "." says that there is no such service (RFC 6186, 3.4).
		const record = firstOf(answers[index] ?? []);
		if (record === undefined || record.name === '' || record.name === '.') continue;
		const host = record.name.replace(/\.$/, '');
		const isOwn = isWithin(host, domain);
		const found = checked(
			{host, port: record.port, security, user: address},
			address,
			{by: 'srv', domain},
			isOwn,
		);
		if (found) return found;
	}

	return undefined;
}

/** The record that counts: of the lowest priority the heaviest (RFC 2782). */
function firstOf(records: readonly ServerRecord[]): ServerRecord | undefined {
	return [...records].sort((a, b) => a.priority - b.priority || b.weight - a.weight)[0];
}

/** Where a domain keeps settings for mail programs. The address is not told. */
function autoconfigPages(domain: string): URL[] {
	return [
		`https://autoconfig.${domain}/mail/config-v1.1.xml`,
		`https://${domain}/.well-known/autoconfig/mail/config-v1.1.xml`,
	].map(url => new URL(url));
}

async function byAutoconfig(
	address: string,
	url: URL,
	page: Network['page'],
	signal: AbortSignal,
): Promise<Discovery | undefined> {
	const text = await page(url, signal);
	const preset = text === undefined ? undefined : readAutoconfig(text, address);
	// Its certificate says that it is the domain's.
	return preset && checked(preset, address, {by: 'autoconfig', host: url.hostname}, true);
}

async function byMx(
	address: string,
	domain: string,
	names: NameRecords,
	signal: AbortSignal,
): Promise<Discovery | undefined> {
	const records = await names.mx(domain, signal);
	for (const {exchange} of [...records].sort((a, b) => a.priority - b.priority)) {
		const provider = isHostName(exchange) ? providerOfServer(exchange) : undefined;
		if (provider) return ofProvider(provider, address, exchange);
	}

	return undefined;
}

/** What the table says. Whoever forges an MX record can name no server but one of the table's. */
function ofProvider(provider: Provider, address: string, mx?: string): Discovery {
	const {name, host, security, user, seen} = provider;
	const [local] = splitAddress(address);
	return {
		account: {
			host,
			port: security === 'tls' ? 993 : 143,
			security,
			// At a domain of its own, a mailbox has the name of another address.
			user: user === 'local-part' && mx === undefined ? local : address,
		},
		how: {by: 'provider', provider: name, seen, ...(mx === undefined ? {} : {mx})},
		provider: name,
		...(user === 'own' || (user === 'local-part' && mx !== undefined) ? {ownName: true} : {}),
		assured: true,
	};
}

/** What was told, where it can be: a host's name, a port, a name without control characters. */
function checked(preset: Preset, address: string, how: Found, assured: boolean): Discovery | undefined {
	const {port} = preset;
	const host = preset.host.toLowerCase();
	if (!isHostName(host) || !Number.isInteger(port) || port < 1 || port > 65_535) return undefined;
	const user = preset.user.length <= 320 && !/\p{C}/u.test(preset.user) ? preset.user : address;
	const provider = providerOfServer(host);
	return {
		account: {host, port, security: preset.security, user},
		how,
		...(provider ? {provider: provider.name} : {}),
		...(provider?.user === 'own' ? {ownName: true} : {}),
		assured: assured || provider !== undefined,
	};
}

function isWithin(host: string, domain: string): boolean {
	const name = host.toLowerCase();
	return name === domain || name.endsWith(`.${domain}`);
}

/** The same with the names and pages that this machine sees. */
export const findServer: FindServer = (address, {signal, isProxied = false} = {}) =>
	discover(address, isProxied ? nobody : {names: nameRecords(), page: securePages()}, {signal});

/** Knows nothing. */
const nobody: Network = {names: {srv: async () => [], mx: async () => []}, page: async () => undefined};
