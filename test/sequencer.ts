import {BaseSequencer, type TestSpecification} from 'vitest/node';

/** Files that take longest, and say in few lines what is done many times over. */
const long = [
	'engine/killed',
	'engine/random-faults',
	'screens/attach',
	'engine/lost-answers',
	'commands/many',
	'terminal/line',
];

/** Folders whose tests start programs and servers. */
const slow = ['commands', 'screens', 'engine', 'terminal', 'servers', 'preview', 'demo'];

function turn(path: string): number {
	if (long.some(name => path.includes(`/test/${name}.`))) return 0;
	return slow.some(folder => path.includes(`/test/${folder}/`)) ? 1 : 2;
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
