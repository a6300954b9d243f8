import {z} from 'zod';
import {Problem, type Side} from '../problem.ts';

/** A proxy as an account has it: a URL without a password. */
export interface Proxy {
	/** Without the brackets of an IPv6 address. */
	readonly host: string;
	readonly port: number;
	/** Who is asked to say who they are; the password is asked for. */
	readonly user?: string;
}

/** Ports that proxies listen on unless they say otherwise (RFC 1928, 3; RFC 9110, 4.2). */
const usualPort: ReadonlyMap<string, number> = new Map([
	['socks5:', 1080],
	['http:', 80],
	['https:', 443],
]);

/** What a URL says as it is. ImapFlow hands a SOCKS proxy what the URL says, and not what it means. */
const keptInUrls = /^[\w!$&'()*+,.~-]*$/;

function parse(text: string): URL | undefined {
	const url = URL.canParse(text) ? new URL(text) : undefined;
	const isProxy = url && usualPort.has(url.protocol) && url.hostname !== '' && /^\/?$/.test(url.pathname);
	if (!isProxy || url.search !== '' || url.hash !== '') return undefined;
	try {
		decodeURIComponent(url.username);
		return url;
	} catch {
		return undefined;
	}
}

/** Checks a proxy that comes out of a file. */
export const proxySchema = z.string().refine(text => parse(text)?.password === '');

/**
 * Reads `socks5://[USER@]HOST[:PORT]`, or `http://…` and `https://…` for HTTP's CONNECT (RFC 9110, 9.3.6).
 *
 * @throws {Problem} `usage` that says what is wrong with it; a password in it is refused, and not repeated
 */
export function parseProxy(side: Side, text: string): string {
	const url = parse(text);
	if (url?.password) throw new Problem({code: 'usage', side, params: {why: 'proxy-password'}});
	if (!url) throw new Problem({code: 'usage', side, params: {why: 'proxy-form'}});
	return text;
}

/** The parts of a proxy that was read. */
export function proxyOf(text: string): Proxy {
	const {protocol, hostname, port, username} = new URL(text);
	return {
		host: hostname.replace(/^\[|\]$/g, ''),
		port: Number(port) || (usualPort.get(protocol) ?? 0),
		...(username === '' ? {} : {user: decodeURIComponent(username)}),
	};
}

/**
 * The same proxy with its password.
 *
 * @throws {Problem} `usage` where a SOCKS proxy would get another password than this one
 */
export function withPassword(side: Side, proxy: string, password: string | undefined): string {
	const url = new URL(proxy);
	if (password === undefined || url.username === '') return proxy;
	if (url.protocol !== 'socks5:') {
		url.password = encodeURIComponent(password);
	} else if (keptInUrls.test(password) && keptInUrls.test(url.username)) {
		url.password = password;
	} else {
		throw new Problem({code: 'usage', side, params: {why: 'proxy-characters'}});
	}

	return url.href;
}
