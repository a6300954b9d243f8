import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {folder, letter, letters} from '../commands/letter.ts';
import {accountUrl, type Bench, bench, Move, newHome} from '../commands/trasloco.ts';
import {type Dovecot, type DovecotOptions, startDovecot} from '../servers/dovecot.ts';
import {createFolder, type SeedFolder, seed} from '../servers/mailbox.ts';
import {freePorts} from '../servers/ports.ts';
import {killScreens} from '../terminal/screen.ts';
import {Program} from './program.ts';

let servers: Bench;
const others: Dovecot[] = [];

beforeAll(async () => {
	servers = await bench();
});

afterEach(async () => {
	await killScreens();
	await Promise.all(others.splice(0).map(server => server.stop()));
});

afterAll(() => servers[Symbol.asyncDispose]());

/** A mailbox with these folders, and an empty one on the other server. */
async function moveOf(folders: readonly SeedFolder[]): Promise<Move> {
	const move = await servers.move();
	await seed(servers.source, move.source.user.name, folders);
	return move;
}

/** The same to a server that does not take everything. */
async function moveTo(options: DovecotOptions, folders: readonly SeedFolder[]): Promise<Move> {
	const user = {name: 'anna@nuova.example', password: 'segreto'};
	const [{source}, server] = await Promise.all([
		moveOf(folders),
		startDovecot({users: [user], mailboxes: [{name: 'Trash', specialUse: '\\Trash'}], ...options}),
	]);
	others.push(server);
	return new Move(await newHome(), source, {server, user});
}

/** Logins over TLS, and tries to log in, that both servers have seen: those of the test itself go without, and may be told late. */
async function logins({source, destination}: Move): Promise<readonly number[]> {
	const logs = await Promise.all([source.server.log(), destination.server.log()]);
	return logs.map(log => log.split('\n').filter(line => /(?:Login: |auth failed).*, TLS/.test(line)).length);
}

/** What is said, whatever lines it is on. */
const flat = (text: string) => text.replaceAll(/\s+/g, ' ');

describe('on Connect', () => {
	const inbox = folder('INBOX', letter('uno'));

	test('a wrong password is said with its side, the words of the server and what to do; the right one goes on', async () => {
		const move = await moveOf([inbox]);
		const {user} = move.destination;
		const program = Program.between(move, {
			passwords: {from: move.source.user.password, to: 'sbagliata'},
		});
		await program.waitFor('opened read-only');
		const text = await program.waitFor(' ✗ ');

		expect(flat(text)).toContain(
			`✗ To: the login of ${user.name} was refused: "[AUTHENTICATIONFAILED] Authentication failed."`,
		);
		expect(text).toContain('· Check user and password');
		expect(text).toMatch(/▸ Password •{9}/);
		expect(text).not.toContain('▸ Continue');
		program.press('ctrl+u');
		program.screen.type(`${user.password}\n`);
		await program.waitFor('▸ Continue to the folders');
	});

	test('a closed port is said with its side; another server goes on', async () => {
		const move = await moveOf([inbox]);
		const [closed] = await freePorts();
		const {server, user} = move.destination;
		const to = accountUrl({imapsPort: closed, imapPort: closed}, user.name);
		const program = Program.between(move, {args: ['--to', to]});
		const text = await program.waitFor(' ✗ ');

		expect(flat(text)).toContain(`To: localhost takes no connections on port ${closed}. Check the port`);
		await program.waitFor('opened read-only');
		await program.waitFor('▸ Server');
		program.press('ctrl+u');
		program.screen.type(`localhost:${server.imapsPort}\n`);
		await program.waitFor('▸ Continue to the folders');
	});

	test('a certificate of an unknown authority is refused before any password is sent', async () => {
		const move = await moveOf([inbox]);
		const before = await logins(move);
		const program = Program.between(move, {
			args: ['--to', accountUrl(move.destination.server, move.destination.user.name)],
			ca: false,
		});
		const text = await program.waitFor(/ ✗ (.|\n)* ✗ (.|\n)* ✗ /);

		expect(flat(text)).toMatch(
			/✗ (From|To): the certificate of localhost is not trusted \(its authority is unknown here\)\. No password was sent\./,
		);
		expect(flat(text)).toContain('^t shows the certificate');
		expect(await logins(move)).toEqual(before);
	});
});

test('two folders whose names differ by case alone have to be told apart before it goes on', async () => {
	const move = await moveOf([folder('Clienti', letter('uno')), folder('clienti', letter('due'))]);
	const program = Program.between(move);
	const text = await program.toFolders();
	expect(flat(text)).toMatch(/1 conflict: \S+, \S+ differ by case alone in \S+; choose another folder/);
	expect(text.match(/⚠|!.*conflict/g)).not.toBeNull();
	program.press('c', 'down');
	await program.waitFor(/▸ . Clienti|▸ . clienti/);
	expect(program.text()).toContain('Folders  2 of 5');
	program.press('n');
	await program.waitFor('A new folder at the destination for');
	await program.retype('Clienti 2');
	program.press('enter');
	await program.waitFor(/→ Clienti 2 +new +chosen/);
	expect(program.text()).not.toContain('conflict');
	await program.toReview();
	await program.choose(program.words.review.start);
	const result = await program.waitFor(/report\.txt$/m);
	expect(result).toContain('Copied and verified');
});

test('a destination without enough space is said on Review, and a start is refused', async () => {
	const move = await moveTo({quota: {bytes: 50_000}}, [folder('INBOX', ...letters('grande', 10, 10_000))]);
	const before = await move.atDestination();
	const program = Program.between(move);
	await program.toFolders();
	const text = await program.toReview();
	expect(text).toMatch(/Space +1\d\d kB needed, 50 kB free +✗/);
	expect(text).toContain('It does not fit: free some space, or copy fewer folders.');
	await program.choose(program.words.review.start);
	program.press('esc');
	// Nothing has begun: the way back is open.
	await program.waitFor('Folders  2 of 5');
	expect(await move.runs()).toEqual([]);
	expect(await move.atDestination()).toEqual(before);
});

describe('a destination where a folder may not be created', () => {
	const acl = ['Vietata owner lrwstipexa'];
	const folders = [folder('INBOX', ...letters('uno', 3)), folder('Vietata/Sotto', letter('due'))];

	async function failed(): Promise<{move: Move; program: Program}> {
		const move = await moveTo({acl}, folders);
		await createFolder(move.destination.server, move.destination.user.name, ['Vietata']);
		const program = Program.between(move);
		await program.start();
		await program.at('result');
		const text = await program.waitFor(/report\.txt$/m);
		expect(text).toContain('✗ Failed');

		expect(flat(text)).toContain("To: the folder Vietata/Sotto can't be created");
		await program.waitFor('▸ Keep what is there and leave it');
		return {move, program};
	}

	test('is taken back by undo', async () => {
		const {move, program} = await failed();
		await program.choose(program.words.result.choices.undo);
		await program.typeWord('undo');
		await program.waitFor('The destination holds exactly what it held before.');
		expect((await move.atDestination()).map(({path}) => path.join('/'))).toEqual(['INBOX', 'Vietata']);
	});

	test('is gone on with once it may be', async () => {
		const {program} = await failed();
		await others.at(-1)?.restart({acl: []});
		await program.choose(program.words.result.choices.resume);
		const text = await program.waitFor('Copied and verified');
		expect(text).toMatch(/^ {3}2 folders +4 +4 +0 +0 +0 +4 {2}=$/m);
		expect(program.screen.lostLines).toBe(0);
	});

	test('is kept as it is, and the program says how to go on', async () => {
		const {move, program} = await failed();
		const {screen} = program;
		program.press('enter');
		expect(await screen.exit).toEqual({code: 6, signal: 0});
		const [run] = await move.runs();
		expect(run).toMatchObject({state: 'failed', copied: 0});
		expect(screen.text()).toContain(`to resume:  trasloco resume ${run?.run}`);
	});
});
