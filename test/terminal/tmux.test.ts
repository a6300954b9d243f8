import process from 'node:process';
import {execa} from 'execa';
import {afterEach, expect, it} from 'vitest';
import {scenes} from '../programs.ts';
import {ensurePackages, packages} from '../servers/ensure.ts';

/** A tmux server of this test's own. */
const socket = `trasloco-test-${process.pid}`;

async function tmux(...args: readonly string[]): Promise<string> {
	const {stdout} = await execa('tmux', ['-L', socket, '-f', '/dev/null', ...args], {
		env: {LC_ALL: 'C.UTF-8', TMUX: undefined, TERM: 'xterm-256color'},
	});
	return stdout;
}

/** Waits until the window shows this. @throws {Error} with what it shows instead */
async function waitFor(wanted: RegExp): Promise<string> {
	const deadline = Date.now() + 30_000;
	for (;;) {
		const shown = await tmux('capture-pane', '-p');
		if (wanted.test(shown)) return shown;
		if (Date.now() > deadline) throw new Error(`Waited for ${wanted}, and tmux shows:\n${shown}`);
	}
}

/** A whole frame of this size: the title in its first row, the keys in its last. */
function expectWhole(shown: string, columns: number, rows: number): void {
	const lines = shown.split('\n');
	expect(lines.length).toBeLessThanOrEqual(rows);
	expect(lines[0]).toMatch(/^ trasloco .*2 of 5 ?$/);
	expect(lines[rows - 1]).toContain('? help');
	for (const line of lines) expect([...line].length, shown).toBeLessThanOrEqual(columns);
}

afterEach(async () => {
	await tmux('kill-server').catch(() => {});
});

it('is whole in tmux, at the size that it starts with and at another, and leaves a clean window', async () => {
	await ensurePackages([packages.tmux]);
	const command = `'${process.execPath}' '${scenes}' '{}'; echo "code=$?"; cat`;
	await tmux('new-session', '-d', '-x', '80', '-y', '24', 'sh', '-c', command);
	await waitFor(/Continue to the folders/);
	await tmux('send-keys', 'c');
	expectWhole(await waitFor(/Folders {2}2 of 5(?:.|\n)*\? help/), 80, 24);
	await tmux('send-keys', 'Down', 'Down', 'Space');
	await waitFor(/^ ▸ ○ /m);
	await tmux('resize-window', '-x', '100', '-y', '30');
	// The keys stand in the last row once it is drawn for the new size.
	expectWhole(await waitFor(/^(?:.*\n){29}.*\? help/), 100, 30);
	await tmux('resize-window', '-x', '64', '-y', '18');
	expectWhole(await waitFor(/^(?:.*\n){17}.*\? help/), 64, 18);
	await tmux('send-keys', 'C-c');
	const left = await waitFor(/code=0/);
	expect(left).not.toContain('trasloco  ');
});
