import {Resolver} from 'node:dns/promises';
import https from 'node:https';

/** What a name says of where its mail is: RFC 2782 and RFC 1035, 3.3.9. A name without such records has none of them. */
export interface NameRecords {
	srv(name: string, signal: AbortSignal): Promise<readonly ServerRecord[]>;
	mx(domain: string, signal: AbortSignal): Promise<readonly MailRecord[]>;
}

export interface ServerRecord {
	readonly name: string;
	readonly port: number;
	readonly priority: number;
	readonly weight: number;
}

export interface MailRecord {
	readonly exchange: string;
	readonly priority: number;
}

/** Reads a page; undefined where there is none, or none that can be had safely. */
export type ReadPage = (url: URL, signal: AbortSignal) => Promise<string | undefined>;

/** What discovery asks outside. */
export interface Network {
	readonly names: NameRecords;
	readonly page: ReadPage;
}

/** Names as the system's servers for them know them. @param servers others, as `ADDRESS` or `ADDRESS:PORT` */
export function nameRecords(servers?: readonly string[]): NameRecords {
	const ask = async <T>(signal: AbortSignal, question: (resolver: Resolver) => Promise<T[]>) => {
		const resolver = new Resolver({timeout: 1500, tries: 2});
		if (servers !== undefined) resolver.setServers(servers);
		const cancel = () => resolver.cancel();
		signal.addEventListener('abort', cancel, {once: true});
		try {
			signal.throwIfAborted();
			return await question(resolver);
		} catch {
			// That a name has no such records, and that nobody answers, come to the same here.
			return [];
		} finally {
			signal.removeEventListener('abort', cancel);
		}
	};

	return {
		srv: (name, signal) => ask(signal, resolver => resolver.resolveSrv(name)),
		mx: (domain, signal) => ask(signal, resolver => resolver.resolveMx(domain)),
	};
}

/** How large a page may be, in bytes, and how often it may have moved. */
const bounds = {bytes: 64 * 1024, moves: 3};

/**
 * Reads pages over HTTPS, from servers whose certificate holds: never in clear text, also where a page has moved.
 *
 * @param ca certificate authorities to trust instead of the system's, PEM
 */
export function securePages(ca?: readonly string[]): ReadPage {
	const read: (url: URL, signal: AbortSignal, moves: number) => Promise<string | undefined> = async (
		url,
		signal,
		moves,
	) => {
		if (url.protocol !== 'https:') return undefined;
		const answer = await getOnce(url, signal, ca);
		if (typeof answer === 'string' || answer === undefined) return answer;
		return moves === 0 ? undefined : read(answer, signal, moves - 1);
	};

	return async (url, signal) => {
		try {
			return await read(url, signal, bounds.moves);
		} catch {
			// No such server, no page, a certificate that does not hold, too late: there is none.
			return undefined;
		}
	};
}

/** The page, or where it has moved to. @throws what Node does */
function getOnce(
	url: URL,
	signal: AbortSignal,
	ca: readonly string[] | undefined,
): Promise<string | URL | undefined> {
	return new Promise((resolve, reject) => {
		const request = https.get(
			url,
			{signal, agent: false, headers: {accept: 'text/xml, application/xml'}, ...(ca ? {ca: [...ca]} : {})},
			response => {
				const {statusCode = 0, headers} = response;
				response.on('error', reject);
				if (statusCode !== 200) {
					response.destroy();
					const moved = statusCode >= 301 && statusCode <= 308 ? headers.location : undefined;
					resolve(moved === undefined ? undefined : (URL.parse(moved, url.href) ?? undefined));
					return;
				}

				const chunks: Buffer[] = [];
				let bytes = 0;
				response.on('data', (chunk: Buffer) => {
					bytes += chunk.length;
					if (bytes > bounds.bytes) {
						response.destroy();
						resolve(undefined);
					} else {
						chunks.push(chunk);
					}
				});
				response.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
			},
		);
		request.on('error', reject);
	});
}
