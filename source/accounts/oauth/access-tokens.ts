import * as oauth from 'oauth4webapi';
import {Problem, type Side} from '../../problem.ts';
import {fromCommand} from '../passwords.ts';
import {tokensOf} from './authorize.ts';
import type {Grant} from './grant.ts';
import {authenticationOf, oauthProblem, requestOptions} from './requests.ts';

/** Where a side's access tokens come from: what a person has agreed to, or a command of the operator's. */
export type TokenSource =
	| {readonly grant: Grant}
	| {readonly command: string /** What it has printed already. */; readonly first: string};

/** Milliseconds before its end at which a token is not used for a login any more. */
const margin = 60_000;

/** The newest access tokens of each source. One that is asked for by several at once is renewed once: the token that does it may be good for one time. */
export class AccessTokens {
	readonly #latest = new Map<string, Pick<Grant, 'accessToken' | 'expires' | 'refreshToken'>>();
	readonly #proven = new Set<string>();
	readonly #renewing = new Map<string, Promise<string>>();

	/** One to log in with, renewed where it is about to end. @throws {Problem} see `renewed` */
	async current(side: Side, source: TokenSource): Promise<string> {
		const {accessToken, expires = Number.POSITIVE_INFINITY} = this.#known(source);
		return Date.now() < expires - margin ? accessToken : this.renewed(side, source);
	}

	/** Keeps in mind that this one has logged in. */
	proved(token: string): void {
		this.#proven.add(token);
	}

	/** Whether it has logged in before: then it is refused because it has ended, and else because it never was good. */
	isProven(token: string): boolean {
		return this.#proven.has(token);
	}

	/** The next one after one that was refused: perhaps another connection has got it already. @throws {Problem} see `renewed` */
	async next(side: Side, source: TokenSource, refused: string): Promise<string> {
		const {accessToken} = this.#known(source);
		return accessToken === refused ? this.renewed(side, source) : accessToken;
	}

	/** A new one. @throws {Problem} `oauth-refused`, `oauth-unreachable`, `password-command` */
	renewed(side: Side, source: TokenSource): Promise<string> {
		const key = keyOf(source);
		const renewing =
			this.#renewing.get(key) ?? this.#renew(side, source).finally(() => this.#renewing.delete(key));
		this.#renewing.set(key, renewing);
		return renewing;
	}

	async #renew(side: Side, source: TokenSource): Promise<string> {
		const fresh =
			'grant' in source
				? await renew(side, source.grant, this.#known(source).refreshToken)
				: {accessToken: await fromCommand(side, source.command)};
		this.#latest.set(keyOf(source), fresh);
		return fresh.accessToken;
	}

	#known(source: TokenSource): Pick<Grant, 'accessToken' | 'expires' | 'refreshToken'> {
		const known = this.#latest.get(keyOf(source));
		return known ?? ('grant' in source ? source.grant : {accessToken: source.first});
	}
}

function keyOf(source: TokenSource): string {
	return 'grant' in source ? `grant ${source.grant.id}` : `command ${source.command}`;
}

async function renew(
	side: Side,
	{server, client, provider}: Grant,
	refreshToken: string | undefined,
): Promise<Pick<Grant, 'accessToken' | 'expires' | 'refreshToken'>> {
	if (refreshToken === undefined) {
		throw new Problem({code: 'oauth-refused', side, params: {name: provider, reason: 'no-refresh'}});
	}

	try {
		const as = {client_id: client.id};
		const options = requestOptions(server.token_endpoint);
		const authentication = authenticationOf(client);
		const response = await oauth.refreshTokenGrantRequest(server, as, authentication, refreshToken, options);
		// One that is not replaced stays good (RFC 6749, 6).
		return {refreshToken, ...tokensOf(await oauth.processRefreshTokenResponse(server, as, response))};
	} catch (error) {
		throw oauthProblem(side, provider, error);
	}
}
