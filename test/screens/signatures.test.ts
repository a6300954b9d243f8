import {mkdir, symlink} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {sentences} from '../../source/locales/index.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {folder, letter, letters} from '../commands/letter.ts';
import {type Bench, bench, type Move} from '../commands/trasloco.ts';
import {alterations} from '../corpus/alterations.ts';
import {type TestAuthority, testAuthority} from '../corpus/authority.ts';
import {type SignedMail, signedMail} from '../corpus/signed.ts';
import {type SeedFolder, type SeedMessage, seed} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {Program, type ProgramOptions} from './program.ts';

let servers: Bench;
let authority: TestAuthority;
let mail: SignedMail;

beforeAll(async () => {
	const pec = (side: string) =>
		Array.from({length: 8}, (_, index) => ({
			name: `${side}${index}@pec.example.it`,
			password: `segreto di ${side}${index}`,
		}));
	[servers, authority] = await Promise.all([
		bench({users: pec('source')}, {users: pec('destination')}),
		testAuthority(),
	]);
	mail = await signedMail(await authority.signer());
});

afterAll(() => servers[Symbol.asyncDispose]());

/** One message of every kind of certified mail. */
function certified(from = mail): SeedMessage[] {
	return from.messages
		.filter(({kind}) => kind.startsWith('pec-'))
		.map(({content}) => ({
			flags: [],
			internalDate: '05-Nov-2023 10:11:12 +0100',
			content: Buffer.from(content),
		}));
}

function altered(name: string, {content, ...message}: SeedMessage): SeedMessage {
	const found = alterations.find(each => each.name === name);
	if (!found) throw new Error(`no ${name}`);
	return {...message, content: found.alter(Buffer.from(content))};
}

async function migrated(here: readonly SeedFolder[], there: readonly SeedFolder[]): Promise<Move> {
	const move = await servers.move();
	await Promise.all([
		seed(servers.source, move.source.user.name, here),
		seed(servers.destination, move.destination.user.name, there),
	]);
	return move;
}

function verifying(move: Move, options: ProgramOptions = {}, ...args: readonly string[]): Program {
	const passwords = {from: move.source.user.password, to: move.destination.user.password};
	return new Program(move.home, ['verify', '--screens', ...move.sides, ...args], {passwords, ...options});
}

/** The row of a folder in the table: its counts and its mark. */
function row(text: string, name: string): string | undefined {
	const line = text.split('\n').find(each => each.slice(3).startsWith(`${name} `));
	return line
		?.slice(3 + name.length)
		.trim()
		.replaceAll(/\s+/g, ' ');
}

/** From Connect to the comparison, and from there to the signatures of what is at the destination. */
async function toSignatures(program: Program): Promise<string> {
	const {words} = program;
	await program.waitFor(`▸ ${words.connect.continue} ${words.connect.continueTo.verify}`);
	program.press('enter');
	await program.waitFor(words.stepOf(2, 3));
	program.press('c');
	await program.waitFor(words.stepOf(3, 3));
	await program.waitFor(words.verification.arithmetic);
	program.press('S');
	return over(program);
}

/** Waits until a check has ended. */
function over(program: Program): Promise<string> {
	const {source, destination} = program.words.signatures.checked;
	return program.waitFor(text => [source, destination].some(checked => text.includes(checked(''))));
}

/** Two altered messages, one in each folder, among certified mail that is intact and ordinary mail. */
async function suspicious(): Promise<Move> {
	const [envelope, anomaly, acceptance, ...rest] = certified();
	if (!envelope || !anomaly || !acceptance) throw new Error('too few');
	return migrated(
		[folder('INBOX', ...certified(), ...letters('ordinaria', 4)), folder('PEC/Ricevute', ...certified())],
		[
			folder('INBOX', altered('one byte changed', envelope), anomaly, acceptance, ...letters('ordinaria', 3)),
			folder('PEC/Ricevute', ...rest, altered('a space at the end of a line', acceptance)),
		],
	);
}

describe('signatures of certified mail that has arrived', () => {
	let move: Move;
	let program: Program;

	beforeAll(async () => {
		move = await suspicious();
		program = verifying(move);
	});

	afterAll(() => program[Symbol.asyncDispose]());

	test('are checked folder by folder: what is altered, what is intact, what is not signed', async () => {
		const before = await Promise.all([move.atSource(), move.atDestination()]);
		const text = await toSignatures(program);
		expect(text).toContain('! 2 messages are not as they should be.');
		expect(row(text, 'INBOX')).toBe('6 3 2 1 3 !');
		expect(row(text, 'PEC/Ricevute')).toBe('9 9 8 1 0 !');
		expect(row(text, '2 folders')).toBe('15 12 10 2 3 !');
		expect(text).toMatch(/▸ INBOX/);
		program.press('G');
		await program.waitFor(/PEC\/Ricevute: intact 8, altered 1; acceptance 1, not accepted 1, in charge\s+1,/);
		expect(text).not.toContain('legally');
		expect(await Promise.all([move.atSource(), move.atDestination()])).toEqual(before);
	});

	test('lead to the messages that are not as they should be, and these to what is known of them', async () => {
		program.press('g', 'enter');
		const list = await program.waitFor('At the destination: 2 messages to look at');
		expect(list).toMatch(/▸ altered +envelope +Nov 5, 2023 +POSTA CERTIFICATA: Fattura 1/);
		expect(list).toMatch(/ altered +acceptance +Nov 5, 2023 +ACCETTAZIONE: Fattura 3/);
		expect(list).toContain('! INBOX: transport envelope: altered: the signature does not fit');
		program.press('j', 'enter');
		const message = await program.waitFor('Message-ID');
		expect(message).toMatch(/PEC\/Ricevute: altered *$/m);
		expect(message).toMatch(/Signature +altered: the signature does not fit/);
		expect(message).toMatch(/In detail +verification failure/);
		expect(message).toMatch(/Certified +acceptance receipt/);
		program.press('esc');
		await program.waitFor(/▸ altered +acceptance/);
		program.press('esc');
		await over(program);
	});

	test('are compared with those of the other side, and each side keeps its table', async () => {
		program.press('tab');
		const source = await program.waitFor('Checked at the source');
		expect(source).toContain('✓ All 22 signatures are intact. 4 messages of ordinary mail are not signed.');
		expect(row(source, '2 folders')).toBe('26 22 22 0 4 ✓');
		program.press('enter');
		await program.waitFor('Every message is as it should be');
		program.press('tab');
		expect(row(await program.waitFor('Checked at the destination'), '2 folders')).toBe('15 12 10 2 3 !');
	});

	test('may be asked who has signed, too: for whom nobody vouches is told apart', async () => {
		const other = await testAuthority();
		const ask = async (file: string) => {
			program.press('A');
			await program.waitFor(`▸ ${program.words.verification.saveFile} `);
			program.press('end', ...Array.from({length: 200}, () => 'backspace'));
			program.screen.type(file);
			await program.waitFor(text => text.includes(file.slice(-8)));
			program.press('enter');
		};
		await ask(join(move.home, 'nessuna.pem'));
		await program.waitFor("nessuna.pem can't be read");
		program.press('esc');
		await over(program);
		await ask(other.caFile);
		const strange = await program.waitFor(
			text => /12 messages are not/.test(text) && /also who signed/.test(text),
		);
		expect(strange).toMatch(/unknown +not\n.* signer +altered +signed/);
		expect(row(strange, 'INBOX')).toBe('6 3 0 2 1 3 !');
		await ask(authority.caFile);
		await program.waitFor(text => row(text, 'INBOX') === '6 3 2 1 3 !' && text.includes('also who signed'));
	});

	test('end the program with 3 where some are not, and their numbers stay on the main screen', async () => {
		program.press('esc');
		await program.waitFor(program.words.verification.arithmetic);
		expect(program.screen.lostLines).toBe(0);
		program.press('q');
		expect(await program.screen.exit).toEqual({code: 3, signal: 0});
		expect(program.screen.text()).toContain('signatures: 15 messages checked, 2 not as they should be');
	});
});

test('in Italian, on a wide screen and without colour: kinds stand in the list of what is missing, too', async () => {
	const move = await suspicious();
	await using program = verifying(
		move,
		{
			words: italian,
			env: {LANG: 'it_IT.UTF-8', NO_COLOR: '1'},
			columns: 132,
		},
		'--authority',
		authority.caFile,
	);
	const text = await toSignatures(program);
	expect(text).toContain('! 2 messaggi non sono come dovrebbero.');
	expect(text).toMatch(/senza\n *Cartella +messaggi +PEC +integre +alterate +firma/);
	expect(row(text, 'PEC/Ricevute')).toBe('9 9 8 1 0 !');
	expect(text).toContain('anche chi ha firmato');
	program.press('g', 'enter');
	await program.waitFor('A destinazione: 2 messaggi da guardare');
	expect(program.text()).toMatch(/▸ alterata +busta +5 nov 2023 +INBOX +POSTA CERTIFICATA: Fattura 1/);
	program.press('esc');
	await over(program);
	program.press('esc');
	await program.waitFor(italian.verification.arithmetic);
	program.press('g', 'enter');
	const list = await program.waitFor('▸ Mancanti 9');
	expect(list).toMatch(/data +PEC +da +oggetto +peso/);
	await program.waitFor(/non accett\. +.*AVVISO DI NON ACCETTAZIONE: Fattura 4/);
	expect(program.text()).toMatch(/5 feb 2024, \d\d:\d\d +Mario Rossi.* ordinaria 4/);
});

test('at 80 columns the list of what is missing tells kinds whole', async () => {
	const move = await suspicious();
	await using program = verifying(move);
	await toSignatures(program);
	program.press('esc');
	await program.waitFor(program.words.verification.arithmetic);
	program.press('g', 'enter');
	await program.waitFor('▸ Missing 9');
	const list = await program.waitFor(/virus +PROBLEMA/);
	const {shortKinds} = sentences('en').certified;
	for (const kind of [
		'non-acceptance',
		'taken-in-charge',
		'delivery-brief',
		'non-delivery',
		'delay',
	] as const)
		expect(list).toContain(` ${shortKinds[kind]} `);
	program.press('esc');
	await program.waitFor(program.words.verification.arithmetic);
});

test('a check is stopped with esc, and what was checked by then stays to be seen', async () => {
	const many = Array.from({length: 40}, () => certified()).flat();
	const move = await migrated([folder('INBOX', letter('una'))], [folder('INBOX', ...many)]);
	await using program = verifying(move);
	const {words} = program;
	await program.waitFor(`▸ ${words.connect.continue}`);
	program.press('enter');
	await program.waitFor(words.stepOf(2, 3));
	program.press('S');
	await program.waitFor(/Checking at the destination: [1-9]\d* of 440/);
	program.press('esc');
	const text = await program.waitFor(/Broken off: \d+ of 440 messages checked\./);
	expect(row(text, '1 folder')).toMatch(/–$/);
	program.press('esc');
	await program.waitFor('Folders  2 of 3');
	program.press('q');
});

test('from the result of a copy; and where openssl is missing it is said what to install', async () => {
	const move = await migrated([folder('INBOX', ...certified()), folder('Altro', letter('una'))], []);
	const path = await scratchFolder('path');
	await mkdir(path, {recursive: true});
	await symlink(process.execPath, join(path, 'node'));
	await using program = Program.between(move, {env: {PATH: path}});
	await program.start();
	await program.waitFor(/report\.txt$/m);
	program.press('S');
	const missing = await program.waitFor('apt install openssl');
	expect(missing).toContain('openssl is missing on this machine');
	expect(missing).toContain('Broken off: 0 of 12 messages checked.');
	program.press('esc');
	await program.at('result');
	program.press('q');
	expect(await program.screen.exit).toEqual({code: 0, signal: 0});

	await using again = new Program(move.home, [], {passwords: {}});
	await again.waitFor('Earlier runs');
	again.press('enter');
	await again.at('result');
	again.press('S');
	await again.waitFor('▸ Password');
	again.screen.type(`${move.source.user.password}\n`);
	await again.waitFor('opened read-only');
	await again.waitFor(/Password •+ +▸ Password/);
	again.screen.type(`${move.destination.user.password}\n`);
	await again.waitFor('▸ Continue to the folders');
	again.press('enter');
	const text = await over(again);
	expect(text).toContain('✓ All 11 signatures are intact. 1 message of ordinary mail is not signed.');
	again.press('esc');
	await again.waitFor('Folders  2 of 3');
});
