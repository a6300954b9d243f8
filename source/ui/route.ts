import type {Account} from '../accounts/account.ts';
import {cells} from './cells.ts';

/** `imaps.pec.aruba.it` as `pec.aruba.it`: the first label says little where others follow. */
function shortHost(host: string): string {
	const labels = host.split('.');
	return labels.length > 2 && !/^[\d.]+$/.test(host) ? labels.slice(1).join('.') : host;
}

function localPart(user: string): string {
	return user.split('@')[0] || user;
}

/**
 * Whose mail goes from where to where: the user once where both sides have the same. Not yet made printable.
 * @param width Cells that it may take: shorter forms are tried in turn, at last the user alone.
 */
export function route(from: Account, to: Account, arrow: string, width = Number.POSITIVE_INFINITY): string {
	const same = from.user === to.user;
	const say = (user: (name: string) => string, host: (name: string) => string) =>
		same
			? `${user(from.user)}   ${host(from.host)} ${arrow} ${host(to.host)}`
			: `${user(from.user)} ${host(from.host)} ${arrow} ${user(to.user)} ${host(to.host)}`;
	const whole = (name: string) => name;
	const forms = [say(whole, whole), say(localPart, whole), say(localPart, shortHost), localPart(from.user)];
	return forms.find(form => cells(form) <= width) ?? forms.at(-1) ?? '';
}
