import {createSocket} from 'node:dgram';
import {once} from 'node:events';

/** What a test's DNS server knows: by name and type. */
export type DnsRecords = {
	readonly srv?: Readonly<
		Record<string, readonly (readonly [priority: number, weight: number, port: number, target: string])[]>
	>;
	readonly mx?: Readonly<Record<string, readonly (readonly [priority: number, exchange: string])[]>>;
};

export type DnsServer = AsyncDisposable & {
	/** As `Resolver.setServers` takes it. */
	readonly address: string;
	/** The questions that came, as `SRV _imaps._tcp.example.it`. */
	readonly asked: readonly string[];
};

export type DnsOptions = {
	/** Says nothing to these names. */
	readonly silent?: (name: string) => boolean;
	/** Milliseconds before an answer. */
	readonly delay?: (name: string) => number;
};

const types = {srv: 33, mx: 15} as const;

/** A small real DNS server over UDP on loopback (RFC 1035, 4): SRV and MX; of all else it says that there is no such name. */
export async function startDns(records: DnsRecords, options: DnsOptions = {}): Promise<DnsServer> {
	const socket = createSocket('udp4');
	const asked: string[] = [];
	socket.on('message', (message, from) => {
		const {name, end} = readName(message, 12);
		const type = message.readUInt16BE(end);
		const question = message.subarray(12, end + 4);
		asked.push(`${type === types.srv ? 'SRV' : type === types.mx ? 'MX' : type} ${name}`);
		if (options.silent?.(name)) return;
		const answers = answersTo(records, name, type);
		const header = Buffer.alloc(12);
		message.copy(header, 0, 0, 2);
		// An answer, recursion asked for and had; 3 is NXDOMAIN.
		header.writeUInt16BE(0x8180 | (answers.length === 0 ? 3 : 0), 2);
		header.writeUInt16BE(1, 4);
		header.writeUInt16BE(answers.length, 6);
		const reply = Buffer.concat([header, question, ...answers.map(data => resource(type, data))]);
		const send = () => socket.send(reply, from.port, from.address);
		const wait = options.delay?.(name) ?? 0;
		if (wait === 0) send();
		else setTimeout(send, wait).unref();
	});
	socket.bind(0, '127.0.0.1');
	await once(socket, 'listening');
	return {
		address: `127.0.0.1:${socket.address().port}`,
		asked,
		async [Symbol.asyncDispose]() {
			socket.close();
			await once(socket, 'close');
		},
	};
}

function answersTo({srv = {}, mx = {}}: DnsRecords, name: string, type: number): Buffer[] {
	if (type === types.srv) {
		return (srv[name] ?? []).map(([priority, weight, port, target]) =>
			Buffer.concat([numbers(priority, weight, port), writeName(target)]),
		);
	}
	if (type === types.mx) {
		return (mx[name] ?? []).map(([priority, exchange]) =>
			Buffer.concat([numbers(priority), writeName(exchange)]),
		);
	}
	return [];
}

/** A resource record of the name that was asked for, which stands at byte 12. */
function resource(type: number, data: Buffer): Buffer {
	return Buffer.concat([numbers(0xc00c, type, 1, 0, 60, data.length), data]);
}

function numbers(...values: readonly number[]): Buffer {
	const buffer = Buffer.alloc(values.length * 2);
	for (const [index, value] of values.entries()) buffer.writeUInt16BE(value, index * 2);
	return buffer;
}

function writeName(name: string): Buffer {
	const labels = name.split('.').filter(Boolean);
	return Buffer.concat([
		...labels.map(label => Buffer.concat([Buffer.from([label.length]), Buffer.from(label, 'latin1')])),
		Buffer.from([0]),
	]);
}

function readName(message: Buffer, start: number): {name: string; end: number} {
	const labels: string[] = [];
	let at = start;
	for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
		labels.push(message.toString('latin1', at + 1, at + 1 + length));
		at += 1 + length;
	}
	return {name: labels.join('.').toLowerCase(), end: at + 1};
}
