import {createInterface} from 'node:readline/promises';
import {Writable} from 'node:stream';
import {proxyOf} from '../../accounts/proxy.ts';
import type {AskSecret} from '../../accounts/secrets.ts';
import {Stopped} from '../../engine/control.ts';
import {sentences} from '../../locales/index.ts';
import {printable} from '../../printable.ts';
import {Problem} from '../../problem.ts';
import {inLocale} from '../ascii.ts';

/** Asks on the terminal for a secret; what is typed is not shown. */
export const askSecret: AskSecret = async (kind, side, account) => {
	const {commands, screens} = sentences();
	const {user, host, clientKey, clientCertificate = '', proxy} = account;
	const question = {
		password: () => commands.askPassword(screens.side[side], printable(user), printable(host)),
		passphrase: () => commands.askPassphrase(screens.side[side], printable(clientKey ?? clientCertificate)),
		proxyPassword: () =>
			commands.askProxyPassword(
				screens.side[side],
				printable(proxy === undefined ? '' : proxyOf(proxy).host),
			),
	}[kind]();
	return askHidden(question);
};

/** Asks for the passphrase of a private key of the operator's own. @throws {Problem} `usage` where there is no terminal */
export async function askPassphrase(key: string): Promise<string> {
	if (!process.stdin.isTTY || !process.stderr.isTTY)
		throw new Problem({code: 'usage', params: {why: 'passphrase-terminal'}});
	return askHidden(sentences().commands.askKey(printable(key)));
}

async function askHidden(question: string): Promise<string> {
	process.stderr.write(inLocale(question));
	// readline edits and echoes; the echo goes nowhere.
	const silent = new Writable({write: (_chunk, _encoding, done) => done()});
	const answer = await ask(silent, '');
	process.stderr.write('\n');
	return answer;
}

/** Asks a question on the terminal and answers with the line typed. */
export async function askLine(question: string): Promise<string> {
	return (await ask(process.stderr, inLocale(question))).trim();
}

async function ask(output: NodeJS.WritableStream, question: string): Promise<string> {
	const reader = createInterface({input: process.stdin, output, terminal: true});
	const abort = new AbortController();
	reader.on('SIGINT', () => abort.abort());
	try {
		return await reader.question(question, {signal: abort.signal});
	} catch (error) {
		if (abort.signal.aborted) throw new Stopped();
		throw error;
	} finally {
		reader.close();
	}
}
