import type {Account} from '../../../accounts/account.ts';
import type {Discovery} from '../../../accounts/discovery.ts';
import type {ProblemData, Side} from '../../../problem.ts';
import type {FilesLook} from '../../../stores/files/files-look.ts';
import type {Unpacking} from '../../../stores/files/zip/unpacking.ts';
import type {StoreInfo} from '../../../stores/store.ts';
import type {Completion} from '../../completing.ts';
import type {Field, Form} from './connect-form.ts';

export type SideStatus =
	| {readonly kind: 'idle'}
	| {readonly kind: 'connecting'; readonly unpacking?: Unpacking}
	| {readonly kind: 'connected'; readonly info: StoreInfo; readonly account: Account}
	| {readonly kind: 'failed'; readonly problem: ProblemData};

export interface ConnectState {
	readonly forms: Readonly<Record<Side, Form>>;
	readonly status: Readonly<Record<Side, SideStatus>>;
	readonly lookups: Readonly<Partial<Record<Side, Lookup | undefined>>>;
	readonly seen: Readonly<Partial<Record<Side, Seen>>>;
	readonly offered?: Offered | undefined;
	readonly side: Side;
	readonly focus: Field | 'continue';
	/** The side that the next step can do without: an undo needs the destination alone. */
	readonly needs: readonly Side[];
	/**
	 * Passwords that the environment or a command gave: each for the account that was named with it, and where none
	 * was named for that of the run that is finished or undone.
	 */
	readonly given: Readonly<Partial<Record<Side, {readonly account?: Account; readonly password: string}>>>;
}

/** The server of an address that is looked for, or was. */
export interface Lookup {
	readonly address: string;
	/** What stood in the fields when the question was asked: what differs by then was typed by a person. */
	readonly before: Pick<Form, 'server' | 'security' | 'user'>;
	/** Whether a person has typed the user's name. */
	readonly isUserTyped: boolean;
	/** Whether the cursor goes on to what is missing when the answer is there. */
	readonly goesOn: boolean;
	readonly answer: 'waiting' | 'none' | Discovery;
}

/** What was found at the path that is typed. */
export interface Seen {
	/** As it was typed, when it was looked at. */
	readonly path: string;
	readonly look: FilesLook;
}

/** Ways in which the path that is typed could go on. */
export interface Offered extends Completion {
	readonly side: Side;
}
