import {fileURLToPath} from 'node:url';
import {rolldown} from 'rolldown';

/** One place for all runs, so that what Node compiled of them in one is found in the next. */
const directory = fileURLToPath(new URL('../.programs', import.meta.url));

/** An engine that can be killed at each of its writes. */
export const killedEngine = `${directory}/killed-engine.js`;

/** The screens over an engine that plays a migration. */
export const scenes = `${directory}/screens.js`;

/**
 * Puts into few files what tests start some hundred times: to read its modules one by one, and to take the types
 * out of each, costs as much again as what most of these processes then do.
 */
export async function bundlePrograms(): Promise<void> {
	const bundle = await rolldown({
		input: {
			'killed-engine': fileURLToPath(new URL('engine/killed-engine.ts', import.meta.url)),
			screens: fileURLToPath(new URL('terminal/fixtures/screens.ts', import.meta.url)),
		},
		platform: 'node',
	});
	try {
		await bundle.write({dir: directory, chunkFileNames: '[name]-[hash].js', cleanDir: true});
	} finally {
		await bundle.close();
	}
}
