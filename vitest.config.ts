import {defineConfig} from 'vitest/config';
import LongestFirst from './test/sequencer.ts';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
		globalSetup: ['test/setup.ts'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		pool: 'forks',
		// One more than CI has cores: who waits for a screen or a server leaves them idle.
		maxWorkers: 3,
		sequence: {sequencer: LongestFirst},
		reporters: ['default', './test/summary-reporter.ts'],
	},
});
