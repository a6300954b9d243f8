import type {Reporter, TestCase, TestModule, TestSuite} from 'vitest/node';

type Skipped = {readonly name: string; readonly why: string};

type Summary = {passed: number; failed: number; readonly skipped: Skipped[]};

/** Whether a hook or the file itself failed around a test, so that the test never ran. */
function isBroken(parent: TestSuite | TestModule): boolean {
	return parent.errors().length > 0 || (parent.type === 'suite' && isBroken(parent.parent));
}

function reason(test: TestCase): string {
	const result = test.result();
	if (result.state === 'skipped' && result.note !== undefined) {
		return result.note;
	}
	switch (test.options.mode) {
		case 'todo':
			return 'to do';
		case 'skip':
			return 'skipped in the file, or not selected on the command line';
		default:
			return 'not selected';
	}
}

function summarize(modules: readonly TestModule[], unhandled: number): Summary {
	const summary: Summary = {passed: 0, failed: unhandled, skipped: []};
	for (const module of modules) {
		let failedHere = 0;
		for (const test of module.children.allTests()) {
			const {state} = test.result();
			if (state === 'passed') {
				summary.passed++;
			} else if (state === 'skipped' && !isBroken(test.parent)) {
				summary.skipped.push({name: `${module.relativeModuleId} > ${test.fullName}`, why: reason(test)});
			} else {
				failedHere++;
			}
		}
		// A file that did not load, or whose clean-up failed, has no failed test to count.
		summary.failed += module.ok() ? failedHere : Math.max(failedHere, 1);
	}
	return summary;
}

/** Lists the skipped tests with why, and prints the counts alone on the very last line. */
export default class SummaryReporter implements Reporter {
	private summary: Summary | undefined;

	onInit(): void {
		// Every other reporter has written by then, and global teardown has run.
		process.once('exit', code => this.print(code));
	}

	onTestRunEnd(modules: readonly TestModule[], unhandledErrors: readonly unknown[]): void {
		this.summary = summarize(modules, unhandledErrors.length);
		if (this.summary.failed > 0) {
			process.exitCode = 1;
		}
	}

	private print(code: number): void {
		// Without a summary nothing ran: that is a failure unless vitest ended well by itself.
		const {passed, failed, skipped} = this.summary ?? {passed: 0, failed: 0, skipped: []};
		const lines = skipped.map(({name, why}) => `skipped: ${name} (${why})`);
		const failures = failed === 0 && code !== 0 ? 1 : failed;
		lines.push(`${passed} passed, ${failures} failed, ${skipped.length} skipped`);
		process.stdout.write(`${lines.join('\n')}\n`);
	}
}
