import type {Side} from '../problem.ts';
import {type Account, isFiles, mailboxOf, type Security, type ServerAccount} from './account.ts';
import {splitAddress} from './address.ts';
import type {Limits} from './limits.ts';

/** How sure a preset is: a public list of settings or the operator's own page, another program's presets, or neither. */
export type Seen = 'list' | 'app' | 'unverified';

/**
 * What a login name is at a provider: the whole address, the part before its @, or a name of the provider's own that
 * only the operator knows.
 */
export type UserName = 'address' | 'local-part' | 'own';

/** What a refused login most often means at a provider; `locales/` words it. */
export type LoginHint =
	/** A password for mail programs where login has two steps; else the second step off, and on again after. */
	| 'two-step'
	/** IMAP can be switched off for one mailbox. */
	| 'imap-off'
	/** The first login is made on the web, where a new password is asked for. */
	| 'first-login'
	/** Some special characters are refused in passwords, though the password is right. */
	| 'characters'
	/** A user id, which is not the address. */
	| 'user-id'
	/** A password for mail programs that ends after 90 days. */
	| 'client-password'
	| 'app-password'
	/** No password at all, but a token (OAuth 2.0). */
	| 'oauth';

/** A provider of mailboxes: where its IMAP server is, and what is known of it. A preset is a default that can be changed. */
export interface Provider {
	readonly name: string;
	/** The domains of its addresses. */
	readonly addresses: readonly string[];
	/** Its IMAP server. */
	readonly host: string;
	/** TLS on port 993, or STARTTLS on port 143. */
	readonly security: Extract<Security, 'tls' | 'starttls'>;
	readonly user: UserName;
	readonly seen: Seen;
	/** Where the preset is from. */
	readonly from: string;
	/** Domains of its servers besides the IMAP server: mail for domains of customers goes there (MX), or old names. What is below one counts too. */
	readonly servers?: readonly string[];
	/** Certified mail (PEC): one connection to a mailbox, whatever the server would allow. */
	readonly certified?: true;
	/** The folder in which it keeps a second copy of all mail, in one folder for each year. */
	readonly archive?: string;
	/** What a refused login is explained with, the likeliest first. */
	readonly hints?: readonly LoginHint[];
	/** What it calls a password for mail programs. */
	readonly passwordName?: string;
	readonly connections?: number;
	/** Bytes a day that may be read, and written. */
	readonly daily?: Readonly<Record<Side, number>>;
}

const tls = {security: 'tls', user: 'address'} as const;
const settingsLists = {seen: 'list', from: 'public lists of settings for mail programs'} as const;
const otherPrograms = {seen: 'app', from: 'presets of other mail programs'} as const;
const pec = {...tls, certified: true, hints: ['two-step', 'imap-off']} as const;

/** The managers of certified mail are on AgID's public list, their servers where each entry says. */
export const providers: readonly Provider[] = [
	{
		...pec,
		name: 'Aruba PEC',
		addresses: ['pec.it', 'arubapec.it', 'mypec.eu', 'gigapec.it', 'ingpec.eu'],
		host: 'imaps.pec.aruba.it',
		servers: ['pec.aruba.it'],
		passwordName: 'Password per programmi di posta',
		// guide.pec.it, "Webmail PEC: archivio e messaggi archiviati": by year and month, of mailboxes Pro and Premium.
		archive: 'Archivio',
		...settingsLists,
	},
	{
		...pec,
		name: 'InfoCert Legalmail',
		addresses: ['legalmail.it'],
		host: 'mbox.cert.legalmail.it',
		servers: ['cert.legalmail.it', 'legalmail.it'],
		user: 'own',
		hints: ['user-id', 'two-step'],
		...otherPrograms,
	},
	{
		...pec,
		name: 'Namirial',
		addresses: ['sicurezzapostale.it'],
		host: 'imaps.sicurezzapostale.it',
		servers: ['sicurezzapostale.it'],
		hints: ['first-login', 'characters'],
		...otherPrograms,
	},
	{
		...pec,
		name: 'Poste Italiane PEC',
		addresses: ['postecert.it'],
		host: 'mail.postecert.it',
		servers: ['postecert.it'],
		...settingsLists,
	},
	{
		...pec,
		name: 'Postel PEC',
		addresses: ['postecertifica.it'],
		host: 'mail.postecertifica.it',
		servers: ['postecertifica.it'],
		hints: ['client-password'],
		...otherPrograms,
	},
	{
		...pec,
		name: 'Register.it PEC',
		addresses: ['pec-email.com'],
		host: 'imap.pec-email.com',
		servers: ['pec-email.com'],
		...otherPrograms,
	},
	{
		...pec,
		name: 'TIM PEC',
		addresses: ['telecompost.it'],
		host: 'mail.telecompost.it',
		servers: ['telecompost.it'],
		...otherPrograms,
	},
	{
		...pec,
		name: 'Libero PEC',
		addresses: ['postacert.it.net'],
		host: 'mail.postacert.it.net',
		servers: ['postacert.it.net'],
		...otherPrograms,
	},
	{
		...pec,
		name: 'Actalis PEC',
		addresses: [],
		host: 'imap.pec.actalis.it',
		servers: ['pec.actalis.it'],
		...otherPrograms,
	},
	{
		...pec,
		name: 'Notartel PEC',
		addresses: ['postacertificata.notariato.it'],
		host: 'imap.postacertificata.notariato.it',
		servers: ['postacertificata.notariato.it'],
		...otherPrograms,
	},
	{
		...pec,
		name: 'Intesi Group PEC',
		addresses: ['ig-trustmail.com'],
		host: 'imap.ig-trustmail.com',
		servers: ['ig-trustmail.com'],
		...otherPrograms,
	},
	{
		...tls,
		name: 'Gmail',
		addresses: ['gmail.com', 'googlemail.com'],
		host: 'imap.gmail.com',
		servers: ['aspmx.l.google.com', 'googlemail.com', 'smtp.google.com'],
		hints: ['app-password'],
		seen: 'list',
		// With the limits: support.google.com/a/answer/1071518 (bandwidth), and /7126229 (15 connections).
		from: 'support.google.com/a/answer/7126229',
		connections: 15,
		daily: {source: 2_500_000_000, destination: 500_000_000},
	},
	{
		...tls,
		name: 'Outlook.com',
		addresses: ['outlook.com', 'outlook.it', 'hotmail.com', 'hotmail.it', 'live.com', 'live.it', 'msn.com'],
		host: 'outlook.office365.com',
		servers: ['olc.protection.outlook.com'],
		hints: ['oauth'],
		seen: 'list',
		from: 'support.microsoft.com: POP, IMAP, and SMTP settings for Outlook.com',
	},
	{
		...tls,
		name: 'Microsoft 365',
		addresses: ['onmicrosoft.com'],
		host: 'outlook.office365.com',
		servers: ['mail.protection.outlook.com', 'mx.microsoft'],
		hints: ['oauth'],
		seen: 'list',
		from: 'support.microsoft.com: POP, IMAP, and SMTP settings',
	},
	{
		...tls,
		name: 'iCloud',
		addresses: ['icloud.com', 'me.com', 'mac.com'],
		host: 'imap.mail.me.com',
		servers: ['mail.icloud.com'],
		user: 'local-part',
		hints: ['app-password'],
		seen: 'list',
		from: 'support.apple.com/102525',
	},
	{
		...tls,
		name: 'Yahoo',
		addresses: ['yahoo.com', 'yahoo.it', 'ymail.com', 'rocketmail.com'],
		host: 'imap.mail.yahoo.com',
		servers: ['yahoodns.net'],
		hints: ['app-password'],
		seen: 'list',
		from: 'help.yahoo.com: IMAP server settings',
	},
	{
		...tls,
		name: 'Fastmail',
		addresses: ['fastmail.com', 'fastmail.fm'],
		host: 'imap.fastmail.com',
		servers: ['messagingengine.com'],
		hints: ['app-password'],
		seen: 'list',
		from: 'fastmail.help: server names and ports',
	},
	{
		...tls,
		name: 'Libero',
		addresses: ['libero.it', 'inwind.it', 'iol.it', 'blu.it', 'giallo.it'],
		host: 'imapmail.libero.it',
		servers: ['libero.it'],
		hints: ['two-step', 'imap-off'],
		...settingsLists,
	},
	{
		...tls,
		name: 'Virgilio',
		addresses: ['virgilio.it'],
		host: 'in.virgilio.it',
		servers: ['virgilio.it'],
		hints: ['two-step', 'imap-off'],
		...settingsLists,
	},
	{
		name: 'TIM',
		addresses: ['tim.it'],
		host: 'imap.tim.it',
		security: 'starttls',
		user: 'address',
		...settingsLists,
	},
	{
		name: 'Alice',
		addresses: ['alice.it', 'tin.it'],
		host: 'in.alice.it',
		security: 'starttls',
		user: 'address',
		...settingsLists,
	},
	{
		...tls,
		name: 'Tiscali',
		addresses: ['tiscali.it'],
		host: 'imap.tiscali.it',
		servers: ['tiscali.it'],
		...settingsLists,
	},
	{
		...tls,
		name: 'Aruba',
		addresses: ['aruba.it'],
		host: 'imaps.aruba.it',
		servers: ['aruba.it'],
		hints: ['imap-off', 'two-step'],
		...otherPrograms,
	},
	{
		...tls,
		name: 'Register.it',
		addresses: ['register.it'],
		host: 'imap.register.it',
		servers: ['register.it'],
		...otherPrograms,
	},
	{
		...tls,
		name: 'Zoho',
		addresses: ['zoho.eu', 'zohomail.eu'],
		host: 'imap.zoho.eu',
		servers: ['zoho.eu', 'imap.zoho.com'],
		hints: ['imap-off', 'app-password'],
		...settingsLists,
		// Few sessions at once, as its users report.
		connections: 2,
	},
	{
		...tls,
		name: 'GMX',
		addresses: ['gmx.net', 'gmx.de', 'gmx.at', 'gmx.ch'],
		host: 'imap.gmx.net',
		servers: ['gmx.net'],
		hints: ['imap-off'],
		...settingsLists,
	},
	{
		...tls,
		name: 'GMX',
		addresses: ['gmx.com', 'gmx.us', 'gmx.co.uk'],
		host: 'imap.gmx.com',
		hints: ['imap-off'],
		...settingsLists,
	},
	{
		...tls,
		name: 'OVH',
		addresses: [],
		host: 'ssl0.ovh.net',
		servers: ['mail.ovh.net', 'ovh.net'],
		...settingsLists,
	},
	{
		...tls,
		name: 'IONOS',
		addresses: [],
		host: 'imap.ionos.it',
		servers: ['ionos.it'],
		seen: 'unverified',
		from: 'nobody in particular',
	},
];

/** The provider whose addresses these are. @param domain what follows the @, in ASCII */
export function providerOfAddress(domain: string): Provider | undefined {
	const name = domain.toLowerCase();
	return providers.find(({addresses}) => addresses.some(each => name === each));
}

/** The provider that a server belongs to, an IMAP server or one that takes mail in; the nearest name counts. */
export function providerOfServer(host: string): Provider | undefined {
	const name = host.toLowerCase().replace(/\.$/, '');
	let nearest: {readonly provider: Provider; readonly length: number} | undefined;
	for (const provider of providers) {
		for (const domain of [provider.host, ...(provider.servers ?? [])]) {
			const isOne = name === domain || name.endsWith(`.${domain}`);
			if (isOne && domain.length > (nearest?.length ?? 0)) nearest = {provider, length: domain.length};
		}
	}

	return nearest?.provider;
}

/** The provider that a mailbox is at: its server tells, else its address, where the way to the server leads through another name. */
export function providerOf(
	account: Pick<ServerAccount, 'host' | 'user' | 'authorizeAs'>,
): Provider | undefined {
	const [, domain] = splitAddress(mailboxOf(account));
	return providerOfServer(account.host) ?? providerOfAddress(domain);
}

/** Connections to one mailbox where nothing is known of its provider: fewer than any server is known to refuse. */
export const usualConnections = 4;

/**
 * How much a run may ask of an account: what its operator has set, else what its provider is known to allow.
 *
 * @param side what goes out of a mailbox and what comes in may be limited apart
 */
export function limitsOf(side: Side, account: Account): Limits {
	if (isFiles(account)) return {};
	const {host, limits} = account;
	const known = providerOfServer(host);
	const connections = known?.certified ? 1 : known?.connections;
	return {
		...(connections === undefined ? {} : {connections}),
		...(known?.daily ? {bytesPerDay: known.daily[side]} : {}),
		...limits,
	};
}
