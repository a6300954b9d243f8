import type {CertifiedKind} from '../certified/kind.ts';

/** A message without its content. */
export interface MessageMeta {
	readonly uid: number;
	/** RFC822.SIZE, in bytes: what the server announces. */
	readonly bytes: number;
	/** All flags but `\Recent`, which no client can set. */
	readonly flags: readonly string[];
	/** As the server writes it, zone and all: `17-Jul-1996 02:44:25 -0700`. */
	readonly internalDate: string;
	/** Of certified mail, where it was asked for. */
	readonly kind?: CertifiedKind;
}
