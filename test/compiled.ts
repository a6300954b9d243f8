import {fileURLToPath} from 'node:url';

/**
 * Of the environment of the programs that tests start, some thousand times: what one of them compiled, all others
 * find. Node writes it when a program ends by itself.
 */
export const keepsCompiled = {
	NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/trasloco-test', import.meta.url)),
};
