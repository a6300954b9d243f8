import {readFileSync} from 'node:fs';
import type {Side} from '../problem.ts';
import type {ServerAccount} from './account.ts';
import {type SecretKind, secretVariables} from './environment.ts';
import type {Grant} from './oauth/grant.ts';
import {proxyOf} from './proxy.ts';

/** What opens an account besides its password. Like that, it is told over IPC, kept in memory, and nowhere else. */
export interface Secrets {
	/** Of the client's private key. */
	readonly passphrase?: string;
	readonly proxyPassword?: string;
	/** In the place of the password: what a person has agreed to in a browser. */
	readonly grant?: Grant;
	/** No secret itself: prints the access token, and then the next one. */
	readonly tokenCommand?: string;
}

/** Secrets that the environment has given. */
export type GivenSecrets = Readonly<Record<Side, Readonly<Partial<Record<SecretKind, string>>>>>;

/** Asks a person for a secret. */
export type AskSecret = (kind: SecretKind, side: Side, account: ServerAccount) => Promise<string>;

/**
 * Takes the secrets out of the environment: read once, and gone before any child could inherit them or
 * another program read them from this process.
 */
export function takeSecretsFromEnvironment(): GivenSecrets {
	const take = (side: Side) => {
		const taken: Partial<Record<SecretKind, string>> = {};
		for (const [kind, variable] of Object.entries(secretVariables[side])) {
			const value = process.env[variable];
			if (value) taken[kind as SecretKind] = value;
			delete process.env[variable];
		}

		return taken;
	};

	return {source: take('source'), destination: take('destination')};
}

/** Secrets that a person may be asked for, besides the password. */
export type AskedSecret = Exclude<SecretKind, 'password'>;

/** The secrets besides its password that an account can't be opened without. */
export function neededSecrets({clientKey, clientCertificate, proxy}: ServerAccount): readonly AskedSecret[] {
	const key = clientKey ?? clientCertificate;
	const isLocked = key !== undefined && isEncrypted(key);
	const isProxyLocked = proxy !== undefined && proxyOf(proxy).user !== undefined;
	return [...(isLocked ? ['passphrase' as const] : []), ...(isProxyLocked ? ['proxyPassword' as const] : [])];
}

/** The secrets of one side besides its password that a person can type: as given, else asked for. */
export async function secretsFor(
	side: Side,
	account: ServerAccount,
	given: Secrets,
	ask: AskSecret | undefined,
): Promise<Secrets> {
	const secrets: Partial<Record<AskedSecret, string>> = {};
	for (const kind of neededSecrets(account)) {
		const secret = given[kind] ?? (await ask?.(kind, side, account));
		if (secret) secrets[kind] = secret;
	}

	return secrets;
}

/** Whether a PEM file has a key that is encrypted (RFC 7468, 11; RFC 1421, 4.6.1.1). That it can't be read is told by who uses it. */
function isEncrypted(path: string): boolean {
	try {
		return /^-----BEGIN ENCRYPTED PRIVATE KEY|^Proc-Type: 4,ENCRYPTED/m.test(readFileSync(path, 'utf8'));
	} catch {
		return false;
	}
}
