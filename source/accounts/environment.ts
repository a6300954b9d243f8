import type {Side} from '../problem.ts';

/** What only its owner may know of an account: the password, and what opens the client's key and the proxy. */
export type SecretKind = 'password' | 'passphrase' | 'proxyPassword';

/** Variables that hold secrets: read once by the program itself, inherited by nobody. */
export const secretVariables = {
	source: {
		password: 'TRASLOCO_FROM_PASSWORD',
		passphrase: 'TRASLOCO_FROM_PASSPHRASE',
		proxyPassword: 'TRASLOCO_FROM_PROXY_PASSWORD',
	},
	destination: {
		password: 'TRASLOCO_TO_PASSWORD',
		passphrase: 'TRASLOCO_TO_PASSPHRASE',
		proxyPassword: 'TRASLOCO_TO_PROXY_PASSWORD',
	},
} as const satisfies Readonly<Record<Side, Readonly<Record<SecretKind, string>>>>;

/** The secret of this program at an OAuth provider, where that wants one. */
export const clientSecretVariable = 'TRASLOCO_OAUTH_CLIENT_SECRET';

/** The environment for child processes: all but the secrets. */
export function childEnvironment(): Record<string, string | undefined> {
	const environment = {...process.env};
	delete environment[clientSecretVariable];
	for (const names of Object.values(secretVariables)) {
		for (const name of Object.values(names)) delete environment[name];
	}

	return environment;
}

/**
 * The environment for a process of ours that is told the passwords: nothing in it makes Node write its memory, the keys
 * of its connections or what it does to a file, or open it to a debugger.
 */
export function discreetEnvironment(): Record<string, string | undefined> {
	const {NODE_OPTIONS, NODE_DEBUG, NODE_DEBUG_NATIVE, NODE_V8_COVERAGE, ...environment} = childEnvironment();
	const options = discreetOptions(split(NODE_OPTIONS ?? ''))
		.map(quoted)
		.join(' ');
	return options === '' ? environment : {...environment, NODE_OPTIONS: options};
}

const indiscreet =
	/^--(?:heapsnapshot-|heap-prof|cpu-prof|inspect|debug-port|tls-keylog|trace-tls|report-|abort-on-uncaught-exception)/;

/** The same for options of Node, each with its value where that is an argument of its own. */
export function discreetOptions(options: readonly string[]): string[] {
	const kept: string[] = [];
	let isKept = true;
	for (const option of options) {
		// What is no option is the value of the one before.
		if (option.startsWith('-')) isKept = !indiscreet.test(option.replaceAll('_', '-'));
		if (isKept) kept.push(option);
	}

	return kept;
}

/** NODE_OPTIONS as Node cuts it: at spaces, but for those between double quotes; there a backslash takes the next as it is. */
function split(options: string): string[] {
	const words = options.match(/(?:"(?:\\.|[^"\\])*"|[^ "])+/g) ?? [];
	return words.map(word =>
		word.replaceAll(/"((?:\\.|[^"\\])*)"/g, (_, inner: string) => inner.replaceAll(/\\(.)/g, '$1')),
	);
}

function quoted(option: string): string {
	return /[ "\\]/.test(option) ? `"${option.replaceAll(/["\\]/g, '\\$&')}"` : option;
}
