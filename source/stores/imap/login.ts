import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import tls, {type SecureContext, type SecureContextOptions, type SecureVersion} from 'node:tls';
import type {AuthOptions, ImapFlowOptions} from 'imapflow';
import type {ServerAccount} from '../../accounts/account.ts';
import {isLoopback} from '../../accounts/loopback.ts';
import {proxyOf, withPassword} from '../../accounts/proxy.ts';
import type {Secrets} from '../../accounts/secrets.ts';
import {Problem, type ProblemCode, type Side} from '../../problem.ts';
import {bounded} from './bounded.ts';
import {CheckedClient, lookAtCertificate, type SeenCertificate} from './certificate.ts';
import {isLoginLater} from './refusing.ts';
import {spoken} from './spoken.ts';
import {badAnswer, Unusable} from './unusable.ts';

/** A connection that has logged in, to be taken over. */
export type LoggedIn = Pick<CheckedClient, 'capabilities' | 'greeting' | 'usable' | 'unbind'>;

/** How long a server may take for the transport, its greeting and the login, in milliseconds. */
const patience = {connect: 30_000, greeting: 20_000, socket: 90_000};

/** What a login may take altogether. */
const loginBounds = {bytes: 1024 * 1024, ms: 180_000};

/**
 * Connects and logs in, once: a refused login is never tried again, since refusals lock mailboxes.
 *
 * The certificate is checked before the password is sent; what a server says before TLS counts for nothing. Extensions that change how names and flags are
 * written (UTF8=ACCEPT, CONDSTORE) are left off, so that the rest of the store knows one form.
 *
 * Files of certificates are read anew each time, so that a mended one counts at once.
 *
 * @param options.signal ends the attempt, which then fails
 * @param options.silence milliseconds without a byte after which a line counts as dead; a login gets ten times as long,
 * since it makes a server begin much that later commands find there
 * @throws {Problem} which side, and what it met
 */
export async function login(
	side: Side,
	account: ServerAccount,
	secrets: Secrets & {readonly password: string},
	{silence, signal}: {readonly silence: number; readonly signal?: AbortSignal | undefined},
): Promise<LoggedIn> {
	const {host, port, security, proxy} = account;
	if (security === 'plain' && !isLoopback(host)) {
		throw new Problem({code: 'cleartext-refused', side, params: {host}});
	}

	const options: ImapFlowOptions = {
		host,
		port,
		secure: security === 'tls',
		...(security === 'tls' ? {} : {doSTARTTLS: security === 'starttls'}),
		auth: authentication(account, secrets.password),
		tls: withAuthorities(side, account, {
			...versions(account),
			...clientCertificate(side, account, secrets.passphrase),
		}),
		...(proxy === undefined ? {} : {proxy: withPassword(side, proxy, secrets.proxyPassword)}),
		logger: false,
		disableAutoEnable: true,
		disableAutoIdle: true,
		disableCompression: true,
		connectionTimeout: patience.connect,
		greetingTimeout: patience.greeting,
		socketTimeout: Math.min(patience.socket, silence * 10),
		// It reads what comes with a login and no more.
		maxLiteralSize: 64 * 1024,
		maxResponseSize: 256 * 1024,
		maxLineLength: 64 * 1024,
	};
	const {certificate} = account;
	const client = new CheckedClient(
		options,
		certificate === undefined || security === 'plain'
			? undefined
			: seen => {
					if (seen?.fingerprint !== certificate) throw notTrusted(side, account, 'another', seen);
				},
	);
	// What goes wrong is told by the rejected promise; without a listener the event would end the process.
	client.on('error', () => {});
	const cut = () => client.close();
	signal?.addEventListener('abort', cut, {once: true});
	try {
		await bounded(client, loginBounds, async () => client.connect());
	} catch (error) {
		client.close();
		const problem = asProblem(side, account, error);
		const {code, params} = problem.data;
		if (code !== 'certificate' || params?.fingerprint !== undefined) throw problem;
		// What was shown, so that a person can decide.
		throw notTrusted(
			side,
			account,
			String(params?.reason),
			await lookAtCertificate(options, loginBounds),
			error,
		);
	} finally {
		signal?.removeEventListener('abort', cut);
	}

	return client;
}

/**
 * The versions of TLS that are taken (RFC 8996: 1.2 at least). What old servers speak needs signatures and
 * keys too that OpenSSL otherwise refuses (its security level 0).
 */
function versions({oldTls}: ServerAccount): {minVersion: SecureVersion; ciphers?: string} {
	return oldTls ? {minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0'} : {minVersion: 'TLSv1.2'};
}

function notTrusted(
	side: Side,
	{host, port}: ServerAccount,
	reason: string,
	seen: SeenCertificate | undefined,
	cause?: unknown,
): Problem {
	return new Problem({code: 'certificate', side, params: {host, port, reason, ...seen}}, cause);
}

/** The last context that trusts a file's authorities too: to read again those that everybody trusts takes 15 ms a connection. */
let latest: {readonly madeOf: string; readonly secureContext: SecureContext} | undefined;

/** The same, where the authorities in the account's file count too. @throws {Problem} `certificate` */
function withAuthorities(
	side: Side,
	{caFile}: ServerAccount,
	options: SecureContextOptions,
): SecureContextOptions & {secureContext?: SecureContext} {
	if (caFile === undefined) return options;
	try {
		const file = readFileSync(caFile, 'utf8');
		const madeOf = createHash('sha256')
			.update(JSON.stringify([file, options]))
			.digest('hex');
		if (latest?.madeOf !== madeOf) {
			const ca = [...tls.getCACertificates('default'), file];
			latest = {madeOf, secureContext: tls.createSecureContext({...options, ca})};
		}

		return {...options, secureContext: latest.secureContext};
	} catch (error) {
		throw new Problem({code: 'certificate', side, params: {reason: 'ca-file', file: caFile}}, error);
	}
}

/** Who logs in, with what, and for whom. */
function authentication({user, oauth, authorizeAs}: ServerAccount, password: string): AuthOptions {
	// A token tells who has agreed; the name that goes with it, whose mailbox it is.
	if (oauth !== undefined) return {user: authorizeAs ?? user, accessToken: password};
	if (authorizeAs === undefined) return {user, pass: password};
	// No other mechanism has a place for it, and without it another mailbox would be opened.
	return {user, pass: password, authzid: authorizeAs, loginMethod: 'AUTH=PLAIN'};
}

/** The certificate that is shown to the server. @throws {Problem} `client-certificate` */
function clientCertificate(
	side: Side,
	{clientCertificate: file, clientKey = file}: ServerAccount,
	passphrase = '',
): {cert?: string; key?: string; passphrase?: string} {
	if (file === undefined || clientKey === undefined) return {};
	try {
		const shown = {cert: readFileSync(file, 'utf8'), key: readFileSync(clientKey, 'utf8'), passphrase};
		tls.createSecureContext(shown);
		return shown;
	} catch (error) {
		const {code = '', path = clientKey} = error as NodeJS.ErrnoException;
		const reason =
			passphraseErrors.has(code) && /ENCRYPTED/.test(readFileSync(clientKey, 'utf8')) ? 'passphrase' : code;
		throw new Problem({code: 'client-certificate', side, params: {reason, file: path}}, error);
	}
}

/** OpenSSL's words for a key that does not open. */
const passphraseErrors = new Set(['ERR_OSSL_BAD_DECRYPT', 'ERR_OSSL_CRYPTO_INTERRUPTED_OR_CANCELLED']);

/** ImapFlow's and Node's errors, of which each sets some of these. */
interface Failure {
	readonly code?: string;
	readonly message?: string;
	readonly authenticationFailed?: boolean;
	readonly tlsFailed?: boolean;
	readonly serverResponseCode?: string;
	readonly response?: unknown;
	readonly responseText?: string;
	readonly reason?: string;
	/** Why a proxy led nowhere. */
	readonly _err?: unknown;
}

const problemOfCode: ReadonlyMap<string, ProblemCode> = new Map([
	['ENOTFOUND', 'host-not-found'],
	['EAI_AGAIN', 'host-not-found'],
	['ECONNREFUSED', 'connection-refused'],
	['ETIMEDOUT', 'unreachable'],
	['EHOSTUNREACH', 'unreachable'],
	['ENETUNREACH', 'unreachable'],
	['CONNECT_TIMEOUT', 'unreachable'],
	['GREETING_TIMEOUT', 'not-imap'],
	['ERR_SSL_UNSUPPORTED_PROTOCOL', 'old-tls'],
	['ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION', 'old-tls'],
	['ERR_SSL_DH_KEY_TOO_SMALL', 'old-tls'],
	['ERR_SSL_EE_KEY_TOO_SMALL', 'old-tls'],
	['EPROTO', 'not-imap'],
	['ERR_SSL_WRONG_VERSION_NUMBER', 'not-imap'],
	['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'not-imap'],
	['ERR_TLS_CERT_ALTNAME_INVALID', 'certificate'],
	['CERT_HAS_EXPIRED', 'certificate'],
	['CERT_NOT_YET_VALID', 'certificate'],
	['CERT_UNTRUSTED', 'certificate'],
	['CERT_REVOKED', 'certificate'],
	['DEPTH_ZERO_SELF_SIGNED_CERT', 'certificate'],
	['SELF_SIGNED_CERT_IN_CHAIN', 'certificate'],
	['UNABLE_TO_GET_ISSUER_CERT', 'certificate'],
	['UNABLE_TO_GET_ISSUER_CERT_LOCALLY', 'certificate'],
	['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'certificate'],
	['HOSTNAME_MISMATCH', 'certificate'],
	['INVALID_CA', 'certificate'],
	['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'client-certificate'],
	['ERR_SSL_TLSV1_ALERT_UNKNOWN_CA', 'client-certificate'],
	['ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE', 'client-certificate'],
	['ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE', 'client-certificate'],
	['NO_PLAIN', 'no-authorization'],
	['NO_OAUTH', 'oauth-missing'],
	['STARTTLS_INJECTION', 'starttls-injection'],
	['PREAUTH', 'starttls-injection'],
]);

function asProblem(side: Side, account: ServerAccount, error: unknown): Problem {
	const {host, port, user} = account;
	if (error instanceof Problem) return error;
	if (error instanceof Unusable) {
		const isOther = error.why === 'malformed' || error.why === 'line';
		return isOther
			? new Problem({code: 'not-imap', side, params: {host, port}}, error)
			: badAnswer(side, error.why, error);
	}

	const failure: Failure = error instanceof Error ? (error as Error & Failure) : {};
	const params = {host, port, user};
	const words = serverWords(failure);
	const problem = (code: ProblemCode, more: Record<string, string> = {}) =>
		new Problem({code, side, ...spoken(words), params: {...params, ...more}}, error);

	if (failure._err !== undefined && account.proxy !== undefined)
		return proxyProblem(side, account.proxy, failure);
	if (failure.authenticationFailed) {
		const isLater = isLoginLater(failure.serverResponseCode, words);
		const refused = account.oauth === undefined ? 'login-refused' : 'token-refused';
		return problem(isLater ? 'login-unavailable' : refused);
	}

	const known = problemOfCode.get(failure.code ?? '');
	if (known === 'client-certificate') return problem(known, {reason: failure.code ?? ''});
	if (known === 'certificate') return problem('certificate', {reason: failure.code ?? ''});
	if (known) return problem(known);
	if (failure.code?.startsWith('ERR_SSL') || failure.code?.startsWith('ERR_TLS')) return problem('not-imap');
	if (failure.tlsFailed) return problem('starttls-missing');
	return problem('unreachable');
}

/** A proxy that can't be reached, wants another name or password, or does not get through. */
function proxyProblem(side: Side, proxy: string, failure: Failure): Problem {
	const {host, port} = proxyOf(proxy);
	const words = failure._err instanceof Error ? failure._err.message : '';
	// For SOCKS, the system's code stands in the words alone.
	const code = /^connect (E\w+)/.exec(words)?.[1] ?? failure.code ?? '';
	const isUnreachable = problemOfCode.has(code);
	const isLogin = /\b407\b|authenticat/i.test(words);
	const reason = isUnreachable ? 'unreachable' : isLogin ? 'login' : 'refused';
	return new Problem(
		{code: 'proxy', side, ...(reason === 'refused' ? spoken(words) : {}), params: {host, port, reason}},
		failure._err,
	);
}

/** What the server said; what the system says of a refused connection or a certificate is in the sentence already. */
function serverWords(failure: Failure): string {
	if (typeof failure.response === 'string' && failure.response) {
		// ImapFlow gives the whole answer, tag and status first.
		return failure.response.replace(/^\S+ (?:NO|BAD) /, '');
	}

	const spoken = failure.responseText ?? failure.reason;
	if (spoken !== undefined) return spoken;
	return problemOfCode.has(failure.code ?? '') ? '' : (failure.message ?? '');
}
