/**
 * The raw way to move mail: reads all with FETCH and appends all with MULTIAPPEND and LITERAL+, one connection a side,
 * nothing waited for that need not be, nothing checked. It knows Dovecot's answers and nothing else.
 */
import {readFileSync} from 'node:fs';
import {connect, type TLSSocket} from 'node:tls';

const [fromPort = 0, toPort = 0] = process.argv.slice(2).map(Number);
const ca = readFileSync(process.env.FLOOR_CA ?? '');
const batchBytes = 1024 * 1024;
const inFlight = 8 * 1024 * 1024;

type Message = {readonly flags: string; readonly date: string; readonly content: Buffer};

/** A connection that is logged in; the lines of the server's answers and their literals, one after the other. */
async function login(
	port: number,
	account: string,
): Promise<{socket: TLSSocket; lines: AsyncGenerator<Line>}> {
	const {name, password} = JSON.parse(account);
	const socket = connect({host: 'localhost', port, ca});
	socket.setNoDelay(true);
	const lines = linesOf(socket);
	socket.write(`a LOGIN "${name}" "${password}"\r\n`);
	for (;;) {
		const {text} = (await lines.next()).value;
		if (text.startsWith('a OK')) return {socket, lines};
		if (text.startsWith('a ')) throw new Error(text);
	}
}

type Line = {readonly text: string; readonly literals: readonly Buffer[]};

async function* linesOf(socket: TLSSocket): AsyncGenerator<Line> {
	let chunks: Buffer[] = [];
	let size = 0;
	let wanted = 0;
	let text = '';
	let literals: Buffer[] = [];
	for await (const chunk of socket as AsyncIterable<Buffer>) {
		chunks.push(chunk);
		size += chunk.length;
		if (size < wanted) continue;
		let rest = Buffer.concat(chunks, size);
		for (;;) {
			if (wanted > 0) {
				if (rest.length < wanted) break;
				literals.push(rest.subarray(0, wanted));
				rest = rest.subarray(wanted);
				wanted = 0;
			}
			const end = rest.indexOf('\r\n');
			if (end === -1) break;
			text += rest.toString('latin1', 0, end);
			rest = rest.subarray(end + 2);
			const literal = /\{(\d+)\}$/.exec(text);
			if (literal !== null) {
				wanted = Number(literal[1]);
				continue;
			}
			yield {text, literals};
			text = '';
			literals = [];
		}
		chunks = rest.length > 0 ? [rest] : [];
		size = rest.length;
	}
	throw new Error('The server hung up');
}

/** The next answer. A loop over them that is left would end the connection. */
async function next({lines}: {readonly lines: AsyncGenerator<Line>}): Promise<Line> {
	return (await lines.next()).value;
}

const [source, destination] = await Promise.all([
	login(fromPort, process.env.FLOOR_FROM ?? ''),
	login(toPort, process.env.FLOOR_TO ?? ''),
]);
source.socket.write('l LIST "" "*"\r\n');
const folders: string[] = [];
for (let line = await next(source); !line.text.startsWith('l '); line = await next(source)) {
	const name = /^\* LIST \([^)]*\) "[^"]*" (.+)$/.exec(line.text)?.[1];
	if (name !== undefined) folders.push(name);
}

// All is asked for at once: what the server sends waits in the sockets.
for (const folder of folders) {
	source.socket.write(`e EXAMINE ${folder}\r\nf UID FETCH 1:* (FLAGS INTERNALDATE BODY.PEEK[])\r\n`);
	if (folder !== 'INBOX') destination.socket.write(`c CREATE ${folder}\r\ns SUBSCRIBE ${folder}\r\n`);
}

let unanswered = 0;
let sent = 0;
let isRead = false;
let wake = () => {};
const sizes: number[] = [];
const answers = (async () => {
	for (;;) {
		const {text} = await next(destination);
		if (text.startsWith('p ')) {
			if (!text.startsWith('p OK')) throw new Error(text);
			unanswered -= sizes.shift() ?? 0;
			wake();
		}
		if (isRead && sizes.length === 0) return;
	}
})();
async function append(folder: string, messages: readonly Message[]): Promise<void> {
	if (messages.length === 0) return;
	const bytes = messages.reduce((sum, {content}) => sum + content.length, 0);
	while (unanswered > 0 && unanswered + bytes > inFlight) {
		await new Promise<void>(resolve => {
			wake = resolve;
		});
	}
	unanswered += bytes;
	sizes.push(bytes);
	sent += messages.length;
	destination.socket.cork();
	destination.socket.write(`p APPEND ${folder}`);
	for (const {flags, date, content} of messages) {
		destination.socket.write(` (${flags}) "${date}" {${content.length}+}\r\n`);
		destination.socket.write(content);
	}
	destination.socket.write('\r\n');
	destination.socket.uncork();
}

let index = 0;
let batch: Message[] = [];
let bytes = 0;
while (index < folders.length) {
	const {text, literals} = await next(source);
	if (text.startsWith('f ')) {
		await append(folders[index] ?? '', batch);
		batch = [];
		bytes = 0;
		index++;
	}
	const [content] = literals;
	if (content === undefined) continue;
	const flags = (/FLAGS \(([^)]*)\)/.exec(text)?.[1] ?? '').replace(/\\Recent ?/, '').trim();
	batch.push({flags, date: /INTERNALDATE "([^"]+)"/.exec(text)?.[1] ?? '', content});
	bytes += content.length;
	if (bytes >= batchBytes) {
		await append(folders[index] ?? '', batch);
		batch = [];
		bytes = 0;
	}
}
isRead = true;
if (sizes.length > 0) await answers;
process.stdout.write(`${sent}\n`);
process.exit(0);
