import {parseXml, XmlElement} from '@rgrove/parse-xml';
import type {Preset} from './account.ts';
import {splitAddress} from './address.ts';

/**
 * Reads a provider's own settings for mail programs (the "autoconfig" format, version 1.1): its first IMAP server that
 * protects passwords.
 *
 * @param address whose mailbox it is, as the placeholders in it mean
 * @returns undefined where the text is no such settings, has no such server, or brings a document type of its own
 */
export function readAutoconfig(xml: string, address: string): Preset | undefined {
	// The parser reads no document types and so no entities of theirs; what needs one is nothing that we need.
	if (xml.includes('<!DOCTYPE')) return undefined;
	try {
		const servers = incomingServers(xml).map(server => presetOf(server, address));
		return servers.find(server => server?.security === 'tls') ?? servers.find(server => server !== undefined);
	} catch {
		// No XML, or so deeply nested as nothing is that a person wrote.
		return undefined;
	}
}

/** @throws {XmlError} where it is no XML */
function incomingServers(xml: string): XmlElement[] {
	const {root} = parseXml(xml);
	if (root?.name !== 'clientConfig') return [];
	return children(root, 'emailProvider')
		.flatMap(provider => children(provider, 'incomingServer'))
		.filter(server => server.attributes.type === 'imap');
}

function presetOf(server: XmlElement, address: string): Preset | undefined {
	const [local = '', domain = ''] = splitAddress(address);
	const read = (name: string) =>
		(children(server, name)[0]?.text ?? '')
			.trim()
			.replaceAll('%EMAILADDRESS%', address)
			.replaceAll('%EMAILLOCALPART%', local)
			.replaceAll('%EMAILDOMAIN%', domain);
	const security = new Map([
		['SSL', 'tls'],
		['STARTTLS', 'starttls'],
	] as const).get(read('socketType') as 'SSL' | 'STARTTLS');
	if (security === undefined) return undefined;
	return {host: read('hostname'), port: Number(read('port')), security, user: read('username') || address};
}

function children(element: XmlElement, name: string): XmlElement[] {
	return element.children.filter(
		(child): child is XmlElement => child instanceof XmlElement && child.name === name,
	);
}
