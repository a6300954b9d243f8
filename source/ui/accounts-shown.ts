import type {Account, FilesAccount} from '../accounts/account.ts';
import type {Side} from '../problem.ts';
import {accountOf, isFault} from './screens/connect/connect-form.ts';
import type {ConnectState} from './screens/connect/connect-state.ts';

/** Whose mail goes where. */
export interface Accounts {
	readonly from: Account;
	readonly to: Account;
}

/** The account of a side: the one that is connected, or else the one that is typed; undefined where it is none yet. */
function accountAt({status, forms}: ConnectState, side: Side): Account | undefined {
	const {[side]: known} = status;
	const account = known.kind === 'connected' ? known.account : accountOf(forms[side]);
	return isFault(account) ? undefined : account;
}

/**
 * The accounts of what is under way between those of Connect; undefined where one is missing.
 *
 * @param backup the files that the destination is backed up into
 */
export function accountsBetween(connect: ConnectState, backup?: FilesAccount): Accounts | undefined {
	const from = accountAt(connect, backup ? 'destination' : 'source');
	const to = backup ?? accountAt(connect, 'destination');
	return from === undefined || to === undefined ? undefined : {from, to};
}
