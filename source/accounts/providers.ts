import type {Side} from '../problem.ts';
import type {Account} from './account.ts';
import type {Limits} from './limits.ts';

/** What is known of a provider that bears on how much may be asked of it. */
interface Provider {
	/** The domains of its IMAP servers; what is below one of them counts too. */
	readonly hosts: readonly string[];
	/** Certified mail (PEC): one connection to a mailbox, whatever the server would allow. */
	readonly certified?: true;
	readonly connections?: number;
	/** Bytes a day that may be read, and written. */
	readonly daily?: Readonly<Record<Side, number>>;
}

const providers: readonly Provider[] = [
	{
		// The managers on AgID's public list of PEC providers, by their IMAP servers.
		certified: true,
		hosts: [
			'pec.aruba.it',
			'cert.legalmail.it',
			'sicurezzapostale.it',
			'postecert.it',
			'postecertifica.it',
			'pec-email.com',
			'telecompost.it',
			'postacert.it.net',
			'pec.actalis.it',
			'postacertificata.notariato.it',
			'ig-trustmail.com',
		],
	},
	{
		// support.google.com/a/answer/1071518 (Gmail bandwidth limits), and /7126229 (15 connections).
		hosts: ['imap.gmail.com'],
		connections: 15,
		daily: {source: 2_500_000_000, destination: 500_000_000},
	},
	// Few sessions at once, as its users report.
	{hosts: ['imap.zoho.eu', 'imap.zoho.com'], connections: 2},
];

/** Connections to one mailbox where nothing is known of its provider: fewer than any server is known to refuse. */
export const usualConnections = 4;

/**
 * How much a run may ask of an account: what its operator has set, else what its provider is known to allow.
 *
 * @param side what goes out of a mailbox and what comes in may be limited apart
 */
export function limitsOf(side: Side, {host, limits}: Account): Limits {
	const name = host.toLowerCase();
	const known = providers.find(({hosts}) => hosts.some(each => name === each || name.endsWith(`.${each}`)));
	const connections = known?.certified ? 1 : known?.connections;
	return {
		...(connections === undefined ? {} : {connections}),
		...(known?.daily ? {bytesPerDay: known.daily[side]} : {}),
		...limits,
	};
}
