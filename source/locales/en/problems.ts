import type {ZipFault} from '../../stores/files/zip/entries.ts';
import type {UnusableAnswer} from '../../stores/imap/unusable.ts';
import {createFormat, sizesApart} from '../format.ts';
import {
	answerFault,
	around,
	type CertificateFault,
	certificateFault,
	oauthNos,
	type Params,
	type Problems,
	plural,
	type SettingsProblems,
	serverAt,
	type UsageProblems,
	type Wording,
} from '../wording.ts';
import {screens} from './screens.ts';

const format = createFormat('en');
const {counted} = format;
const aServer = 'the server';

const answers: Readonly<Record<UnusableAnswer, string>> = {
	malformed: 'it is no IMAP',
	line: 'a line without end',
	'too-large': 'more at once than any message can have',
	sizes: 'much more than the sizes of the messages that it has told',
	unasked: 'nothing but what nobody asked for',
	endless: 'an answer that does not come to an end',
	'too-many': 'more folders or messages than can be',
	'folder-name': 'a folder with a name that is too long or can not be one',
};

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

const faults: Readonly<Record<CertificateFault, string>> = {
	expired: 'it has expired',
	'not-yet': 'it is not valid yet',
	'other-name': 'it is for another name',
	'self-signed': 'it is signed by itself',
	unknown: 'its authority is unknown here',
	revoked: 'it was revoked',
	another: 'it is not the one that was trusted for this account',
};

/** What a server showed, for a person to compare. */
function shownCertificate({subject, names, issuer, from, until, fingerprint}: Params): string {
	if (!fingerprint) return '';
	const of = names || subject;
	return `Shown: ${of}${around(', by ', issuer)}${around(', valid ', from, ` to ${until}`)}, SHA-256 ${fingerprint}. `;
}

/** What is wrong with a setting. */
export const settings: SettingsProblems = {
	'unknown-setting': ({name}) => `there is no setting ${around('', name) || 'of this name'}`,
	'not-yes-or-no': ({name}) => `${around('', name) || 'a setting'} is true or false, without quotes`,
	'not-keys': ({name}) => `${around('', name) || 'keys'}: the keys are a list such as ["x", "ctrl-x"]`,
	'not-oauth': ({name}) =>
		`oauth: ${around('', name) || 'a provider'} has a clientId, and may have clientSecret, issuer and scope, all texts`,
	'unknown-action': ({name}) => `keys: there is no action ${around('', name) || 'of this name'}`,
	'fixed-action': ({name}) => `keys: ${around('', name) || 'this action'} has keys that can't be changed`,
	'unknown-key': ({name, key}) =>
		`keys: ${around('', name, ': ')}there is no key ${around('', key) || 'of this name'}`,
	'key-taken': ({key, name, other, where}) =>
		`keys: ${around('', key) || 'one key'} would be both ${name ?? 'one action'} and ${other ?? 'another'}${around(' (', titles.get(where), ')')}`,
};

/** What a provider's no means (RFC 6749, 4.1.2.1 and 5.2; RFC 8628, 3.5; OpenID Connect Core, 3.1.2.6). */
const oauthReasons: ReadonlyMap<string | number | undefined, Wording> = new Map(
	oauthNos({
		denied: {
			what: 'access was refused there',
			hint: 'Nothing was changed. Start again, and agree; an administrator may have to.',
		},
		late: {what: 'the code was not used in time', hint: 'Start again to get another one.'},
		ended: {
			what: 'what was agreed to has ended or was taken back',
			hint: 'Nothing is lost: log in again; a run that was under way can be resumed.',
		},
		brief: {
			what: 'the access token has ended, and the provider gave no means to renew it',
			hint: 'Log in again; its scope has to include offline access for runs that take longer.',
		},
		stranger: {
			what: 'it does not know trasloco by this client id, or wants another client secret',
			hint: 'Check clientId and clientSecret in settings.json, and the kind of the registration (desktop, device).',
		},
		scope: {
			what: 'what is asked for is not allowed to trasloco there',
			hint: 'Add IMAP to what its registration may ask for; settings.json, oauth: scope.',
		},
		consent: {what: 'nobody has agreed yet', hint: 'Log in again and agree; an administrator may have to.'},
	}),
);

function clientCertificateFault(
	reason: string | number | undefined,
	file: string | number | undefined,
	host: string | number,
): string {
	if (file === undefined) return `${host} does not take the certificate of this client, or wants one`;
	if (reason === 'passphrase') return `the passphrase does not open the key ${file}`;
	if (reason === 'ERR_OSSL_X509_KEY_VALUES_MISMATCH') return `the key ${file} is not that of the certificate`;
	return `the certificate of this client, or its key, can't be used: ${file}${because(reason)}`;
}

const proxyFault = (reason: string | number | undefined) =>
	reason === 'unreachable'
		? 'does not answer'
		: reason === 'login'
			? 'wants another user or password'
			: 'does not get through to the server';

const aFile = (name: string | number | undefined) => (name === undefined ? 'a file in it' : `"${name}"`);

const zipFaults: Readonly<Record<ZipFault, (file: string) => string>> = {
	'cut-off': () => 'it is cut off, or no zip',
	parts: () => 'it is one of several parts',
	damaged: file => `${file} is damaged`,
	encrypted: file => `${file} is encrypted`,
	method: file => `${file} is packed by a method that trasloco does not know`,
	outside: file => `the name ${file} leads out of it`,
	overlap: file => `it is made as a trap: ${file} lies within another file`,
};

const byHand = 'Unpack it with another program and give the folder instead.';

/** What else can be done about it. */
const zipHints: Readonly<Partial<Record<ZipFault, string>>> = {
	'cut-off': 'Fetch or export it once more.',
	parts: 'Join the parts (zip -s 0 PART.zip --out WHOLE.zip) and give the whole.',
	damaged: `Fetch or export it once more. ${byHand}`,
	outside: "Whoever made it may mean harm: don't unpack it without care.",
	overlap: "Whoever made it may mean harm: don't unpack it.",
};

const titles: ReadonlyMap<unknown, string> = new Map(Object.entries(screens.contexts));

/** Why a command or a file was of no use, where that is said by a word of ours or by a code. */
const reasons: ReadonlyMap<string | number | undefined, string> = new Map([
	['empty', 'its first line is empty'],
	['not started', 'it could not be started'],
	['ENOENT', 'it is not there'],
	['ENOTDIR', 'it is no folder'],
	['not-allowed', 'it may not be read'],
	['no-mail', 'there is no mail of this format in it'],
	['no-directory', 'it is a file, and a folder is needed'],
	['other-files', 'it holds files that are no mail'],
	['other-format', 'it holds mail of another format'],
	['dialect', 'mbox is written as mboxrd alone: use mbox:'],
	['EACCES', 'it may not be run'],
	['ERR_OSSL_PEM_NO_START_LINE', 'it is no PEM file'],
	['ERR_OSSL_UNSUPPORTED', 'it is no PEM file with a private key'],
	['accounts', 'it holds something else than accounts'],
	['version', 'its engine is of another version of trasloco'],
]);

const because = (why: string | number | undefined) => around(': ', reasons.get(why) ?? why);

const wrongSetting = (params: Params) => {
	const fault = Object.entries(settings).find(([why]) => why === params.why)?.[1];
	return fault === undefined ? because(params.why) : `: ${fault(params)}`;
};

/** Sentences for every problem. The side and the server's own words are put around them. */
export const problems: Problems = {
	usage(params) {
		const {why = ''} = params;
		const known = Object.entries(usage).find(([reason]) => reason === why)?.[1];
		return (
			known?.(params) ?? {
				what: String(why) || 'the command line is not understood',
				hint: 'See trasloco --help.',
			}
		);
	},
	'unknown-account': ({name}) => ({
		what: `no account is saved under ${around('the name ', name) || 'this name'}`,
		hint: 'Save one on the screens, or write imaps://USER@HOST.',
	}),
	'no-password': ({variable, option}) => ({
		what: 'there is no password',
		hint: `Set ${variable ?? 'its variable'}, name a command that prints it${around(' (', option, ')')}, or start in a terminal to be asked.`,
	}),
	'password-command': ({command, why}) => ({
		what: `the command for the password${around(' (', command, ')')} gave none${because(why)}`,
		hint: 'Run it by hand: it has to print the password on its first line.',
	}),
	'cleartext-refused': ({host = aServer}) => ({
		what: `a password would cross the network in clear text to ${host}`,
		hint: 'imap+plain:// is for this machine alone; use imaps:// or imap:// (STARTTLS).',
	}),
	'starttls-missing': params => ({
		what: `${serverAt(params, aServer)} offers no encryption on this port (no STARTTLS)`,
		hint: 'No password was sent. Use imaps:// on port 993.',
	}),
	'starttls-injection': params => ({
		what: `${serverAt(params, aServer)} went on in clear text where encryption had to begin, as somebody who stands on the way does`,
		hint: 'No password was sent. Use imaps:// on port 993, and tell whoever runs the server or the network.',
	}),
	'host-not-found': ({host}) => ({
		what: `there is no server ${around('named ', host) || 'of this name'}`,
		hint: 'Check the name, and that this machine can look up names (DNS).',
	}),
	'connection-refused': ({host = aServer, port}) => ({
		what: `${host} takes no connections${around(' on port ', port)}`,
		hint: 'Check the port: 993 for TLS, 143 for STARTTLS.',
	}),
	unreachable: params => ({
		what: `${serverAt(params, aServer)} does not answer`,
		hint: 'Check the name and port, and that no firewall stands between.',
	}),
	'connection-lost': () => ({
		what: 'the connection was lost',
		hint: 'Nothing is lost: connect again; a run that was under way can be resumed.',
	}),
	'bad-answer': ({why, folder}) => ({
		what: `the server sends what can't be used${around(': ', answerFault(why, answers))}${around(' (', folder, ')')}`,
		hint: 'Nothing is lost. A server that is in order does not do that: ask whoever runs it, or what stands between.',
	}),
	certificate: ({host = aServer, reason, file, ...seen}) =>
		reason === 'ca-file'
			? {
					what: `the file of certificate authorities${around(' ', file)} can't be read`,
					hint: 'Check the file that --ca names.',
				}
			: {
					what: `the certificate of ${host} is not trusted${around(' (', certificateFault(reason, faults), ')')}`,
					hint: `No password was sent. ${shownCertificate(seen)}Check the server's name; for an authority of your own: --ca FILE${seen.fingerprint ? ', to trust this one certificate: its SHA-256 with --from-certificate or --to-certificate' : ''}.`,
				},
	'old-tls': params => ({
		what: `${serverAt(params, aServer)} speaks only old TLS, or with keys that are too short, which others can break`,
		hint: 'No password was sent. Where it has to be: --from-old-tls or --to-old-tls accepts it for that account.',
	}),
	'not-imap': params => ({
		what: `${serverAt(params, aServer)} does not speak IMAP, or not with this kind of encryption`,
		hint: 'Check port and security: TLS on 993, STARTTLS on 143.',
	}),
	'login-refused': ({user}) => ({
		what: `the login${around(' of ', user)} was refused`,
		hint: 'Check user and password (tried once only). With two-step login, a password for mail programs is needed; IMAP may be off in the webmail.',
	}),
	'no-authorization': ({host = aServer}) => ({
		what: `${host} can't be told whose mailbox is meant besides who logs in (no AUTH=PLAIN)`,
		hint: 'Nothing was opened. Where it has master users, as Dovecot does, log in as USER*MASTER instead.',
	}),
	'client-certificate': ({host = aServer, reason, file}) => ({
		what: clientCertificateFault(reason, file, host),
		hint: 'No password was sent. The certificate is named by --from-client-certificate or --to-…, its key by --from-client-key (PEM).',
	}),
	proxy: ({host, port, reason}) => ({
		what: `${around('the proxy ', host, around(':', port)) || 'the proxy'} ${proxyFault(reason)}`,
		hint:
			reason === 'login'
				? 'Name its user in the proxy (socks5://USER@HOST), and give the password when asked.'
				: 'Check the proxy and its port, and that it lets connections to mail servers through.',
	}),
	'oauth-unconfigured': ({why, name = 'this provider', names, variable}) =>
		why === 'provider'
			? {
					what: `no OAuth provider is known by the name ${name}`,
					hint: `Known: ${names ?? 'google, microsoft'}. Another needs its issuer and a clientId in settings.json, under oauth.`,
				}
			: {
					what: `trasloco is not registered at ${name}: it has no client id of its own there`,
					hint: `Register it there (the README says how), and give the id in settings.json, under oauth, or in ${variable ?? 'its variable'}.`,
				},
	'oauth-refused': ({name = 'the provider', reason}) => ({
		what: `${name}: ${oauthReasons.get(reason)?.what ?? `the login was refused${around(' (', reason, ')')}`}`,
		hint: oauthReasons.get(reason)?.hint ?? 'Nothing was changed. Start again to be asked anew.',
	}),
	'oauth-unreachable': ({name = 'the provider', why}) => ({
		what: `the login server of ${name} can't be reached, or says what makes no sense${around(' (', why, ')')}`,
		hint: 'Check the network; behind a proxy, set HTTPS_PROXY and NODE_USE_ENV_PROXY=1.',
	}),
	'oauth-missing': ({host = aServer}) => ({
		what: `${host} takes no access tokens (neither OAUTHBEARER nor XOAUTH2)`,
		hint: 'No token was sent. Log in with a password, or check the server.',
	}),
	'token-refused': ({user}) => ({
		what: `the access token${around(' of ', user)} was refused`,
		hint: 'Log in at the provider as the user of this mailbox; IMAP may be off for it, or not among what was agreed to.',
	}),
	'not-now': () => ({
		what: "the server can't do it at the moment",
		hint: 'Nothing is lost: resume later.',
	}),
	'day-used-up': ({limit}) => ({
		what: `the limit set for this account${around(' (', limit === undefined ? undefined : format.bytes(Number(limit)), ' a day)')} is reached`,
		hint: 'It goes on by itself when more may pass.',
	}),
	'login-unavailable': ({user}) => ({
		what: `the server allows no login${around(' of ', user)} at the moment`,
		hint: 'Try again later; the password may well be right.',
	}),
	'folder-gone': ({folder}) => ({
		what: `the folder${around(' ', folder)} is gone`,
		hint: 'Connect again to see the folders as they are now.',
	}),
	'folder-changed': ({folder}) => ({
		what: `the folder${around(' ', folder)} was replaced or changed while we were at work (UIDVALIDITY)`,
		hint: 'Start a new copy: it compares anew and copies only what is missing.',
	}),
	'comparison-outdated': ({folder}) => ({
		what: folder
			? `the folder ${folder} was replaced since the comparison (UIDVALIDITY)`
			: 'the comparison is no longer valid: an account was connected anew',
		hint: 'Compare again.',
	}),
	'message-gone': ({folder, uid}) => ({
		what: `the message${around(' with UID ', uid)} is no longer${around(' in ', folder) || ' there'}`,
		hint: 'Somebody moved or deleted it: compare again.',
	}),
	'read-refused': ({folder}) => ({
		what: `the server does not hand out messages${around(' of ', folder)}`,
		hint: 'Nothing was changed. Try again later, or ask the provider.',
	}),
	'file-exists': ({path}) => ({
		what: `there is already a file${around(' ', path)}`,
		hint: 'No file is overwritten: give another name, or move it away.',
	}),
	'file-refused': ({path, why}) => ({
		what: `the file${around(' ', path)} can't be written${because(why)}`,
		hint: 'Give another name, or make room on the disk.',
	}),
	'file-unreadable': ({path, why}) => ({
		what: `the file${around(' ', path)} can't be read${because(why)}`,
		hint: 'Look at its name, and at the rights that it gives.',
	}),
	'zip-unreadable': ({path, why, name}) => ({
		what: `the zip${around(' ', path)} can't be unpacked${around(': ', zipFaults[why as ZipFault]?.(aFile(name)))}`,
		hint: `Nothing was copied. ${zipHints[why as ZipFault] ?? byHand}`,
	}),
	'zip-no-room': ({path, into, needed, free, missing}) => {
		const what = `there is not enough space to unpack the zip${around(' ', path)}`;
		const hint = `Nothing was copied. Make room, or set TRASLOCO_HOME to a folder on a larger disk: zips are unpacked there while they are read${around(' (now ', into, ')')}.`;
		if (needed === undefined || free === undefined || missing === undefined) return {what, hint};
		const [wanted, room] = sizesApart(format, [Number(needed), Number(free)], ['byte', 'bytes']);
		return {what: `${what}: ${wanted} needed, ${room} free, ${format.bytes(Number(missing))} missing`, hint};
	},
	'zip-not-written': ({path, format: form}) => ({
		what: `a zip is read, and not written${around(': ', path)}`,
		hint: `Copy into a folder, such as ${form ?? 'eml'}:${String(path ?? 'DIR').replace(/\.zip$/i, '')}, and zip it afterwards: zip -r BACKUP.zip FOLDER`,
	}),
	'signing-refused': ({path}) => ({
		what: `nothing can be signed with the certificate${around(' ', path)}`,
		hint: 'It has to be PEM, with its own private key (--key where that is another file), and the passphrase of that key.',
	}),
	'openssl-missing': () => ({
		what: 'openssl is missing on this machine: signatures can be neither checked nor made',
		hint: 'Install it (Debian, Ubuntu: apt install openssl; Fedora: dnf install openssl; macOS: brew install openssl) and try again.',
	}),
	'create-refused': ({folder, count = 1}) => ({
		what: `the ${plural(count, 'folder', 'folders')}${around(' ', folder)} can't be created`,
		hint: plural(
			count,
			'Choose another folder for it, or create it in the webmail.',
			'Choose other folders for them, or create them in the webmail.',
		),
	}),
	'over-quota': ({needed, free, neededMessages, freeMessages}) => {
		const hint = 'Nothing was written. Make room, buy space, or copy fewer folders.';
		if (needed !== undefined) {
			const sizes = [needed, free].filter(size => size !== undefined).map(Number);
			const [wanted, room] = sizesApart(format, sizes, ['byte', 'bytes']);
			return {what: `there is not enough space: ${wanted} needed${around(', ', room, ' free')}`, hint};
		}

		if (neededMessages !== undefined) {
			const messages = counted(Number(neededMessages), 'message', 'messages');
			const allowed =
				freeMessages === undefined
					? ''
					: counted(Number(freeMessages), 'more is allowed', 'more are allowed');
			return {what: `there is no room for ${messages}${around(': ', allowed)}`, hint};
		}

		return {what: 'there is no space left', hint: 'Make room and resume, or undo.'};
	},
	permission: ({folder}) => ({
		what: `there is no permission to write${around(' into ', folder)}`,
		hint: 'Ask the provider, or choose another folder.',
	}),
	refused: ({folder}) => ({
		what: `the server refused what was asked of it${around(' in ', folder)}`,
		hint: 'Resume later, or undo.',
	}),
	conflicts: ({folders}) => ({
		what: `several folders would end up in one${around(': ', folders)}`,
		hint: "Say where each goes: --map 'SOURCE=DESTINATION', or leave one out with --except.",
	}),
	'nothing-selected': () => ({what: 'no folder is selected', hint: 'Select at least one.'}),
	'unknown-folder': ({folder}) => ({
		what: `there is no folder ${around('named ', folder) || 'of this name'}`,
		hint: 'Write names as the server does, or with / between levels.',
	}),
	'destination-busy': ({account}) => ({
		what: `another run is writing to ${account ?? 'this account'} at this moment`,
		hint: 'Wait until it has ended; trasloco runs says which, trasloco attach shows it live.',
	}),
	'run-busy': ({run}) => ({
		what: `${around('run ', run) || 'the run'} is under way in another process`,
		hint: `trasloco attach ${run ?? 'RUN'} shows it live and can pause or stop it.`,
	}),
	'run-unreachable': ({run, why}) => ({
		what: `${around('run ', run) || 'the run'} is under way and can't be reached${because(why)}`,
		hint: 'It goes on by itself; trasloco runs shows how far it is.',
	}),
	'same-mailbox': () => ({
		what: 'both sides are the same mailbox',
		hint: 'Choose another account for one side, and for files a folder apart.',
	}),
	'unknown-run': ({run}) => ({
		what: `there is no ${around('run ', run) || 'such run'}`,
		hint: 'trasloco runs lists them.',
	}),
	'journal-unreadable': ({path, why}) => ({
		what: `the journal${around(' ', path)} can't be read${because(why)}`,
		hint: 'Restore the file from a backup, or start a new copy: it copies only what is missing.',
	}),
	'journal-full': ({path, why}) => ({
		what: `the journal${around(' ', path)} can't be written${because(why)}`,
		hint: 'Nothing is lost. Make room on that disk, or see to it that the file can be written; then resume.',
	}),
	'settings-unreadable': params => ({
		what: `the settings${around(' ', params.path)} can't be read${wrongSetting(params)}`,
		hint: 'Mend the file or move it away.',
	}),
	'undo-incomplete': ({count}) => ({
		what: `${counted(count ?? 1, 'message', 'messages')} could not be taken out again`,
		hint: 'The findings say where and why; all else is out. Undo may be tried again.',
	}),
	'undo-not-exact': () => ({
		what: "the server can't take out single messages and spare the others (neither MOVE nor UIDPLUS)",
		hint: 'Nothing was touched. Delete them by hand: the report says how many are in each folder.',
	}),
	'engine-died': ({why}) => ({
		what: `the process that does the work has ended unexpectedly${around(' (', why, ')')}`,
		hint: 'Nothing is lost: the run can be resumed.',
	}),
};
