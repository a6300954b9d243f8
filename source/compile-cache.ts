import {enableCompileCache, getCompileCacheDir} from 'node:module';
import {homeFolder} from './home.ts';

/**
 * Keeps compiled code between starts, in the program's own folder: nobody else may write there what this program
 * would run. A folder that can't be written to is no reason not to start.
 */
export function keepCompiledCode(): void {
	try {
		enableCompileCache(process.env.NODE_COMPILE_CACHE ?? homeFolder('compiled'));
	} catch {
		// Without it the start takes some tenths of a second longer; whoever needs the folder says what is wrong with it.
	}
}

/** The variable by which a child process of ours shares it. */
export function sharedCompiledCode(): {NODE_COMPILE_CACHE?: string} {
	const directory = getCompileCacheDir();
	return directory === undefined ? {} : {NODE_COMPILE_CACHE: directory};
}
