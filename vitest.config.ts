import {defineConfig} from 'vitest/config';
import LongestFirst from './test/sequencer.ts';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
		globalSetup: ['test/setup.ts'],
		// What hangs is to end, and nothing else: a loaded machine is ten times slower than an idle one.
		testTimeout: 300_000,
		hookTimeout: 300_000,
		pool: 'forks',
		// One more than the cores that a small machine has: a part of each test is waiting for servers and terminals.
		maxWorkers: 3,
		sequence: {sequencer: LongestFirst},
		reporters: ['default', './test/summary-reporter.ts'],
	},
});
