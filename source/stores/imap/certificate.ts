import type {Readable} from 'node:stream';
import tls, {type PeerCertificate, TLSSocket} from 'node:tls';
import {ImapFlow, type ImapFlowOptions} from 'imapflow';
import {type Bounds, bounded} from './bounded.ts';
import {keepEarlyData} from './early-data.ts';
import {Tap} from './tap.ts';

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

/** What a command of ImapFlow's is made of. */
type Attribute = {readonly type: string; readonly value: string; readonly sensitive?: boolean};

/** The steps of a session, which are no part of ImapFlow's documented interface; the constructor below makes sure that they are there. */
interface Steps {
	readonly socket: Readable;
	usable: boolean;
	startSession(): Promise<unknown>;
	upgradeToSTARTTLS(): Promise<unknown>;
	authenticate(): Promise<unknown>;
	run(command: string): Promise<unknown>;
	exec(command: string, attributes: readonly Attribute[] | false, options?: object): Promise<unknown>;
	unbind(): ReturnType<ImapFlow['unbind']>;
}

const steps = ['startSession', 'upgradeToSTARTTLS', 'authenticate', 'run', 'exec'] as const;

const Base = ImapFlow as unknown as new (options: ImapFlowOptions) => Omit<ImapFlow, keyof Steps> & Steps;

/**
 * ImapFlow up to the login, with a step of our own between TLS, or STARTTLS, and the password. What it asks for
 * after a login, one thing after the other, is not asked for here: each costs a round trip.
 */
export class CheckedClient extends Base {
	readonly #isUpgraded: boolean;
	readonly #login: ImapFlowOptions['auth'];
	readonly #check: ((certificate: SeenCertificate | undefined) => void) | undefined;
	readonly #tap: Tap | undefined;

	/**
	 * @param check Takes the place of Node's check, which refuses certificates before anybody could look at them.
	 *   Throws where the certificate is not the one that is trusted: then no password is sent.
	 */
	constructor(
		options: ImapFlowOptions,
		check: ((certificate: SeenCertificate | undefined) => void) | undefined,
	) {
		// A socket that has been another one before, as with STARTTLS or behind a proxy, knows no other way of reading.
		const tap = options.secure && options.proxy === undefined ? new Tap(() => this.socket) : undefined;
		super({
			...options,
			tls: {...options.tls, ...(check && {rejectUnauthorized: false}), ...(tap && {onread: tap.onread})},
		});
		// Without this step the password would be sent unchecked.
		if (steps.some(step => typeof Reflect.get(ImapFlow.prototype, step) !== 'function'))
			throw new Error('this version of ImapFlow can not be used');
		if (options.proxy !== undefined) keepEarlyData(this);
		this.#isUpgraded = options.doSTARTTLS === true;
		this.#login = options.auth;
		this.#check = check;
		this.#tap = tap;
	}

	/** Hands over the connection, and how to read from it without much ado where there is such a way. */
	override unbind() {
		return {...super.unbind(), tap: this.#tap};
	}

	override async startSession(): Promise<unknown> {
		await this.run('CAPABILITY');
		await this.upgradeToSTARTTLS();
		await this.authenticate();
		this.usable = true;
		return undefined;
	}

	/** Gives a password with the command where the server takes it so (RFC 4959): it would be asked for it, a round trip later. */
	override exec(
		command: string,
		attributes: readonly Attribute[] | false,
		options?: object,
	): Promise<unknown> {
		const [mechanism, ...more] = attributes || [];
		const {user = '', pass = '', authzid = ''} = this.#login ?? {};
		const isBare = command === 'AUTHENTICATE' && mechanism?.value === 'PLAIN' && more.length === 0;
		if (!isBare || !this.capabilities.has('SASL-IR')) return super.exec(command, attributes, options);
		const response = Buffer.from([authzid, user, pass].join('\0')).toString('base64');
		return super.exec(command, [mechanism, {type: 'ATOM', value: response, sensitive: true}], options);
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
			// Whoever stands on the way may have said it. Capabilities are asked for again by ImapFlow itself.
			delete this.greeting;
		}

		const offers = (mechanism: string) => this.capabilities.has(`AUTH=${mechanism}`);
		if (this.#login?.authzid !== undefined && !offers('PLAIN'))
			throw Object.assign(new Error('no AUTH=PLAIN'), {code: 'NO_PLAIN'});
		if (this.#login?.accessToken !== undefined && !offers('OAUTHBEARER') && !offers('XOAUTH2'))
			throw Object.assign(new Error('no AUTH=OAUTHBEARER'), {code: 'NO_OAUTH'});
		return super.authenticate();
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
