import * as oauth from 'oauth4webapi';
import {Problem, type Side} from '../../problem.ts';
import {isLoopback} from '../loopback.ts';
import type {OAuthClient} from './grant.ts';

/** Milliseconds that a provider may take for an answer. */
const patience = 30_000;

/** How a provider is asked: over HTTPS, but for this machine. */
export function requestOptions(address: string | undefined, signal?: AbortSignal) {
	const isLocal = address !== undefined && isLoopback(new URL(address).hostname);
	const bound = AbortSignal.timeout(patience);
	return {
		signal: signal ? AbortSignal.any([signal, bound]) : bound,
		...(isLocal ? {[oauth.allowInsecureRequests]: true} : {}),
	};
}

/** How this program says who it is. */
export function authenticationOf({secret}: OAuthClient): oauth.ClientAuth {
	return secret === undefined ? oauth.None() : oauth.ClientSecretPost(secret);
}

/** What a person has to know of a provider's no, or of its silence. The tokens are in none of it. */
export function oauthProblem(side: Side, name: string, error: unknown): Problem {
	if (error instanceof Problem) return error;
	if (error instanceof oauth.ResponseBodyError || error instanceof oauth.AuthorizationResponseError) {
		const {error: reason, error_description: words} = error;
		return new Problem(
			{code: 'oauth-refused', side, ...(words ? {server: words} : {}), params: {name, reason}},
			error,
		);
	}

	return new Problem({code: 'oauth-unreachable', side, params: {name, why: reasonOf(error)}}, error);
}

function reasonOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	if (error.name === 'TimeoutError') return 'ETIMEDOUT';
	// Of fetch, which says only that it has failed.
	const {cause} = error;
	const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
	return code || error.message;
}
