/**
 * What the check of a signature came to. None of them says that a message is legally valid.
 * - `intact`: nothing that was signed has been altered
 * - `expired-since`: the same; the certificate was valid when it signed, and has expired since
 * - `expired`: the same; the certificate was not valid when it signed, or it is not told when that was
 * - `unknown-signer`: the same; no authority that the operator trusts vouches for the signer
 * - `altered`: what was signed has been altered, or the signature itself
 * - `not-signed`
 * - `unchecked`: nothing can be said; why is told
 */
export const verdicts = [
	'intact',
	'expired-since',
	'expired',
	'unknown-signer',
	'altered',
	'not-signed',
	'unchecked',
] as const;
export type Verdict = (typeof verdicts)[number];
