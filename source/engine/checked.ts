import type {CertifiedKind, KindCounts} from '../certified/kind.ts';
import type {Signature} from '../certified/signature.ts';
import type {Verdict} from '../certified/verdict.ts';
import type {Side} from '../problem.ts';
import type {MessageHeading} from '../stores/store.ts';

/** A message whose signature was checked. Texts are from outside. */
export interface CheckedMessage extends MessageHeading {
	readonly uid: number;
	readonly bytes: number;
	/** As the server writes it. */
	readonly internalDate: string;
	readonly flags: readonly string[];
	/** SHA-256 of its whole content, in hexadecimal; absent where the server does not hand it out. */
	readonly digest?: string;
	readonly kind?: CertifiedKind;
	readonly signature: Signature;
}

/** What the check of a folder came to. */
export interface CheckedFolder {
	readonly side: Side;
	readonly folder: string;
	readonly uidValidity: number;
	/** Messages that were checked. */
	readonly messages: number;
	readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
	readonly kinds: KindCounts;
}
