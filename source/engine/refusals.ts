import {Problem, type ProblemCode} from '../problem.ts';
import {Refusal} from '../stores/store.ts';

/**
 * The problem that a refusal is for a whole run. What is no refusal stays what it is.
 *
 * @param folder what was to be written to, moved into, or created
 * @param otherwise what it is called where the server gives no reason that we know
 */
export function asProblem(error: unknown, folder: string, otherwise: ProblemCode): unknown {
	if (!(error instanceof Refusal)) return error;
	const {reason, data} = error;
	const isUnclear = reason === 'other' || reason === 'too-large' || reason === 'no-folder';
	// What may not be created is not there: nobody could write into it.
	const mayNotCreate = otherwise === 'create-refused' && reason === 'permission';
	const code = isUnclear || mayNotCreate ? otherwise : data.code;
	return new Problem({...data, code, params: {folder}}, error);
}

/** A refusal that has to be lived with. @throws what is none, and a no that passes: it is worth waiting for */
export function lasting(error: unknown): Refusal {
	if (!(error instanceof Refusal) || error.reason === 'later') throw error;
	return error;
}
