import type {Problems} from '../wording.ts';
import {connecting} from './problems/connecting.ts';
import {files} from './problems/files.ts';
import {folders} from './problems/folders.ts';
import {oauth} from './problems/oauth.ts';
import {runs} from './problems/runs.ts';
import {usage} from './problems/usage.ts';

/** Sentences for every problem. The side and the server's own words are put around them. */
export const problems: Problems = {
	usage(params) {
		const {why = ''} = params;
		const known = Object.entries(usage).find(([reason]) => reason === why)?.[1];
		return (
			known?.(params) ?? {
				what: String(why) || 'the command line is not understood',
				hint: 'See trasloco --help.',
			}
		);
	},
	...connecting,
	...oauth,
	...folders,
	...files,
	...runs,
};
