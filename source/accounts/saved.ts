import Conf from 'conf';
import {z} from 'zod';
import {homeFolder} from '../home.ts';
import {Problem} from '../problem.ts';
import {type Account, accountSchema} from './account.ts';

const accountsSchema = z.record(z.string(), accountSchema);

/** Accounts by the names that the operator gave them. */
export interface SavedAccounts {
	list(): readonly {readonly name: string; readonly account: Account}[];
	save(name: string, account: Account): void;
	remove(name: string): void;
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

	return {
		list: () =>
			Object.entries(read())
				.map(([name, account]) => ({name, account}))
				.sort((a, b) => a.name.localeCompare(b.name)),
		save(name, account) {
			store.set('accounts', {...read(), [name]: accountSchema.parse(account)});
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
