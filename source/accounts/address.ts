import {domainToASCII} from 'node:url';

/** Whether a text is an address: something, an @, and a domain. */
export function isAddress(text: string): boolean {
	return addressParts(text) !== undefined;
}

/** The two parts of an address. */
export function splitAddress(address: string): readonly [local: string, domain: string] {
	const at = address.lastIndexOf('@');
	return [address.slice(0, at), address.slice(at + 1)];
}

/** An address with its domain in ASCII and lower case; undefined where it is none. */
export function addressParts(text: string): {readonly local: string; readonly domain: string} | undefined {
	const [local, written] = splitAddress(text);
	if (local === '' || /[\s\p{C}]/u.test(text) || written === '') return undefined;
	const domain = domainToASCII(written).toLowerCase();
	return domain.includes('.') && isHostName(domain) ? {local, domain} : undefined;
}

/** Whether a text is the name of a host (RFC 1123, 2.1); an address in numbers is none. */
export function isHostName(text: string): boolean {
	const labels = text.split('.');
	return (
		text.length <= 253 &&
		labels.every(label => /^[a-z\d](?:[a-z\d-]{0,61}[a-z\d])?$/i.test(label)) &&
		!/^\d+$/.test(labels.at(-1) ?? '')
	);
}
