import type {ProblemCode, ProblemData, Side} from '../../problem.ts';

/** What happened, and what a person can do. */
export interface Wording {
	readonly what: string;
	readonly hint: string;
}

type Params = NonNullable<ProblemData['params']>;

const usage: Readonly<Record<string, Wording>> = {
	'account-scheme': {
		what: 'an account begins with imaps://, imap:// or imap+plain://, or is the name of a saved one',
		hint: 'For example imaps://mario.rossi%40example.it@imap.example.it',
	},
	'account-form': {
		what: 'this is no account: imaps://USER@HOST[:PORT] is the form',
		hint: 'Write @ in the user name as %40, / as %2F.',
	},
	'account-user': {
		what: 'the account names no user',
		hint: 'imaps://USER@HOST, with @ in the user name written as %40.',
	},
	'account-password': {
		what: 'the account has a colon in its user name: a password never stands on the command line',
		hint: 'Give it in TRASLOCO_FROM_PASSWORD or TRASLOCO_TO_PASSWORD, or by a command; a colon in a name is %3A.',
	},
	'account-port': {what: 'a port is a number from 1 to 65535', hint: 'imaps://USER@HOST:993'},
	'no-terminal': {what: 'the screens need a terminal', hint: 'Without one: trasloco copy --from … --to …, and trasloco --help.'},
	'account-missing': {what: 'the account is missing', hint: 'Give --from and --to.'},
	'map-form': {
		what: '--map takes SOURCE=DESTINATION',
		hint: 'An equals sign in a name is written twice: ==.',
	},
	'undo-unconfirmed': {
		what: 'an undo has to be confirmed',
		hint: 'Give --yes, or start in a terminal to be asked.',
	},
	'run-undone': {what: 'this run has been undone', hint: 'Start a new copy.'},
	'nothing-to-resume': {
		what: 'this run is complete',
		hint: 'Start a new copy: it copies only what has come since.',
	},
};

/** Where a password variable stands for a side. */
export const sideNames: Readonly<Record<Side, string>> = {source: 'From', destination: 'To'};

/** Sentences for every problem. The side and the server's own words are put around them by `describeProblem`. */
export const problems: Readonly<Record<ProblemCode, (params: Params) => Wording>> = {
	usage: ({why = '', account = ''}) =>
		why === 'other-account'
			? {what: `this run belongs to another account, ${account}`, hint: 'Connect that account.'}
			: (usage[why] ?? {what: String(why), hint: 'See trasloco --help.'}),
	'unknown-account': ({name = ''}) => ({
		what: `no account is saved under the name ${name}`,
		hint: 'Save one in the program (Connect, ^s), or write imaps://USER@HOST.',
	}),
	'no-password': ({variable = ''}) => ({
		what: 'there is no password',
		hint: `Set ${variable}, name a command that prints it, or start in a terminal to be asked.`,
	}),
	'password-command': ({command = '', why = ''}) => ({
		what: `the command for the password${command ? ` (${command})` : ''} gave none: ${why}`,
		hint: 'Run it by hand: it has to print the password on its first line.',
	}),
	'cleartext-refused': ({host = ''}) => ({
		what: `a password would cross the network in clear text to ${host}`,
		hint: 'imap+plain:// is for this machine alone; use imaps:// or imap:// (STARTTLS).',
	}),
	'starttls-missing': ({host = '', port = ''}) => ({
		what: `${host}:${port} offers no encryption on this port (no STARTTLS)`,
		hint: 'Use imaps:// on port 993. No password was sent.',
	}),
	'host-not-found': ({host = ''}) => ({
		what: `there is no server named ${host}`,
		hint: 'Check the name, and that this machine can look up names.',
	}),
	'connection-refused': ({host = '', port = ''}) => ({
		what: `${host} takes no connections on port ${port}`,
		hint: 'Check the port: 993 for TLS, 143 for STARTTLS.',
	}),
	unreachable: ({host = '', port = ''}) => ({
		what: host ? `${host}:${port} does not answer` : 'the server does not answer',
		hint: 'Check the name and port, and that no firewall stands between.',
	}),
	'connection-lost': () => ({
		what: 'the connection was lost',
		hint: 'Nothing is lost: go on with resume.',
	}),
	certificate: ({host = '', reason = '', file = ''}) =>
		reason === 'ca-file'
			? {what: `the file of certificate authorities ${file} can't be read`, hint: 'Check --ca.'}
			: {
					what: `the certificate of ${host} is not trusted (${certificateReason(String(reason))})`,
					hint: 'No password was sent. Is it the right name? For an authority of your own: --ca FILE.',
				},
	'not-imap': ({host = '', port = ''}) => ({
		what: `${host}:${port} does not speak IMAP in this way`,
		hint: 'Check port and security: TLS on 993, STARTTLS on 143.',
	}),
	'login-refused': ({user = ''}) => ({
		what: `the login of ${user} was refused`,
		hint: 'Check name and password. With two-step login, a password for mail programs is needed; IMAP may have to be switched on in the webmail. It was tried once and is not tried again by itself.',
	}),
	'login-unavailable': ({user = ''}) => ({
		what: `the server can't log ${user} in at the moment`,
		hint: 'Try again later; the password may well be right.',
	}),
	'folder-gone': ({folder = ''}) => ({
		what: `the folder ${folder} is gone`,
		hint: 'Connect again to see the folders as they are now.',
	}),
	'folder-changed': ({folder = ''}) => ({
		what: `the folder ${folder} was replaced or changed while we were at work (UIDVALIDITY)`,
		hint: 'Start a new copy: it compares anew and copies only what is missing.',
	}),
	'create-refused': ({folder = ''}) => ({
		what: `the folder ${folder} can't be created`,
		hint: 'Choose another folder for it, or create it in the webmail.',
	}),
	'over-quota': params =>
		params.needed !== undefined
			? {
					what: `there is not enough space: ${bytes(params.needed)} are needed, ${bytes(params.free)} are free`,
					hint: 'Nothing was written. Make room, buy space, or copy fewer folders.',
				}
			: params.neededMessages !== undefined
				? {
						what: `there is no room for ${params.neededMessages} messages: ${params.freeMessages} more are allowed`,
						hint: 'Nothing was written. Make room, or copy fewer folders.',
					}
				: {what: 'there is no space left', hint: 'Make room and resume, or undo.'},
	permission: ({folder = ''}) => ({
		what: `there is no permission to write${folder ? ` into ${folder}` : ''}`,
		hint: 'Ask the provider, or choose another folder.',
	}),
	refused: ({folder = ''}) => ({
		what: `the server refused to move messages into or out of ${folder}`,
		hint: 'Resume later, or undo.',
	}),
	conflicts: ({folders = ''}) => ({
		what: `folders would fall into one: ${folders}`,
		hint: "Say where each goes: --map 'SOURCE=DESTINATION', or leave one out with --except.",
	}),
	'nothing-selected': () => ({what: 'no folder is selected', hint: 'Select at least one.'}),
	'unknown-folder': ({folder = ''}) => ({
		what: `there is no folder named ${folder}`,
		hint: 'Names are as the server writes them, or with / between levels.',
	}),
	'destination-busy': ({account = ''}) => ({
		what: `another run is writing to ${account} at this moment`,
		hint: 'Wait until it has ended: trasloco runs.',
	}),
	'run-busy': ({run = ''}) => ({
		what: `run ${run} is under way in another process`,
		hint: 'See trasloco runs.',
	}),
	'same-mailbox': () => ({
		what: 'both sides are the same mailbox',
		hint: 'Choose another account for one side.',
	}),
	'unknown-run': ({run = ''}) => ({what: `there is no run ${run}`, hint: 'trasloco runs lists them.'}),
	'journal-unreadable': ({path = '', why = ''}) => ({
		what: `the journal ${path} can't be read: ${why}`,
		hint: 'Nothing at the servers was touched. Restore the file from a backup, or start a new copy.',
	}),
	'journal-full': ({path = '', why = ''}) => ({
		what: `the journal ${path} can't be written: ${why}`,
		hint: 'The run has stopped. Make room on the disk and resume.',
	}),
	'settings-unreadable': ({path = '', why = ''}) => ({
		what: `the settings ${path} can't be read: ${why}`,
		hint: 'Mend the file or move it away.',
	}),
	'undo-not-exact': () => ({
		what: 'this server can take single messages out of a folder in no way that spares the others (neither MOVE nor UIDPLUS)',
		hint: 'Nothing was touched. Delete them by hand: the report lists them.',
	}),
	'engine-died': ({why = ''}) => ({
		what: `the engine's process has ended unexpectedly (${why})`,
		hint: 'Nothing is lost: go on with resume.',
	}),
};

function certificateReason(code: string): string {
	switch (code) {
		case 'CERT_HAS_EXPIRED':
			return 'it has expired';
		case 'CERT_NOT_YET_VALID':
			return 'it is not valid yet';
		case 'ERR_TLS_CERT_ALTNAME_INVALID':
		case 'HOSTNAME_MISMATCH':
			return 'it is for another name';
		case 'DEPTH_ZERO_SELF_SIGNED_CERT':
			return 'it is signed by itself';
		case 'SELF_SIGNED_CERT_IN_CHAIN':
		case 'UNABLE_TO_GET_ISSUER_CERT':
		case 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY':
		case 'UNABLE_TO_VERIFY_LEAF_SIGNATURE':
			return 'its authority is unknown here';
		default:
			return code;
	}
}

function bytes(value: string | number | undefined): string {
	const megabytes = Number(value ?? 0) / 1e6;
	return `${megabytes.toLocaleString('en', {maximumFractionDigits: 1})} MB`;
}
