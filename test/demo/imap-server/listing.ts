/** The untagged answers that tell which folders there are, and what is in them. */
import type {Account, Folder, Message} from './account.ts';
import {matcherOf} from './names.ts';
import {type Argument, BadCommand, type Command, itemsOf, quote, textOf} from './wire.ts';

const statusItems = ['MESSAGES', 'RECENT', 'UIDNEXT', 'UIDVALIDITY', 'UNSEEN', 'DELETED', 'SIZE'] as const;

/** RFC 3501 section 6.3.8, with the options of RFC 5258, RFC 5819 and RFC 6154. */
export function* listLines(account: Account, command: Command): Generator<string> {
	const rest = [...command.arguments];
	const words = (argument: Argument | undefined) =>
		itemsOf(argument)
			.filter(item => item.type === 'atom')
			.map(item => textOf(item).toUpperCase());
	const only = rest[0]?.type === 'list' ? words(rest.shift()) : [];
	const reference = textOf(rest[0]);
	const patterns = rest[1]?.type === 'list' ? rest[1].items.map(textOf) : [textOf(rest[1])];
	const returning = rest[2] && textOf(rest[2]).toUpperCase() === 'RETURN' ? itemsOf(rest[3]) : [];
	const showSubscribed =
		only.includes('SUBSCRIBED') || words({type: 'list', items: returning}).includes('SUBSCRIBED');
	const status = returning.findIndex(item => item.type === 'atom' && item.text.toUpperCase() === 'STATUS');
	const {delimiter} = account.options;
	if (patterns.length === 1 && patterns[0] === '') {
		yield `* LIST (\\Noselect) ${quote(delimiter)} ""`;
		return;
	}

	const names = account.names();
	for (const [name, folder] of names) {
		const subscribed = account.subscriptions.has(name);
		if (
			!patterns.some(pattern => matcherOf(reference + pattern, delimiter)(name)) ||
			(only.includes('SUBSCRIBED') && !subscribed) ||
			(only.includes('SPECIAL-USE') && folder?.specialUse === undefined)
		) {
			continue;
		}

		const hasChildren = [...names.keys()].some(other => other.startsWith(name + delimiter));
		const attributes = [
			...(folder ? [] : ['\\Noselect']),
			hasChildren ? '\\HasChildren' : '\\HasNoChildren',
			...(showSubscribed && subscribed ? ['\\Subscribed'] : []),
			...(folder?.specialUse === undefined ? [] : [folder.specialUse]),
		];
		yield `* LIST (${attributes.join(' ')}) ${quote(delimiter)} ${quote(name)}`;
		if (status !== -1 && folder) {
			yield statusLine(name, folder, returning[status + 1]);
		}
	}
}

/** RFC 3501 section 6.3.9. */
export function* subscriptionLines(account: Account, command: Command): Generator<string> {
	const {delimiter} = account.options;
	const pattern = textOf(command.arguments[0]) + textOf(command.arguments[1]);
	for (const name of [...account.subscriptions].filter(matcherOf(pattern, delimiter)).sort()) {
		yield `* LSUB () ${quote(delimiter)} ${quote(name)}`;
	}
}

/** What of a folder was asked for, with the size (RFC 8438). */
export function statusLine(name: string, folder: Folder, wanted: Argument | undefined): string {
	const count = (test: (message: Message) => boolean) => folder.messages.filter(test).length;
	const values: Record<(typeof statusItems)[number], () => number> = {
		MESSAGES: () => folder.messages.length,
		RECENT: () => count(message => message.recent),
		UIDNEXT: () => folder.uidNext,
		UIDVALIDITY: () => folder.uidValidity,
		UNSEEN: () => count(message => !message.flags.has('\\Seen')),
		DELETED: () => count(message => message.flags.has('\\Deleted')),
		SIZE: () => folder.bytes,
	};
	const parts = itemsOf(wanted).map(argument => {
		const item = statusItems.find(known => known === textOf(argument).toUpperCase());
		if (!item) {
			throw new BadCommand(`Unknown status item ${textOf(argument)}`);
		}

		return `${item} ${values[item]()}`;
	});
	return `* STATUS ${quote(name)} (${parts.join(' ')})`;
}
