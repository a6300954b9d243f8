import * as oauth from 'oauth4webapi';
import {Problem, type Side} from '../../problem.ts';
import {clientSecretVariable} from '../environment.ts';
import type {OAuthClient} from './grant.ts';
import {oauthProblem, requestOptions} from './requests.ts';

/** A provider as an operator has set it. */
export interface OAuthSettings {
	readonly clientId?: string | undefined;
	readonly clientSecret?: string | undefined;
	/** Where the provider tells of itself (OpenID Connect Discovery, RFC 8414). */
	readonly issuer?: string | undefined;
	readonly scope?: string | undefined;
}

/** A provider that can be asked. */
export interface OAuthProvider {
	readonly name: string;
	readonly server: oauth.AuthorizationServer;
	readonly client: OAuthClient;
	readonly scope: string;
	/** What its authorization endpoint wants besides. */
	readonly parameters: Readonly<Record<string, string>>;
}

interface Known {
	readonly server: oauth.AuthorizationServer;
	readonly scope: string;
	readonly parameters?: Readonly<Record<string, string>>;
}

const microsoft = 'https://login.microsoftonline.com/common';

const known: ReadonlyMap<string, Known> = new Map([
	[
		'google',
		{
			// developers.google.com/identity/protocols/oauth2/native-app. Its device endpoint does not give this scope.
			server: {
				issuer: 'https://accounts.google.com',
				authorization_endpoint: 'https://accounts.google.com/o/oauth2/v2/auth',
				token_endpoint: 'https://oauth2.googleapis.com/token',
			},
			scope: 'https://mail.google.com/',
			parameters: {access_type: 'offline', prompt: 'consent'},
		},
	],
	[
		'microsoft',
		{
			// learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code, and for the scope
			// learn.microsoft.com/exchange/client-developer/legacy-protocols/how-to-authenticate-an-imap-pop-smtp-application-by-using-oauth
			server: {
				issuer: `${microsoft}/v2.0`,
				authorization_endpoint: `${microsoft}/oauth2/v2.0/authorize`,
				token_endpoint: `${microsoft}/oauth2/v2.0/token`,
				device_authorization_endpoint: `${microsoft}/oauth2/v2.0/devicecode`,
			},
			scope: 'https://outlook.office.com/IMAP.AccessAsUser.All offline_access',
		},
	],
]);

/** Names this program at a provider, where the settings do not. */
const clientVariable = 'TRASLOCO_OAUTH_CLIENT_ID';

/**
 * Finds a provider by its name, and what it tells of itself.
 *
 * @param settings by the names of providers
 * @throws {Problem} `oauth-unconfigured`, `oauth-refused`, `oauth-unreachable`
 */
export async function findProvider(
	side: Side,
	name: string,
	settings: ReadonlyMap<string, OAuthSettings>,
	signal: AbortSignal,
): Promise<OAuthProvider> {
	const set = settings.get(name) ?? {};
	const preset = known.get(name);
	const id = set.clientId ?? process.env[clientVariable];
	const secret = set.clientSecret ?? process.env[clientSecretVariable];
	if (!preset && set.issuer === undefined) {
		const names = [...new Set([...known.keys(), ...settings.keys()])].join(', ');
		throw new Problem({code: 'oauth-unconfigured', side, params: {why: 'provider', name, names}});
	}

	if (!id) {
		throw new Problem({
			code: 'oauth-unconfigured',
			side,
			params: {why: 'client', name, variable: clientVariable},
		});
	}

	const server = set.issuer === undefined ? preset?.server : await discover(side, name, set.issuer, signal);
	if (!server) throw new Error(`no server of ${name}`);
	return {
		name,
		server,
		client: {id, ...(secret ? {secret} : {})},
		scope: set.scope ?? preset?.scope ?? 'openid offline_access',
		parameters: preset?.parameters ?? {},
	};
}

async function discover(
	side: Side,
	name: string,
	issuer: string,
	signal: AbortSignal,
): Promise<oauth.AuthorizationServer> {
	try {
		const url = new URL(issuer);
		const response = await oauth.discoveryRequest(url, {
			algorithm: 'oidc',
			...requestOptions(issuer, signal),
		});
		return await oauth.processDiscoveryResponse(url, response);
	} catch (error) {
		throw oauthProblem(side, name, error);
	}
}
