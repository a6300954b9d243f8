import {type Account, isFiles, mailboxOf} from '../accounts/account.ts';
import {splitAddress} from '../accounts/address.ts';
import {providerOf} from '../accounts/providers.ts';

/** Names that certified mailboxes have in their domain, or their servers in theirs. */
const telling = /pec|legalmail|postecert|postacert|sicurezzapostale|telecompost|trustmail|\bcert\./i;

/**
 * Whether a mailbox looks like one for certified mail: its provider is known for it, also where the address has a
 * domain of its own, or the names say so. Then its kinds are counted wherever its messages are listed: for that a
 * server has to read each message's header, which not all are quick with, so others are not asked.
 */
export function looksCertified(account: Account): boolean {
	// A backup is named after its account.
	if (isFiles(account)) return telling.test(mailboxOf(account));
	const [, domain] = splitAddress(mailboxOf(account));
	return providerOf(account)?.certified ?? telling.test(`${domain} ${account.host}`);
}
