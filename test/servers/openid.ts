import {createHash, randomBytes} from 'node:crypto';
import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';

type Options = {
	/** Whose mailbox the tokens open. */
	readonly user: string;
	/** Device authorization (RFC 8628). */
	readonly device?: boolean;
	/** Seconds that an access token is good for, as it is told. */
	readonly lifetime?: number;
	/** What this program has to say, where it has to. */
	readonly clientSecret?: string;
	/** Gives no refresh tokens. */
	readonly isBrief?: boolean;
};

/** The client id that the provider knows. */
export const clientId = 'trasloco-di-prova';

/** A provider of access tokens on 127.0.0.1, as small as OpenID Connect Discovery, RFC 6749, 7636, 7662 and 8628 let it be. */
export type OpenId = AsyncDisposable & {
	readonly issuer: string;
	/** Where servers ask whether a token is good (RFC 7662). */
	readonly introspection: string;
	/** What the person there does with the next request; agrees unless told otherwise. */
	answer: 'agrees' | 'refuses' | 'waits' | 'is-late';
	/** Refuses to renew: the person has taken it back. */
	isTakenBack: boolean;
	/** Every access token and refresh token that was given out. */
	readonly given: readonly string[];
	/** How often each grant type gave tokens. */
	readonly counts: ReadonlyMap<string, number>;
	/** Ends all access tokens before their time. */
	endTokens(): void;
	/** An access token without asking anybody. */
	token(): string;
};

async function form(request: IncomingMessage): Promise<URLSearchParams> {
	const chunks: Buffer[] = [];
	for await (const chunk of request) {
		chunks.push(chunk);
	}
	return new URLSearchParams(Buffer.concat(chunks).toString());
}

/** Starts a provider of a test's own. */
export async function startOpenId(options: Options): Promise<OpenId> {
	const {user, device = false, lifetime = 3600, clientSecret, isBrief = false} = options;
	const good = new Set<string>();
	const refreshable = new Set<string>();
	const codes = new Map<string, {challenge: string; redirect: string}>();
	const given: string[] = [];
	const counts = new Map<string, number>();
	const server = createServer((request, response) => {
		serve(request, response).catch(error => response.writeHead(500).end(String(error)));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

	const make = (kind: string) => {
		const token = `${kind}-${randomBytes(24).toString('base64url')}`;
		given.push(token);
		return token;
	};
	const token = () => {
		const made = make('accesso');
		good.add(made);
		return made;
	};
	const provider: OpenId = {
		issuer,
		introspection: `${issuer}/introspect`,
		answer: 'agrees',
		isTakenBack: false,
		given,
		counts,
		endTokens: () => good.clear(),
		token,
		async [Symbol.asyncDispose]() {
			server.closeAllConnections();
			await new Promise(done => server.close(done));
		},
	};

	const json = (response: ServerResponse, status: number, body: object) =>
		response
			.writeHead(status, {'content-type': 'application/json', 'cache-control': 'no-store'})
			.end(JSON.stringify(body));
	const refuse = (response: ServerResponse, error: string, words = `prova: ${error}`) =>
		json(response, error === 'invalid_client' ? 401 : 400, {error, error_description: words});
	const giveTokens = (response: ServerResponse, grantType: string) => {
		counts.set(grantType, (counts.get(grantType) ?? 0) + 1);
		const refresh = make('rinnovo');
		refreshable.add(refresh);
		json(response, 200, {
			access_token: token(),
			token_type: 'Bearer',
			expires_in: lifetime,
			...(isBrief ? {} : {refresh_token: refresh}),
		});
	};

	async function grant(response: ServerResponse, asked: URLSearchParams): Promise<void> {
		const kind = asked.get('grant_type') ?? '';
		if (asked.get('client_id') !== clientId || (asked.get('client_secret') ?? undefined) !== clientSecret) {
			refuse(response, 'invalid_client');
		} else if (kind === 'refresh_token') {
			// Each is good for one time (RFC 9700, 4.14.2).
			const isGood = refreshable.delete(asked.get('refresh_token') ?? '') && !provider.isTakenBack;
			if (isGood) {
				giveTokens(response, kind);
			} else {
				refuse(response, 'invalid_grant');
			}
		} else if (kind === 'authorization_code') {
			const code = codes.get(asked.get('code') ?? '');
			codes.delete(asked.get('code') ?? '');
			const challenge = createHash('sha256')
				.update(asked.get('code_verifier') ?? '')
				.digest('base64url');
			if (code?.challenge === challenge && code.redirect === asked.get('redirect_uri')) {
				giveTokens(response, kind);
			} else {
				refuse(response, 'invalid_grant');
			}
		} else if (provider.answer === 'agrees') {
			giveTokens(response, kind);
		} else {
			refuse(
				response,
				{waits: 'authorization_pending', refuses: 'access_denied', 'is-late': 'expired_token'}[
					provider.answer
				],
			);
		}
	}

	async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const {pathname, searchParams} = new URL(request.url ?? '', issuer);
		switch (pathname) {
			case '/.well-known/openid-configuration':
				json(response, 200, {
					issuer,
					authorization_endpoint: `${issuer}/authorize`,
					token_endpoint: `${issuer}/token`,
					...(device ? {device_authorization_endpoint: `${issuer}/device`} : {}),
				});
				return;
			case '/device': {
				const asked = await form(request);
				if (asked.get('client_id') !== clientId) {
					refuse(response, 'invalid_client');
					return;
				}
				json(response, 200, {
					device_code: randomBytes(16).toString('hex'),
					user_code: 'BCDF-GHJK',
					verification_uri: `${issuer}/codice`,
					expires_in: 600,
					interval: 1,
				});
				return;
			}
			case '/authorize': {
				const back = new URL(searchParams.get('redirect_uri') ?? '');
				back.searchParams.set('state', searchParams.get('state') ?? '');
				if (provider.answer === 'agrees' && searchParams.get('code_challenge_method') === 'S256') {
					const code = randomBytes(16).toString('hex');
					codes.set(code, {
						challenge: searchParams.get('code_challenge') ?? '',
						redirect: searchParams.get('redirect_uri') ?? '',
					});
					back.searchParams.set('code', code);
				} else {
					back.searchParams.set('error', 'access_denied');
				}
				response.writeHead(302, {location: back.href}).end();
				return;
			}
			case '/token':
				await grant(response, await form(request));
				return;
			case '/introspect': {
				const asked = await form(request);
				const active = good.has(asked.get('token') ?? searchParams.get('token') ?? '');
				json(response, 200, active ? {active, username: user, client_id: clientId} : {active});
				return;
			}
			default:
				response.writeHead(404).end();
		}
	}

	return provider;
}

/** Settings of Dovecot that take this provider's tokens for logins, beside passwords. @param path Where its own file may be written. */
export function dovecotWith(
	provider: OpenId,
	mechanisms = 'oauthbearer xoauth2',
): {
	readonly settings: (path: string) => string;
	readonly file: string;
} {
	return {
		file: `
introspection_mode = post
introspection_url = ${provider.introspection}
force_introspection = yes
username_attribute = username
active_attribute = active
active_value = true
`,
		settings: path => `
auth_mechanisms = plain login ${mechanisms}
auth_cache_size = 0
passdb {
  driver = oauth2
  mechanisms = ${mechanisms}
  args = ${path}
}
`,
	};
}
