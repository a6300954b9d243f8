import {type Account, accountKey, isFiles, mailboxOf, placeOf} from '../accounts/account.ts';
import {cells} from './cells.ts';

/** `imaps.pec.aruba.it` as `pec.aruba.it`: the first label says little where others follow. */
function shortHost(host: string): string {
	const labels = host.split('.');
	return labels.length > 2 && !/^[\d.]+$/.test(host) ? labels.slice(1).join('.') : host;
}

function localPart(user: string): string {
	return user.split('@')[0] || user;
}

function domain(user: string): string {
	return user.slice(user.indexOf('@') + 1);
}

/** A side in words that get fewer: of files the path, then the name of their folder, then their format alone. */
function namesOf(account: Account): readonly string[] {
	const mailbox = mailboxOf(account);
	if (isFiles(account)) return [accountKey(account), `${account.format}:${mailbox}`, account.format];
	return [`${mailbox} ${account.host}`, mailbox, localPart(mailbox)];
}

function withFiles(from: Account, to: Account, arrow: string, width: number): string {
	const [here, there] = [namesOf(from), namesOf(to)];
	// The files lose their path first: whose mail it is stands on the other side.
	const [long, middle] = isFiles(from)
		? [
				[1, 0],
				[2, 1],
			]
		: [
				[0, 1],
				[1, 2],
			];
	const short = isFiles(from) ? [1, 2] : [2, 1];
	const steps = [[0, 0], long, [1, 1], middle, short, [2, 2]];
	const forms = steps.map(([left = 0, right = 0]) => `${here[left]} ${arrow} ${there[right]}`);
	return forms.find(form => cells(form) <= width) ?? forms.at(-1) ?? '';
}

/**
 * Whose mail goes from where to where: what both sides have in common stands once. Not yet made printable.
 * @param width Cells that it may take: shorter forms are tried in turn, at last the user alone.
 */
export function route(from: Account, to: Account, arrow: string, width = Number.POSITIVE_INFINITY): string {
	if (isFiles(from) || isFiles(to)) return withFiles(from, to, arrow, width);
	const [here, there] = [mailboxOf(from), mailboxOf(to)];
	const [fromPlace, toPlace] = [placeOf(from), placeOf(to)];
	const [name, other] = [localPart(here), localPart(there)];
	const forms =
		here === there
			? [
					`${here}   ${fromPlace} ${arrow} ${toPlace}`,
					`${name}   ${fromPlace} ${arrow} ${toPlace}`,
					`${name}   ${shortHost(fromPlace)} ${arrow} ${shortHost(toPlace)}`,
				]
			: [
					`${here} ${fromPlace} ${arrow} ${there} ${toPlace}`,
					`${here} ${arrow} ${there}`,
					name === other ? `${name}  ${domain(here)} ${arrow} ${domain(there)}` : `${name} ${arrow} ${other}`,
				];
	return [...forms, name].find(form => cells(form) <= width) ?? name;
}
