import Conf from 'conf';
import {z} from 'zod';
import {homeFolder} from '../home.ts';
import {Problem} from '../problem.ts';
import {type Account, accountKey, accountSchema} from './account.ts';

const accountsSchema = z.record(
	z.string(),
	accountSchema.and(z.object({passwordCommand: z.string().min(1).optional()})),
);

/** An account by its name, and where its password comes from; never the password. */
export interface SavedAccount {
	readonly name: string;
	readonly account: Account;
	/** Prints the password on its first line, or with OAuth an access token; run without a shell. Where there is none, the password is typed. */
	readonly passwordCommand?: string;
}

/** Accounts by the names that the operator gave them. */
export interface SavedAccounts {
	list(): readonly SavedAccount[];
	save(saved: SavedAccount): void;
	remove(name: string): void;
	/** The command that prints a mailbox's password, or its access token where that opens it: where it was saved with one. */
	commandFor(account: Account): string | undefined;
}

/** The command with which one of these opens the same mailbox in the same way. */
export function commandAmong(accounts: readonly SavedAccount[], account: Account): string | undefined {
	const key = accountKey(account);
	return accounts.find(
		({account: saved, passwordCommand}) =>
			passwordCommand !== undefined &&
			accountKey(saved) === key &&
			// A password is no access token.
			hasOauth(saved) === hasOauth(account),
	)?.passwordCommand;
}

function hasOauth(account: Account): boolean {
	return 'oauth' in account && account.oauth !== undefined;
}

/**
 * The saved accounts, in `accounts.json` in the program's folder. Never a password.
 *
 * @throws {Problem} `settings-unreadable`
 */
export function savedAccounts(): SavedAccounts {
	const store = openSettings();
	const read = () => {
		const parsed = accountsSchema.safeParse(store.get('accounts', {}));
		if (parsed.success) return parsed.data;
		throw new Problem({code: 'settings-unreadable', params: {path: store.path, why: 'accounts'}});
	};

	const list = () =>
		Object.entries(read())
			.map(([name, {passwordCommand, ...account}]) => ({
				name,
				account,
				...(passwordCommand === undefined ? {} : {passwordCommand}),
			}))
			.sort((a, b) => a.name.localeCompare(b.name));
	return {
		list,
		commandFor: account => commandAmong(list(), account),
		save({name, account, passwordCommand}) {
			const kept = {
				...accountSchema.parse(account),
				...(passwordCommand === undefined ? {} : {passwordCommand}),
			};
			store.set('accounts', {...read(), [name]: kept});
		},
		remove(name) {
			const {[name]: _, ...rest} = read();
			store.set('accounts', rest);
		},
	};
}

function openSettings(): Conf<{accounts: unknown}> {
	const cwd = homeFolder();
	try {
		return new Conf<{accounts: unknown}>({
			cwd,
			configName: 'accounts',
			configFileMode: 0o600,
			accessPropertiesByDotNotation: false,
		});
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Problem({code: 'settings-unreadable', params: {path: `${cwd}/accounts.json`, why}}, error);
	}
}
