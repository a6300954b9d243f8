import {accountKey, isFiles, mailboxOf} from '../accounts/account.ts';
import {savedAccounts} from '../accounts/saved.ts';
import {sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import {exitCodes, Problem} from '../problem.ts';
import {inLocale} from '../ui/ascii.ts';

/**
 * Lists the saved accounts, or removes one. Answers with the exit code.
 *
 * @throws {Problem} `unknown-account`, `settings-unreadable`
 */
export async function accounts({json, remove}: {json?: boolean; remove?: string}): Promise<number> {
	const {commands, screens} = sentences();
	const saved = savedAccounts();
	const all = saved.list();
	if (remove !== undefined) {
		if (!all.some(({name}) => name === remove))
			throw new Problem({code: 'unknown-account', params: {name: remove}});
		saved.remove(remove);
		if (json) process.stdout.write(`${JSON.stringify({event: 'removed', name: remove})}\n`);
		else say(screens.connect.removed(printable(remove)));
		return exitCodes.ok;
	}

	for (const {name, account, passwordCommand} of all) {
		if (json) {
			process.stdout.write(`${JSON.stringify({name, ...account, passwordCommand})}\n`);
			continue;
		}

		if (isFiles(account)) {
			say([name, accountKey(account)].map(printable).join('  '));
			continue;
		}

		const {host, port, security, oauth} = account;
		const server = `${host}:${port} (${screens.connect.security[security]})`;
		const opens = passwordCommand ?? (oauth === undefined ? commands.typedPassword : oauth);
		say([name, mailboxOf(account), server, opens].map(printable).join('  '));
	}

	if (all.length === 0 && !json) say(commands.noAccounts);
	return exitCodes.ok;
}

function say(line: string): void {
	process.stdout.write(`${inLocale(line)}\n`);
}
