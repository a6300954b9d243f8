import {defineConfig} from 'vitest/config';
import LongestFirst from './test/sequencer.ts';

export default defineConfig({
	test: {
		include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
		globalSetup: ['test/setup.ts'],
		testTimeout: 60_000,
		hookTimeout: 60_000,
		pool: 'forks',
		maxWorkers: 2,
		sequence: {sequencer: LongestFirst},
		reporters: ['default', './test/summary-reporter.ts'],
	},
});
