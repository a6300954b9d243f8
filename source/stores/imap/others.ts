import type {Side} from '../../problem.ts';
import {isForeign, pathOf} from '../naming.ts';
import {type Folder, type Naming, Refusal} from '../store.ts';
import {checkName} from './folders.ts';
import {textOf, textsOf} from './parse.ts';
import {Unusable} from './unusable.ts';
import {decodeName, encodeName} from './utf7.ts';
import type {OnUntagged} from './wire.ts';

/** Names below one prefix. */
const mostNames = 50_000;

/** A folder of other users or a shared one, and how the server itself writes its name. Its messages are not counted yet. */
export interface Other {
	readonly folder: Folder;
	readonly raw: string;
}

/** Sends one command and waits for its end. */
type Send = (command: string, onUntagged: OnUntagged) => Promise<unknown>;

/**
 * Lists the folders of other users and shared ones that this user may see (RFC 2342, 5): those of the account
 * itself are listed by `discover`.
 *
 * @throws {Problem} `bad-answer`
 */
export async function listOthers(side: Side, naming: Naming, send: Send): Promise<readonly Other[]> {
	const prefixes = (naming.foreign ?? []).map(encodeName);
	const [listed, subscribed] = await Promise.all([
		Promise.all(prefixes.map(prefix => namesBelow('LIST', prefix, send))),
		Promise.all(prefixes.map(prefix => namesBelow('LSUB', prefix, send))),
	]);
	const isSubscribed = new Set(subscribed.flatMap(names => [...names.keys()]));
	const others = new Map<string, Other>();
	for (const [raw, attributes] of listed.flatMap(names => [...names])) {
		checkName(side, raw);
		const name = decodeName(raw);
		if (!isForeign(name, naming) || attributes.has('\\nonexistent')) continue;
		const folder: Folder = {
			name,
			path: pathOf(name, naming),
			selectable: !attributes.has('\\noselect'),
			subscribed: isSubscribed.has(raw),
			messages: 0,
			uidValidity: 0,
			uidNext: 0,
		};
		others.set(name, {folder, raw});
	}

	return [...others.values()];
}

/** Names as the server writes them, each with its attributes in lower case. */
async function namesBelow(
	command: 'LIST' | 'LSUB',
	prefix: string,
	send: Send,
): Promise<ReadonlyMap<string, ReadonlySet<string>>> {
	const names = new Map<string, ReadonlySet<string>>();
	try {
		await send(`${command} "" "${prefix.replaceAll(/["\\]/g, '\\$&')}*"`, response => {
			if (response.kind !== 'data' || response.name !== command) return false;
			const raw = textOf(response.values[2]);
			// Several lists may be under way: each takes what it has asked for.
			if (!raw.startsWith(prefix)) return false;
			if (names.size >= mostNames) throw new Unusable('too-many');
			names.set(raw, new Set(textsOf(response.values[0]).map(attribute => attribute.toLowerCase())));
			return true;
		});
	} catch (error) {
		// A server that does not show them has none to copy.
		if (!(error instanceof Refusal)) throw error;
	}

	return names;
}
