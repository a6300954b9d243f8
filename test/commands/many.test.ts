import {expect, test} from 'vitest';
import {type SeedFolder, snapshot, withoutUids} from '../servers/mailbox.ts';
import {writeMaildir} from '../servers/maildir.ts';
import {folder, letter, letters} from './letter.ts';
import {bench, finishedOf, type Move, untouched} from './trasloco.ts';

/** Messages of the large folder: `TRASLOCO_TEST_MANY`, such as 100000. */
const many = Number(process.env.TRASLOCO_TEST_MANY ?? 5000);

/** The slowest machine may take so many milliseconds for a message, there and out again. */
const patience = 60_000 + many * 20;

async function moved(folders: readonly SeedFolder[], check: (move: Move) => Promise<void>): Promise<void> {
	await using servers = await bench({}, {format: 'sdbox'}, 1);
	const move = await servers.move();
	const {server, user} = move.source;
	writeMaildir(server, user.name, folders);
	const atSource = () => snapshot(server, user.name, {digests: false});
	const [source, before] = [await atSource(), await move.atDestination()];
	const outcome = await move.copy();
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	const {run} = finishedOf(outcome);
	await check(move);
	const undone = await move.undo(run);
	expect(undone.exitCode, undone.stderr).toBe(0);
	expect(untouched(await move.atDestination())).toEqual(untouched(before));
	expect(await atSource()).toEqual(source);
}

test('500 folders, most of them empty, arrive all, and go again with an undo', async () => {
	const folders = Array.from({length: 500}, (_, index) => {
		const path = `Clienti/Lettera ${index % 7}/Cliente ${index}`;
		return {...folder(path, ...(index % 10 === 0 ? [letter(path)] : [])), subscribed: index % 3 > 0};
	});
	await moved(folders, async move => {
		const [here, there] = [withoutUids(await move.atSource()), withoutUids(await move.atDestination())];
		const found = new Map(there.map(each => [each.path, each]));
		expect(here.map(({path}) => found.get(path))).toEqual(here);
		expect(here).toHaveLength(501);
	});
});

test(
	`a folder of ${many} messages arrives in order, beside one of none, and goes again with an undo`,
	async () => {
		await moved([folder('Tanti', ...letters('lettera', many, 50)), folder('Vuota')], async move => {
			expect(withoutUids(await move.atDestination())).toEqual(withoutUids(await move.atSource()));
		});
	},
	patience,
);
