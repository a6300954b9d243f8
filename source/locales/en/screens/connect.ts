import type {Found} from '../../../accounts/discovery.ts';
import {countFolders, countMessages, format} from '../counted.ts';

export const connect = {
	field: {
		format: 'Format',
		address: 'Address',
		server: 'Server',
		security: 'Security',
		user: 'User',
		password: 'Password',
	},
	files: 'Files',
	formatOpen: 'told from what is there',
	format: {
		eml: '.eml, one file a message',
		maildir: 'Maildir',
		mbox: 'mbox, one file a folder',
		mboxo: 'mbox, read as mboxo',
		mboxrd: 'mbox, read as mboxrd',
		mboxcl: 'mbox, read as mboxcl',
		mboxcl2: 'mbox, read as mboxcl2',
	},
	zip: 'a zip: unpacked for as long as it is read',
	formatTold: {
		eml: '.eml files: one a message',
		maildir: 'a Maildir: cur, new and tmp are there',
		mbox: 'mbox: its files begin with a From line',
	},
	formatOther: (found: string) => `what is there looks like ${found}`,
	formatWhy: {
		eml: 'one file a message keeps signatures whole; mbox is for exchange with other programs',
		maildir: 'for Dovecot and mutt; .eml is what other programs open',
		mbox: 'for exchange with other programs; .eml keeps signatures whole in all of them',
	},
	/** What messages of an mbox are taken for. */
	dialect: (name: string, messages: number) => `${countMessages(messages)} read as ${name}`,
	filesNone: 'there is nothing here yet',
	filesNew: 'new: it is made by the copy',
	filesOther: 'these files are no mail',
	zipNotWritten: 'a zip is read, not written: give a folder, and zip it afterwards',
	diskFree: (free: number) => `${format.bytes(free)} free on this disk`,
	moreNames: (n: number) => `${format.count(n)} more: type on`,
	placeholder: {
		address: 'name@example.org',
		server: 'imap.example.org',
		user: 'name or user id',
	},
	security: {tls: 'TLS', starttls: 'STARTTLS', plain: 'none (local)'},
	port: (port: number) => `port ${port}`,
	idle: 'not connected yet',
	looking: 'looking for the server',
	noServer: (domain: string) => `no server found for ${domain}: type it`,
	/** How a server was found. */
	found: (how: Found) => {
		if (how.by === 'srv') return `from the SRV record of ${how.domain}`;
		if (how.by === 'autoconfig') return `from the settings at ${how.host}`;
		if (how.mx !== undefined) return `${how.provider}, from the MX record ${how.mx}`;
		return `${how.provider}, ${{list: 'from the provider list', app: 'as in other mail programs', unverified: 'not verified'}[how.seen]}`;
	},
	ownName: (provider: string) => `check the user: at ${provider} it is not always the address`,
	notAssured: 'DNS alone names this server, which can be forged: check it',
	notNeeded: 'not needed to undo',
	connecting: 'connecting',
	unpacking: (done: number, total: number) =>
		`unpacking the zip: ${format.bytes(done)} of ${format.bytes(total)}`,
	refused: 'login refused',
	failed: 'not connected',
	connected: (server: string) => `connected: ${server}`,
	connectedPlain: 'connected',
	holds: (folderCount: number, messageCount: number, bytes: number | undefined) =>
		[
			countFolders(folderCount),
			countMessages(messageCount),
			...(bytes === undefined ? [] : [format.bytes(bytes)]),
		].join(', '),
	quota: (used: number | undefined, limit: number) =>
		used === undefined
			? `${format.bytes(limit)} allowed`
			: `${format.bytes(used)} of ${format.bytes(limit)} used`,
	noQuota: 'the server tells no quota',
	readOnly: 'opened read-only',
	writable: 'nothing is written before the review',
	continue: 'Continue',
	continueTo: {
		copy: 'to the folders',
		verify: 'to the folders',
		resume: 'and finish the run',
		undo: 'to the undo',
	},
	forResume: (run: string) => `Log in to both sides, to finish run ${run}.`,
	forUndo: (run: string) => `Log in to the destination, to undo run ${run}.`,
	forVerify: 'Two accounts to compare, whoever copied; nothing is written.',
	forVerifyRun: (run: string) => `Log in to both sides, to verify what run ${run} was about.`,
	missing: (side: string, field: string) => `${side}: ${field} is missing.`,
	badPort: (side: string) =>
		`${side}: the port is a number from 1 to 65535, after a colon: imap.example.org:993`,
	saved: (name: string) => `Saved as "${name}", without the password.`,
	removed: (name: string) => `"${name}" is removed from the saved accounts.`,
	forget: {
		title: (name: string) => `Remove "${name}" from the saved accounts?`,
		body: (user: string, host: string) =>
			`It is ${user} at ${host}. What was saved here goes; the mailbox and the runs stay as they are.`,
		stay: 'Keep it',
		go: 'Remove it',
	},
	noSaved: (save: string) => `No saved accounts yet: ${save} saves the one that is filled in.`,
	certificateHint: (certificate: string) =>
		`No password was sent. Check the server's name; ${certificate} shows the certificate.`,
	certificate: {
		title: (side: string, host: string) => `${side}: ${host} shows a certificate that is not trusted`,
		body: (shown: Readonly<Record<'names' | 'issuer' | 'from' | 'until' | 'fingerprint', string>>) =>
			`It is for ${shown.names}, issued by ${shown.issuer}, valid from ${shown.from} to ${shown.until}. SHA-256 ${shown.fingerprint}. Compare this with what whoever runs the server tells you by another way: somebody in between would show a certificate too. It would be trusted for this account alone, and any other refused.`,
		stay: "Don't trust it",
		go: 'Trust this one certificate and log in',
	},
	byBrowser: (provider: string) => `in the browser (${provider})`,
	/** What an account may have besides its fields. */
	terms: {
		title: (side: string) => `${side}: what few accounts need`,
		value: 'Value',
		name: {
			oauth: 'Login by browser',
			authorizeAs: 'Mailbox of',
			proxy: 'Proxy',
			clientCertificate: 'Own certificate',
			clientKey: 'Its key',
		},
		hint: {
			oauth:
				'google, microsoft, or a provider of settings.json; token where the password is an access token. Empty: log in with a password.',
			authorizeAs: 'The user whose mailbox it is, where the one who logs in may open it. Empty: their own.',
			proxy: 'socks5://[USER@]HOST[:PORT], or http:// for CONNECT. Its password is asked for. Empty: none.',
			clientCertificate: 'A PEM file with the certificate that is shown to the server. Empty: none.',
			clientKey: 'A PEM file with its private key; its passphrase is asked for. Empty: in the same file.',
		},
	},
	savedTitle: (side: string) => `Saved accounts, for ${side}`,
	saveTitle: 'Save this account',
	saveName: 'Name',
	saveCommand: 'Command',
	saveCommandHint:
		'A command that prints the password on its first line, such as pass show mail/old; it is run without a shell. Leave it empty to type the password each time.',
	saveTokenHint:
		'A command that prints an access token on its first line; it is run without a shell, again whenever a new one is needed. Leave it empty to log in by the browser each time.',
	saveHint: 'Server, port, encryption and user are saved; the password never is.',
};
