import type {Side} from '../problem.ts';

/** Variables that hold passwords: read once by the program itself, inherited by nobody. */
export const secretVariables = {
	source: 'TRASLOCO_FROM_PASSWORD',
	destination: 'TRASLOCO_TO_PASSWORD',
} as const satisfies Readonly<Record<Side, string>>;

/** The environment for child processes: all but the passwords. */
export function childEnvironment(): Record<string, string | undefined> {
	const environment = {...process.env};
	for (const name of Object.values(secretVariables)) delete environment[name];
	return environment;
}
