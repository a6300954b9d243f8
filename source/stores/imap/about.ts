import {type Naming, type Quota, Refusal} from '../store.ts';
import {type Commands, quoted} from './commands.ts';
import {numberOf, textOf, type Value} from './parse.ts';
import {decodeName} from './utf7.ts';
import type {OnUntagged} from './wire.ts';

/** What a server is told of us (RFC 2971). */
const ownName = '("name" "trasloco")';

/** The server's name and version, where it tells (RFC 2971). */
export async function serverName(commands: Commands): Promise<string | undefined> {
	if (!commands.has('ID')) return undefined;
	const told = new Map<string, string>();
	await unlessRefused(
		commands.exec([`ID ${ownName}`], response => {
			if (response.kind !== 'data' || response.name !== 'ID') return false;
			const fields = Array.isArray(response.values[0]) ? response.values[0] : [];
			for (let index = 0; index + 1 < fields.length; index += 2)
				told.set(textOf(fields[index]).toLowerCase(), textOf(fields[index + 1]));
			return true;
		}),
	);
	return [told.get('name'), told.get('version')].filter(Boolean).join(' ') || undefined;
}

/** How the account names its folders (RFC 2342); undefined where the server does not tell. */
export async function namespaces(commands: Commands): Promise<Naming | undefined> {
	if (!commands.has('NAMESPACE')) return undefined;
	let naming: Naming | undefined;
	await unlessRefused(
		commands.exec(['NAMESPACE'], response => {
			if (response.kind !== 'data' || response.name !== 'NAMESPACE') return false;
			const [personal, others, shared] = response.values.map(namespacesOf);
			const own = personal?.[0] ?? {prefix: '', delimiter: ''};
			const foreign = [...(others ?? []), ...(shared ?? [])]
				.map(({prefix}) => decodeName(prefix))
				.filter(prefix => prefix !== own.prefix);
			naming = {...own, ...(foreign.length > 0 ? {foreign} : {})};
			return true;
		}),
	);
	return naming;
}

/** A prefix ends with the delimiter, so that a name can follow: some servers leave it out. */
function namespacesOf(value: Value): {readonly prefix: string; readonly delimiter: string}[] {
	if (!Array.isArray(value)) return [];
	return value.filter(Array.isArray).map(([first, second]) => {
		const prefix = textOf(first);
		const delimiter = textOf(second);
		return {prefix: prefix === '' || prefix.endsWith(delimiter) ? prefix : prefix + delimiter, delimiter};
	});
}

/** A resource of a quota root, in the units of RFC 9208, 5. */
interface Resource {
	readonly used: number;
	readonly limit: number;
}

/** What INBOX may hold (RFC 9208): of several limits to the same, the one that leaves least. */
export async function quotaOf(commands: Commands): Promise<Quota | undefined> {
	if (!commands.has('QUOTA')) return undefined;
	const roots: string[] = [];
	const resources = new Map<string, Resource>();
	const onUntagged: OnUntagged = response => {
		if (response.kind !== 'data') return false;
		if (response.name === 'QUOTAROOT') roots.push(...response.values.slice(1).map(textOf));
		else if (response.name === 'QUOTA') addResources(resources, response.values[1]);
		else return false;
		return true;
	};
	await unlessRefused(commands.exec(['GETQUOTAROOT INBOX'], onUntagged));
	// Their limits come along; some servers want to be asked.
	if (resources.size === 0) {
		const ask = (root: string) => unlessRefused(commands.exec([`GETQUOTA ${quoted(root)}`], onUntagged));
		await Promise.all(roots.map(ask));
	}

	const storage = resources.get('STORAGE');
	const message = resources.get('MESSAGE');
	if (!storage && !message) return undefined;
	return {
		// STORAGE counts in units of 1024 bytes.
		...(storage ? {usedBytes: storage.used * 1024, limitBytes: storage.limit * 1024} : {}),
		...(message ? {usedMessages: message.used, limitMessages: message.limit} : {}),
	};
}

/** @param value triplets of a resource's name, usage and limit */
function addResources(resources: Map<string, Resource>, value: Value | undefined): void {
	const list: readonly Value[] = Array.isArray(value) ? value : [];
	for (let index = 0; index + 2 < list.length; index += 3) {
		const name = textOf(list[index]).toUpperCase();
		const used = numberOf(list[index + 1]);
		const limit = numberOf(list[index + 2]);
		if (used === undefined || limit === undefined) continue;
		const known = resources.get(name);
		if (!known || limit - used < known.limit - known.used) resources.set(name, {used, limit});
	}
}

/** What a server does not tell is not known, and no reason to go. @throws {Problem} the connection is lost */
export async function unlessRefused<T>(answer: Promise<T>): Promise<T | undefined> {
	try {
		return await answer;
	} catch (error) {
		if (error instanceof Refusal) return undefined;
		throw error;
	}
}
