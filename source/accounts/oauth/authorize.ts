import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import {setTimeout as sleep} from 'node:timers/promises';
import * as oauth from 'oauth4webapi';
import type {Side} from '../../problem.ts';
import type {Grant} from './grant.ts';
import type {OAuthProvider} from './providers.ts';
import {authenticationOf, oauthProblem, requestOptions} from './requests.ts';

/** The person who is asked to agree, in a browser on this machine or any other. */
export interface Person {
	/** Shows the address to open, and the code to type there; without a code, the browser has to come back. */
	show(address: string, code?: string): void;
	/** The address at which a browser elsewhere ended up; each line that the person gives. */
	pasted?(signal: AbortSignal): AsyncIterable<string>;
	/** What was given is no such address. */
	misread?(): void;
	/** What the browser shows in the end. */
	readonly farewell: string;
}

/** What asking takes besides the person. */
interface Asked {
	readonly side: Side;
	/** Who is meant to log in there. */
	readonly user: string;
	readonly signal: AbortSignal;
}

/** Seconds between two questions whether the person has agreed, where the provider says nothing (RFC 8628, 3.2). */
const usualInterval = 5;

/**
 * Has a person let this program read their mail: with a code, where the provider has device authorization (RFC 8628),
 * else in a browser that comes back to this machine (RFC 8252), with PKCE (RFC 7636).
 *
 * @throws {Problem} `oauth-refused`, `oauth-unreachable`
 */
export async function authorize(provider: OAuthProvider, person: Person, asked: Asked): Promise<Grant> {
	const flow = provider.server.device_authorization_endpoint === undefined ? byRedirect : byCode;
	try {
		const answer = await flow(provider, person, asked);
		const {name, server, client} = provider;
		return {id: randomUUID(), provider: name, server, client, ...tokensOf(answer)};
	} catch (error) {
		asked.signal.throwIfAborted();
		throw oauthProblem(asked.side, provider.name, error);
	}
}

/** The tokens in an answer. */
export function tokensOf(
	answer: oauth.TokenEndpointResponse,
): Pick<Grant, 'accessToken' | 'expires' | 'refreshToken'> {
	const {access_token: accessToken, expires_in: seconds, refresh_token: refreshToken} = answer;
	return {
		accessToken,
		...(seconds === undefined ? {} : {expires: Date.now() + seconds * 1000}),
		...(refreshToken === undefined ? {} : {refreshToken}),
	};
}

async function byCode(
	{server, client: {id, secret}, scope}: OAuthProvider,
	person: Person,
	{signal}: Asked,
): Promise<oauth.TokenEndpointResponse> {
	const client = {client_id: id};
	const authentication = authenticationOf({id, ...(secret === undefined ? {} : {secret})});
	const options = () => requestOptions(server.token_endpoint, signal);
	const asked = await oauth.processDeviceAuthorizationResponse(
		server,
		client,
		await oauth.deviceAuthorizationRequest(server, client, authentication, {scope}, options()),
	);
	person.show(asked.verification_uri, asked.user_code);
	let interval = asked.interval ?? usualInterval;
	for (;;) {
		await sleep(interval * 1000, undefined, {signal});
		try {
			const response = await oauth.deviceCodeGrantRequest(
				server,
				client,
				authentication,
				asked.device_code,
				options(),
			);
			return await oauth.processDeviceCodeResponse(server, client, response);
		} catch (error) {
			const reason = error instanceof oauth.ResponseBodyError ? error.error : '';
			if (reason !== 'authorization_pending' && reason !== 'slow_down') throw error;
			if (reason === 'slow_down') interval += usualInterval;
		}
	}
}

async function byRedirect(
	{server, client: {id, secret}, scope, parameters}: OAuthProvider,
	person: Person,
	{user, signal}: Asked,
): Promise<oauth.TokenEndpointResponse> {
	const client = {client_id: id};
	const state = oauth.generateRandomState();
	const verifier = oauth.generateRandomCodeVerifier();
	await using landing = await Landing.open(state, person.farewell);
	const address = new URL(server.authorization_endpoint ?? '');
	const asked = {
		...parameters,
		response_type: 'code',
		client_id: id,
		redirect_uri: landing.address,
		scope,
		state,
		code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
		code_challenge_method: 'S256',
		login_hint: user,
	};
	for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
	person.show(address.href);
	const back = await landing.arrival(person, signal);
	const response = await oauth.authorizationCodeGrantRequest(
		server,
		client,
		authenticationOf({id, ...(secret === undefined ? {} : {secret})}),
		oauth.validateAuthResponse(server, client, back, state),
		landing.address,
		verifier,
		requestOptions(server.token_endpoint, signal),
	);
	return oauth.processAuthorizationCodeResponse(server, client, response);
}

/** Where a browser on this machine comes back to (RFC 8252, 7.3). */
class Landing {
	readonly address: string;
	readonly #server: ReturnType<typeof createServer>;
	readonly #arrived = Promise.withResolvers<URLSearchParams>();
	readonly #state: string;

	private constructor(server: ReturnType<typeof createServer>, state: string, farewell: string) {
		this.#server = server;
		this.#state = state;
		this.address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
		server.on('request', (request, response) => {
			const parameters = this.#read(new URL(request.url ?? '', this.address).href);
			// Browsers ask for an icon too, and anybody on this machine for anything.
			response.writeHead(parameters ? 200 : 404, {
				'content-type': 'text/plain; charset=utf-8',
				connection: 'close',
			});
			response.end(parameters ? `${farewell}\n` : '');
			if (parameters) this.#arrived.resolve(parameters);
		});
	}

	static async open(state: string, farewell: string): Promise<Landing> {
		const server = createServer().listen(0, '127.0.0.1');
		await once(server, 'listening');
		return new Landing(server, state, farewell);
	}

	/** What the browser brings, or the person, who saw where it ended up. */
	async arrival(person: Person, signal: AbortSignal): Promise<URLSearchParams> {
		const over = new AbortController();
		const aborted = () => this.#arrived.reject(signal.reason);
		signal.addEventListener('abort', aborted, {once: true});
		const reading = this.#readPasted(person, AbortSignal.any([signal, over.signal]));
		reading.catch(error => this.#arrived.reject(error));
		try {
			return await this.#arrived.promise;
		} finally {
			signal.removeEventListener('abort', aborted);
			over.abort();
			await reading.catch(() => {});
		}
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.#server.close();
		this.#server.closeIdleConnections();
	}

	async #readPasted(person: Person, signal: AbortSignal): Promise<void> {
		for await (const line of person.pasted?.(signal) ?? []) {
			const parameters = this.#read(line.trim());
			if (parameters) this.#arrived.resolve(parameters);
			else if (line.trim() !== '') person.misread?.();
		}
	}

	#read(text: string): URLSearchParams | undefined {
		const parameters = URL.canParse(text) ? new URL(text).searchParams : undefined;
		return parameters?.get('state') === this.#state ? parameters : undefined;
	}
}
