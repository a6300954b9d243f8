import {Problem, type ProblemCode} from '../problem.ts';
import {Refusal} from '../stores/store.ts';

const codes: Readonly<Partial<Record<Refusal['reason'], ProblemCode>>> = {
	'over-quota': 'over-quota',
	permission: 'permission',
	later: 'not-now',
};

/**
 * The problem that a refusal of the destination is for a whole run. What is no refusal stays what it is.
 *
 * @param folder what was to be written to, moved into, or created
 * @param otherwise what it is called where the server gives no reason that we know
 */
export function asProblem(error: unknown, folder: string, otherwise: ProblemCode): unknown {
	if (!(error instanceof Refusal)) return error;
	// What may not be created is not there: nobody could write into it.
	const mayNotCreate = otherwise === 'create-refused' && error.reason === 'permission';
	const code = mayNotCreate ? otherwise : (codes[error.reason] ?? otherwise);
	return new Problem({code, side: 'destination', server: error.words, params: {folder}}, error);
}
