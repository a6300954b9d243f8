import {type LoginHint, providerOfServer} from '../accounts/providers.ts';
import {type RefusalReason, refusalOf} from '../accounts/refusal.ts';
import type {ProblemData} from '../problem.ts';

/** The sentences of one language for a refused login. */
export interface RefusalWords {
	/** Before what it most often is at a provider. */
	readonly check: string;
	/** What the server itself says; after `oauth` stands where a login by browser is asked for. */
	readonly reason: Readonly<Record<RefusalReason, string>>;
	/** What it most often is; the same. @param passwordName what the provider calls a password for mail programs */
	readonly hint: Readonly<Record<LoginHint, (provider: string, passwordName: string | undefined) => string>>;
}

/**
 * What to do about a refused login: what the server says is wrong, else what it most often is at this provider.
 *
 * @param browser where a login by browser is asked for: an option, or a field and its key
 * @returns undefined where nothing of this is known
 */
export function wordRefusal(
	data: ProblemData,
	{check, reason, hint}: RefusalWords,
	browser: string,
): string | undefined {
	if (data.code !== 'login-refused' && data.code !== 'login-unavailable') return undefined;
	const {reason: said, provider} = refusalOf(data);
	const hints = provider?.hints ?? [];
	const word = (each: LoginHint) => {
		const sentence = hint[each](provider?.name ?? '', provider?.passwordName);
		return each === 'oauth' ? withBrowser(sentence, browser) : sentence;
	};
	if (said !== undefined) {
		// The provider's own words for the same thing say more; but what it says is off, is off.
		const own = said === 'imap-off' ? undefined : hints.find(each => each === said);
		if (own !== undefined) return word(own);
		return said === 'oauth' ? `${reason[said]} ${browser}.` : reason[said];
	}

	if (data.code === 'login-unavailable' || hints.length === 0) return undefined;
	return [check, ...hints.map(word)].join(' ');
}

/** What to know before a login at a server that takes no passwords; undefined for all others. */
export function wordBrowserOnly(host: string, {hint}: RefusalWords, browser: string): string | undefined {
	const provider = providerOfServer(host);
	if (!provider?.hints?.includes('oauth')) return undefined;
	return withBrowser(hint.oauth(provider.name, undefined), browser);
}

/** Of those that are known, all are Microsoft's. */
function withBrowser(sentence: string, browser: string): string {
	return `${sentence} ${browser} microsoft.`;
}
