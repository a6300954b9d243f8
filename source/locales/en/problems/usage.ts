import {around, type UsageProblems} from '../../wording.ts';

/** What is wrong with a command line. */
export const usage: UsageProblems = {
	'certificate-form': () => ({
		what: 'this is no fingerprint of a certificate: SHA-256 has 64 hexadecimal digits',
		hint: 'As trasloco shows it, or openssl x509 -fingerprint -sha256.',
	}),
	'account-scheme': () => ({
		what: 'an account begins with imaps://, imap:// or imap+plain://, or is the name of a saved one; mail in files is eml:PATH, maildir:… or mbox:…',
		hint: 'For example imaps://mario.rossi%40example.it@imap.example.it, eml:/home/mario/backup, mbox:/home/mario/Sent.mbox',
	}),
	'account-form': () => ({
		what: 'this is no account: imaps://USER@HOST[:PORT] is the form',
		hint: 'Write @ in the user name as %40, / as %2F.',
	}),
	'account-user': () => ({
		what: 'the account names no user, or one that is wrongly encoded',
		hint: 'imaps://USER@HOST, with @ in the user name written as %40, and % as %25.',
	}),
	'account-password': () => ({
		what: 'the account has a colon in its user name: a password never stands on the command line',
		hint: 'Give it in TRASLOCO_FROM_PASSWORD or TRASLOCO_TO_PASSWORD, or by a command; a colon in a name is %3A.',
	}),
	'account-port': () => ({what: 'a port is a number from 1 to 65535', hint: 'imaps://USER@HOST:993'}),
	'account-missing': () => ({what: 'the account is missing', hint: 'Give --from and --to.'}),
	'server-unknown': ({address}) => ({
		what: `no server was found${around(' for ', address)}`,
		hint: 'Ask the provider for it, and write imaps://USER@HOST, with @ in the user name as %40.',
	}),
	'server-unsure': ({address, host}) => ({
		what: `DNS alone says that ${address ?? 'the mailbox'} is ${around('at ', host) || 'there'}, which others can forge`,
		hint: 'No password was sent. Start in a terminal to be asked, or write imaps://USER@HOST if it is right.',
	}),
	'no-terminal': () => ({
		what: 'the screens need a terminal',
		hint: 'Plain lines need none: trasloco copy, verify, resume, undo, runs, attach; trasloco --help says how.',
	}),
	'limits-form': ({limits}) => ({
		what: `limits are bytes and messages a second, bytes a day, and connections${around(', not ', limits)}`,
		hint: 'For example 500kB/s,10/s,2GB/day,1connection: any of them, once each.',
	}),
	'proxy-form': () => ({
		what: 'a proxy is socks5://[USER@]HOST[:PORT], http://… or https://…',
		hint: 'For example socks5://localhost:1080',
	}),
	'proxy-password': () => ({
		what: "a proxy's password never stands on the command line or in a file",
		hint: 'Give it in TRASLOCO_FROM_PROXY_PASSWORD or TRASLOCO_TO_PROXY_PASSWORD, or start in a terminal to be asked.',
	}),
	'proxy-characters': () => ({
		what: "user and password of a SOCKS proxy can have letters, digits and _!$&')(*+,.~- alone",
		hint: 'Give that proxy another password, or use it by http:// where it takes that too.',
	}),
	'map-form': ({pair}) => ({
		what: `--map takes SOURCE=DESTINATION${around(', not ', pair)}`,
		hint: 'An equals sign in a name is written twice: ==.',
	}),
	'undo-unconfirmed': () => ({
		what: 'an undo has to be confirmed',
		hint: 'Give --yes, or start in a terminal to be asked.',
	}),
	'passphrase-terminal': () => ({
		what: 'the passphrase of the key has to be typed',
		hint: 'Start in a terminal, or sign the .sha256 file yourself: openssl cms -sign.',
	}),
	'run-undone': () => ({what: 'this run has been undone', hint: 'Start a new copy.'}),
	'nothing-to-resume': () => ({
		what: 'this run is complete',
		hint: 'Start a new copy: it copies only what has come since.',
	}),
	'not-live': ({run, state}) => ({
		what: `${around('run ', run) || 'this run'} is not under way${around(': it is ', states.get(state))}`,
		hint: nextCommand(run ?? 'RUN', state),
	}),
	'other-account': ({account}) => ({
		what: `this run belongs to another account${around(', ', account)}`,
		hint: 'Connect that account.',
	}),
};

const states: ReadonlyMap<string | number | undefined, string> = new Map([
	['running', 'interrupted'],
	['paused', 'interrupted'],
	['interrupted', 'interrupted'],
	['failed', 'stopped by a problem'],
	['done', 'done'],
	['differences', 'done, with differences'],
	['undoing', 'half undone'],
	['undone', 'undone'],
]);

/** The command that makes sense next for a run on which nobody is at work. */
function nextCommand(run: string | number, state: string | number | undefined): string {
	switch (state) {
		case 'done':
		case 'differences':
			return `To undo: trasloco undo ${run}`;
		case 'undone':
			return 'Start a new copy.';
		case 'undoing':
			return `To go on: trasloco undo ${run}`;
		default:
			return `To resume: trasloco resume ${run}; to undo: trasloco undo ${run}`;
	}
}
