import tls, {type PeerCertificate, TLSSocket} from 'node:tls';
import {ImapFlow, type ImapFlowOptions} from 'imapflow';
import {type Bounds, bounded} from './bounded.ts';

/** What a server showed as its certificate: what a person needs to decide whether to trust it. Text from outside. */
export type SeenCertificate = Readonly<
	Record<'fingerprint' | 'subject' | 'issuer' | 'names' | 'from' | 'until', string>
>;

/** What a certificate says; undefined where there is none. */
function read(certificate: PeerCertificate): SeenCertificate | undefined {
	// Node gives an empty object where there is none.
	if (!certificate.fingerprint256) return undefined;
	const name = (of: PeerCertificate['subject'] | undefined) => String(of?.CN ?? of?.O ?? '');
	return {
		fingerprint: certificate.fingerprint256,
		subject: name(certificate.subject),
		issuer: name(certificate.issuer),
		names: (certificate.subjectaltname ?? '').replaceAll(/(?:DNS|IP Address):/g, ''),
		from: certificate.valid_from,
		until: certificate.valid_to,
	};
}

/** `authenticate` is no part of ImapFlow's documented interface; the constructor below makes sure that it is there. */
const Base = ImapFlow as unknown as new (
	options: ImapFlowOptions,
) => ImapFlow & {
	readonly socket: unknown;
	idRequested: unknown;
	authenticate(): Promise<unknown>;
};

/** ImapFlow with a step of its own between TLS, or STARTTLS, and the login. */
export class CheckedClient extends Base {
	readonly #isUpgraded: boolean;
	readonly #login: ImapFlowOptions['auth'];
	readonly #check: ((certificate: SeenCertificate | undefined) => void) | undefined;

	/**
	 * @param check Takes the place of Node's check, which refuses certificates before anybody could look at them.
	 *   Throws where the certificate is not the one that is trusted: then no password is sent.
	 */
	constructor(
		options: ImapFlowOptions,
		check: ((certificate: SeenCertificate | undefined) => void) | undefined,
	) {
		super(check ? {...options, tls: {...options.tls, rejectUnauthorized: false}} : options);
		// Without this step the password would be sent unchecked.
		if (typeof Reflect.get(ImapFlow.prototype, 'authenticate') !== 'function')
			throw new Error('this version of ImapFlow can not be used');
		this.#isUpgraded = options.doSTARTTLS === true;
		this.#login = options.auth;
		this.#check = check;
	}

	/**
	 * @throws {Error} `PREAUTH` where somebody had logged us in before there was TLS: nobody knows who, and as whom;
	 * `NO_PLAIN` where the server can't be told whose mailbox it is, `NO_OAUTH` where it takes no access token
	 */
	override async authenticate(): Promise<unknown> {
		const {socket} = this;
		this.#check?.(socket instanceof TLSSocket ? read(socket.getPeerCertificate()) : undefined);
		if (this.#isUpgraded) {
			if (this.authenticated) throw Object.assign(new Error('PREAUTH before TLS'), {code: 'PREAUTH'});
			// Whoever stands on the way may have said these. Capabilities are asked for again by ImapFlow itself.
			this.idRequested = false;
			this.serverInfo = null;
			delete this.greeting;
		}

		const offers = (mechanism: string) => this.capabilities.has(`AUTH=${mechanism}`);
		if (this.#login?.authzid !== undefined && !offers('PLAIN'))
			throw Object.assign(new Error('no AUTH=PLAIN'), {code: 'NO_PLAIN'});
		if (this.#login?.accessToken !== undefined && !offers('OAUTHBEARER') && !offers('XOAUTH2'))
			throw Object.assign(new Error('no AUTH=OAUTHBEARER'), {code: 'NO_OAUTH'});
		const outcome = await super.authenticate();
		// ImapFlow asks who the server is once more, where it has said little: a round trip for a word.
		if (this.idRequested) this.idRequested = {name: 'asked', version: 'already'};
		return outcome;
	}
}

/** Ends a connection that was only to be looked at. */
class Looked extends Error {}

/**
 * Looks at the certificate that a server shows, and hangs up: no password is sent.
 *
 * @returns undefined where it shows none
 */
export async function lookAtCertificate(
	options: ImapFlowOptions,
	bounds: Bounds,
): Promise<SeenCertificate | undefined> {
	// The way through a proxy is ImapFlow's.
	return options.secure && options.proxy === undefined
		? lookAtOnce(options)
		: lookBeforeLogin(options, bounds);
}

async function lookAtOnce(options: ImapFlowOptions): Promise<SeenCertificate | undefined> {
	const {host, port, connectionTimeout = 0} = options;
	const seen = Promise.withResolvers<SeenCertificate | undefined>();
	const socket = tls.connect({...options.tls, host, port, rejectUnauthorized: false}, () =>
		seen.resolve(read(socket.getPeerCertificate())),
	);
	socket.on('error', () => seen.resolve(undefined));
	const patience = setTimeout(() => seen.resolve(undefined), connectionTimeout);
	try {
		return await seen.promise;
	} finally {
		clearTimeout(patience);
		socket.destroy();
	}
}

async function lookBeforeLogin(
	options: ImapFlowOptions,
	bounds: Bounds,
): Promise<SeenCertificate | undefined> {
	let seen: SeenCertificate | undefined;
	const {auth: _, ...withoutLogin} = options;
	const client = new CheckedClient(withoutLogin, certificate => {
		seen = certificate;
		throw new Looked();
	});
	client.on('error', () => {});
	// It always fails: there is nothing to log in with.
	await bounded(client, bounds, async () => client.connect()).catch(() => {});
	client.close();
	return seen;
}
