import type {Labels} from '../stores/labels.ts';

/** What `copy` is told on its command line. */
export interface CopyOptions extends AccountOptions, MapOptions {
	readonly verify: 'full' | 'counts';
	/** What is copied arrives read. */
	readonly markRead?: boolean;
	readonly patience: number;
	/** Where all that the destination holds is copied to first. */
	readonly backup?: string;
	readonly dryRun?: boolean;
	readonly json?: boolean;
}

/** The two accounts, as every command that connects takes them. */
export interface AccountOptions {
	readonly from?: string;
	readonly to?: string;
	readonly ca?: string;
	readonly fromCertificate?: string;
	readonly toCertificate?: string;
	readonly compress?: boolean;
	readonly fromOldTls?: boolean;
	readonly toOldTls?: boolean;
	readonly fromLimits?: string;
	readonly toLimits?: string;
	readonly fromOauth?: string;
	readonly toOauth?: string;
	readonly fromAuthorizeAs?: string;
	readonly toAuthorizeAs?: string;
	readonly fromClientCertificate?: string;
	readonly toClientCertificate?: string;
	readonly fromClientKey?: string;
	readonly toClientKey?: string;
	readonly fromProxy?: string;
	readonly toProxy?: string;
	readonly fromPasswordCommand?: string;
	readonly toPasswordCommand?: string;
	readonly fromPasswordStdin?: boolean;
	readonly toPasswordStdin?: boolean;
}

/** What the screens are told. */
export interface ScreenOptions extends AccountOptions, Looks {}

/** How the screens are drawn; what is not said here, the settings say. */
export interface Looks {
	readonly slow?: boolean;
	readonly screenReader?: boolean;
}

/** What `verify` is told. */
export interface VerifyOptions extends AccountOptions, MapOptions {
	readonly deep?: boolean;
	readonly allowExtra?: boolean;
	/** On screens, not in lines. */
	readonly screens?: boolean;
	/** The file into which the list of differences goes. */
	readonly save?: string;
	/** Check the signatures of either side, or of both, instead of comparing them. */
	readonly signatures?: boolean;
	/** Authorities, in a PEM file, of which one has to vouch for each signer. */
	readonly authority?: string;
	readonly json?: boolean;
}

/** What `resume` is told; a run knows its accounts. */
export interface RunOptions extends Omit<AccountOptions, 'from' | 'to'> {
	/** Minutes to go on trying since something last worked. */
	readonly patience: number;
	readonly json?: boolean;
}

/** What `attach` is told. */
export interface AttachOptions extends Looks {
	readonly json?: boolean;
}

/** What `undo` is told. */
export interface UndoOptions extends RunOptions {
	readonly yes?: boolean;
	readonly keepInTrash?: boolean;
}

/** What `record` is told. */
export interface RecordOptions extends Omit<AccountOptions, 'from' | 'to'> {
	/** Into which folder. */
	readonly folder?: string;
	/** Check the signatures of what is at the destination. */
	readonly signatures?: boolean;
	/** The operator's own certificate, and its private key where that is another file. */
	readonly sign?: string;
	readonly key?: string;
	readonly json?: boolean;
}

/** Which folder goes where. */
export interface MapOptions {
	readonly map?: readonly string[];
	readonly only?: readonly string[];
	readonly except?: readonly string[];
	readonly into?: string;
	/** Also where the provider keeps a second copy of mail. */
	readonly archive?: boolean;
	/** What becomes of a message under several labels, where the source's folders are labels. */
	readonly labels?: Labels;
}
