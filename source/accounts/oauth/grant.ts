import type {AuthorizationServer} from 'oauth4webapi';
import type {Account, ServerAccount, Terms} from '../account.ts';

/** What a person has let this program do at a provider, until they take it back. Secret as a whole. */
export interface Grant {
	/** One for each time that somebody has agreed. */
	readonly id: string;
	/** The provider's name, as the account has it. */
	readonly provider: string;
	readonly server: AuthorizationServer;
	readonly client: OAuthClient;
	readonly accessToken: string;
	/** Milliseconds since 1970 at which the access token ends, where that was told. */
	readonly expires?: number;
	/** Gets new access tokens (RFC 6749, 1.5). */
	readonly refreshToken?: string;
}

/** This program, as it is registered at a provider. */
export interface OAuthClient {
	readonly id: string;
	/** Some providers give one to installed programs too, where it is no secret (RFC 8252, 8.5). */
	readonly secret?: string;
}

/**
 * The account as it is logged in to where a command is known for it: one that opens by a browser needs none then, since
 * the command prints its access tokens.
 */
export function withCommand(account: ServerAccount, command: string | undefined): ServerAccount {
	return command !== undefined && isByBrowser(account) ? {...account, oauth: 'token'} : account;
}

/** Whether an account is logged in to by agreeing in a browser, and not with a password or a token that is given. */
export function isByBrowser(account: Account | Pick<Terms, 'oauth'>): boolean {
	const oauth = 'oauth' in account ? account.oauth : undefined;
	return oauth !== undefined && oauth !== 'token';
}
