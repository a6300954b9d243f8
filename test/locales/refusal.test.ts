import {describe, expect, it} from 'vitest';
import {providers} from '../../source/accounts/providers.ts';
import {refusalOf} from '../../source/accounts/refusal.ts';
import {refusal as english} from '../../source/locales/en/refusal.ts';
import {sentences} from '../../source/locales/index.ts';
import {refusal as italian} from '../../source/locales/it/refusal.ts';
import type {ProblemCode} from '../../source/problem.ts';
import {wrap} from '../../source/ui/cells.ts';

const refused = (server: string, host = 'imap.example.it', code: ProblemCode = 'login-refused') =>
	({code, side: 'source', server, params: {host, port: 993, user: 'mario'}}) as const;

describe('what a server says of a refused login', () => {
	it.each([
		['[AUTHENTICATIONFAILED] Authentication failed.', undefined],
		['[AUTHENTICATIONFAILED] Invalid credentials (Failure)', undefined],
		['LOGIN failed.', undefined],
		['Credenziali non valide', undefined],
		['[EXPIRED] That password is not what you think', 'expired'],
		['[AUTHENTICATIONFAILED] Password has expired', 'expired'],
		['[PRIVACYREQUIRED] Plaintext authentication disallowed', 'encryption'],
		['[AUTHORIZATIONFAILED] No such rights', 'no-rights'],
		['[CONTACTADMIN] Ring us', 'ask-provider'],
		['[LIMIT] Not now', 'too-many'],
		['[INUSE] Mailbox is busy', 'in-use'],
		['[UNAVAILABLE] Temporary authentication failure.', undefined],
		[
			'[ALERT] Application-specific password required: https://support.google.com/accounts/answer/185833',
			'app-password',
		],
		[
			'[ALERT] Please log in via your web browser: https://support.google.com/mail/accounts/answer/78754',
			'web-login',
		],
		['[WEBALERT https://accounts.google.com/x] Web login required.', 'web-login'],
		['[ALERT] Your account is not enabled for IMAP use. Please visit your settings page', 'imap-off'],
		['IMAP access is disabled for this user', 'imap-off'],
		['You are yet to enable IMAP for your account', 'imap-off'],
		['AUTHENTICATE failed. BasicAuthBlocked', 'oauth'],
		['[AUTHENTICATIONFAILED] Two-factor authentication is on', 'two-step'],
		['[AUTHENTICATIONFAILED] Account is temporarily locked', 'locked'],
		['Utente bloccato', 'locked'],
		['Too many failed attempts', 'locked'],
		['[ALERT] Too many simultaneous connections. (Failure)', 'too-many'],
	] as const)('%s', (server, reason) => {
		expect(refusalOf(refused(server)).reason).toBe(reason);
	});

	it('is read in no time, however much it is', () => {
		const start = performance.now();
		refusalOf(refused('account user password too many '.repeat(100_000)));
		expect(performance.now() - start).toBeLessThan(1000);
	});
});

describe.each(['en', 'it'] as const)('a refused login, in %s', language => {
	const {problem} = sentences(language);
	const words = language === 'it' ? italian : english;
	const said = '[AUTHENTICATIONFAILED] Authentication failed.';

	it('at Aruba is first a password for mail programs, then two-step login off and on again, then IMAP', () => {
		const {hint} = problem(refused(said, 'imaps.pec.aruba.it'));
		const order = [
			words.check,
			'Password per programmi di posta',
			language === 'it' ? 'riattiv' : 'on again',
			'IMAP',
		];
		const places = order.map(each => hint.indexOf(each));
		expect(places).not.toContain(-1);
		expect([...places].sort((a, b) => a - b)).toEqual(places);
	});

	it.each([
		['mbox.cert.legalmail.it', /\(M…\)/],
		['imaps.sicurezzapostale.it', /web.*\.-\?#\+,:!@/],
		['mail.postecertifica.it', /90/],
		['imap.gmail.com', /app/],
		['imap.mail.me.com', /iCloud.*app/],
		['outlook.office365.com', /OAuth 2\.0/],
		['imaps.aruba.it', /IMAP/],
	])('at %s says what it most often is there', (host, hint) => {
		expect(problem(refused(said, host)).hint).toMatch(hint);
	});

	it.each([
		['what the server says', 'AUTHENTICATE failed. BasicAuthBlocked', 'imap.example.it', ''],
		['what the provider is known for', said, 'outlook.office365.com', ' microsoft'],
	])('names the option, or on screens the field and its key, by %s', (_, server, host, provider) => {
		const {name} = sentences(language).screens.connect.terms;
		const at = (side: 'source' | 'destination', key?: string) =>
			problem({...refused(server, host), side}, key).hint;
		expect(at('source')).toMatch(new RegExp(`: --from-oauth${provider}\\.$`));
		expect(at('destination')).toMatch(new RegExp(`: --to-oauth${provider}\\.$`));
		expect(at('source', '^k')).toMatch(new RegExp(`: “${name.oauth}” \\(\\^k\\)${provider}\\.$`));
	});

	it('says what the server says is wrong, rather than what it might be', () => {
		const {what, hint} = problem(refused('[EXPIRED] Password has expired', 'imaps.pec.aruba.it'));
		expect(what).toContain('[EXPIRED] Password has expired');
		expect(hint).toBe(words.reason.expired);
		expect(problem(refused('IMAP is disabled', 'imaps.aruba.it')).hint).toBe(words.reason['imap-off']);
	});

	it('tells a server that takes no login now from a wrong password', () => {
		const later = problem(refused('[LIMIT] Too many', 'imap.gmail.com', 'login-unavailable'));
		expect(later.hint).toBe(words.reason['too-many']);
		const plain = problem(refused('[UNAVAILABLE] no', 'imap.gmail.com', 'login-unavailable'));
		expect(plain.hint).not.toMatch(/app/);
	});

	it('fits below the fields of the Connect screen at 80x24, whatever is said', () => {
		const hints = [
			...providers.map(({host}) => problem(refused(said, host)).hint),
			...Object.values(words.reason),
		];
		for (const hint of hints) expect(wrap(hint, 34).length, hint).toBeLessThanOrEqual(8);
	});
});

it('is worded differently in the two languages, each time', () => {
	for (const name of Object.keys(english.reason) as (keyof typeof english.reason)[])
		expect(english.reason[name]).not.toBe(italian.reason[name]);
	for (const name of Object.keys(english.hint) as (keyof typeof english.hint)[])
		expect(english.hint[name]('X', 'y')).not.toBe(italian.hint[name]('X', 'y'));
});
