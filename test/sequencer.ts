import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** Files that take longest, the longest first, as measured. */
const long = [
	'engine/killed',
	'engine/lost-answers',
	'screens/whole-sentences',
	'commands/pairs',
	'commands/files',
	'terminal/line',
	'commands/hostile',
	'engine/random-faults',
	'commands/folders',
	'preview/preview',
	'commands/odd-messages',
	'engine/while-it-runs',
	'screens/attach',
	'commands/capabilities',
	'servers/servers',
	'commands/oauth',
	'commands/live',
	'engine/killed-files',
	'commands/whole-path',
	'commands/limits',
	'commands/many',
];

/** Folders whose tests start programs and servers. */
const slow = ['commands', 'screens', 'engine', 'terminal', 'servers', 'preview', 'demo'];

function turn(path: string): number {
	const place = long.findIndex(name => path.includes(`/test/${name}.`));
	if (place !== -1) return place;
	return slow.some(folder => path.includes(`/test/${folder}/`)) ? long.length : long.length + 1;
}

/**
 * Long files first, so that none of them runs alone at the end. How long each took is known where the tests have
 * run before; on a new machine there is nothing but the size to go by, which says little.
 */
export default class LongestFirst extends BaseSequencer {
	override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const areKnown = files.every(file => this.ctx.cache.getTestSpecificationResult(file) !== undefined);
		return areKnown ? sorted : sorted.toSorted((one, other) => turn(one.moduleId) - turn(other.moduleId));
	}
}
