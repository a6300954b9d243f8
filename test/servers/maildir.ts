import {chownSync, mkdirSync, statSync, utimesSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {epochOf, type SeedFolder} from './mailbox.ts';
import type {MailServer} from './server.ts';
import {encodeMailboxName} from './utf7.ts';

const flagLetters = new Map([
	['\\Draft', 'D'],
	['\\Flagged', 'F'],
	['\\Answered', 'R'],
	['\\Seen', 'S'],
	['\\Deleted', 'T'],
]);

/**
 * Fills an account of a Dovecot that keeps mail as `maildir` by writing files: thousands of messages in a second, and
 * what it would not take itself, such as dates that are still to come. Nobody may have logged in before. Keywords
 * are left out.
 */
export function writeMaildir(
	server: Pick<MailServer, 'directory' | 'users' | 'separator'>,
	user: string,
	folders: Iterable<SeedFolder>,
): void {
	const index = server.users.findIndex(({name}) => name === user);
	const home = join(server.directory, 'mail', String(index));
	const {uid, gid} = statSync(join(server.directory, 'mail'));
	const own = (path: string) => chownSync(path, uid, gid);
	const make = (path: string) => {
		const first = mkdirSync(path, {recursive: true});
		for (let at = path; first !== undefined && at.length >= first.length; at = join(at, '..')) {
			own(at);
		}
	};
	const root = join(home, 'Maildir');
	make(root);
	const subscribed: string[] = [];
	let number = 0;
	for (const {path, subscribed: isSubscribed, messages} of folders) {
		const name = path.map(encodeMailboxName).join(server.separator);
		// Maildir++ keeps all folders side by side, with dots between the levels of their names.
		const below = server.separator === '.' ? `.${name}` : name;
		const folder = name === 'INBOX' ? root : join(root, below);
		for (const part of ['cur', 'new', 'tmp']) {
			make(join(folder, part));
		}
		if (isSubscribed) {
			subscribed.push(name);
		}
		for (const {content, flags, internalDate} of messages) {
			const seconds = epochOf(internalDate) / 1000;
			const letters = flags.map(flag => flagLetters.get(flag) ?? '').sort();
			number++;
			const place = join(folder, 'cur', `${String(number).padStart(8, '0')}.test:2,${letters.join('')}`);
			writeFileSync(place, content);
			utimesSync(place, seconds, seconds);
			own(place);
		}
	}
	writeFileSync(join(root, 'subscriptions'), subscribed.map(name => `${name}\n`).join(''));
	own(join(root, 'subscriptions'));
}
