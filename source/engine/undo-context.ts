import type {RunRecord} from '../journal/records.ts';
import type {WritableStore} from '../stores/store.ts';
import type {RunContext} from './run-context.ts';

/** An undo needs the destination alone. */
export interface UndoContext extends RunContext {
	readonly destination: WritableStore;
	/** Leave the messages in the trash instead of deleting them for good. */
	readonly keepInTrash: boolean;
}

/** Whether messages can be taken out of a folder that others use, and those alone. */
export function canUndo({move, expungeByUid}: WritableStore['can']): boolean {
	return move || expungeByUid;
}

/** A folder of the run's own, for what can't be taken out of the trash again. */
export function ownWayOut({staging}: RunRecord): string {
	return `${staging}-undo`;
}
