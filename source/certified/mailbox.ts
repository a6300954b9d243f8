import type {Account} from '../accounts/account.ts';

/** Names that certified mailboxes have in their domain, or their servers in theirs. */
const telling = /pec|legalmail|postecert|postacert|sicurezzapostale|telecompost|trustmail|\bcert\./i;

/**
 * Whether a mailbox looks like one for certified mail. Then its kinds are counted wherever its messages are listed: for
 * that a server has to read each message's header, which not all are quick with, so others are not asked.
 */
export function looksCertified({host, user}: Account): boolean {
	return telling.test(`${user.slice(user.lastIndexOf('@') + 1)} ${host}`);
}
