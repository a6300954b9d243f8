import process from 'node:process';
import {createInterface} from 'node:readline/promises';
import type {ServerAccount} from '../../accounts/account.ts';
import {authorize} from '../../accounts/oauth/authorize.ts';
import type {Grant} from '../../accounts/oauth/grant.ts';
import {findProvider} from '../../accounts/oauth/providers.ts';
import {Stopped} from '../../engine/control.ts';
import {sentences} from '../../locales/index.ts';
import {printable} from '../../printable.ts';
import type {Side} from '../../problem.ts';
import {readSettings} from '../../settings.ts';
import {inLocale} from '../ascii.ts';

/**
 * Has a person agree, in a browser on this machine or any other, that this program opens their mailbox: says on the
 * terminal where to go. Without a terminal too, since the lines may be read elsewhere.
 *
 * @throws {Problem} `oauth-unconfigured`, `oauth-refused`, `oauth-unreachable`, `settings-unreadable`
 * @throws {Stopped} where the person does not wait for it
 */
export async function authorizeOnTerminal(side: Side, {oauth = '', user}: ServerAccount): Promise<Grant> {
	const {commands, screens} = sentences();
	const {stdin, stderr} = process;
	const say = (text: string) => stderr.write(inLocale(`${text}\n`));
	const abort = new AbortController();
	const reader =
		stdin.isTTY && stderr.isTTY ? createInterface({input: stdin, output: stderr, terminal: true}) : undefined;
	reader?.on('SIGINT', () => abort.abort(new Stopped()));
	try {
		const {signal} = abort;
		const provider = await findProvider(side, oauth, readSettings().oauth, signal);
		return await authorize(
			provider,
			{
				farewell: commands.authorized,
				misread: () => say(commands.authorizeNotThat),
				show(address, code) {
					const who = printable(user);
					say(commands.authorize(screens.side[side], printable(oauth), who));
					// Alone on its line, so that it can be taken with the mouse; long ones are the terminal's to wrap.
					say(`\n${printable(address)}\n`);
					if (code !== undefined) say(`${commands.authorizeCode(printable(code))}\n`);
					else if (reader) say(`${commands.authorizePaste}\n`);
				},
				...(reader
					? {
							async *pasted(over: AbortSignal) {
								over.addEventListener('abort', () => reader.close(), {once: true});
								yield* reader;
							},
						}
					: {}),
			},
			{side, user, signal},
		);
	} finally {
		reader?.close();
	}
}
