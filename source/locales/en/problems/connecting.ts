import type {UnusableAnswer} from '../../../stores/imap/unusable.ts';
import {
	answerFault,
	around,
	type CertificateFault,
	certificateFault,
	type Params,
	type Problems,
	serverAt,
} from '../../wording.ts';
import {aServer, because} from './shared.ts';

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

/** What keeps an account from being opened: passwords, the line, its encryption, the login. */
export const connecting = {
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
	'not-now': () => ({
		what: "the server can't do it at the moment",
		hint: 'Nothing is lost: resume later.',
	}),
	'login-unavailable': ({user}) => ({
		what: `the server allows no login${around(' of ', user)} at the moment`,
		hint: 'Try again later; the password may well be right.',
	}),
} satisfies Partial<Problems>;
