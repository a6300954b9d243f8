import type {Side} from '../../problem.ts';
import {Refusal} from '../store.ts';
import {suggestedPause} from './spoken.ts';
import type {Refused} from './wire.ts';

/**
 * Response codes that say "not now", of the server and not of the message (RFC 5530, 3). EXPUNGEISSUED: somebody
 * else has taken out some of these messages; the next look will tell which.
 */
const notNow = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN', 'EXPUNGEISSUED']);

/** The same in words, as met at Exchange, Gmail, Yahoo and WorkMail, which send no code or another one. */
const throttled =
	/throttl|back-?off|rate limit|bandwidth limits|too many (?:requests|commands|(?:simultaneous )?connections)|server (?:unavailable|busy)|not connected/i;
const passing = /internal error|try again|temporar/i;

/**
 * Whether a refused login says that the server takes none now, and not that user or password are wrong. Words such
 * as "try again" stand in both.
 */
export function isLoginLater(code: string | undefined, words: string): boolean {
	return notNow.has(code ?? '') || (code !== 'AUTHENTICATIONFAILED' && throttled.test(words));
}

/** What a no means: response codes of RFC 5530, 3 and RFC 9208, 5.3; older servers say it in words. */
export function refusalOf(side: Side, refused: Refused): Refusal {
	const {words, code} = refused;
	const refusal = (reason: Refusal['reason']) => {
		const pauseMs = reason === 'later' ? suggestedPause(words) : undefined;
		return new Refusal(side, reason, words, pauseMs, refused);
	};
	// Before its code: Gmail says OVERQUOTA of a rate.
	if (throttled.test(words)) return refusal('later');
	switch (code?.name) {
		case 'TOOBIG':
			return refusal('too-large');
		case 'OVERQUOTA':
			return refusal('over-quota');
		case 'NOPERM':
			return refusal('permission');
		case 'TRYCREATE':
		case 'NONEXISTENT':
			return refusal('no-folder');
		default:
	}

	if (/quota|mailbox is full|no space/i.test(words)) return refusal('over-quota');
	if (/too (large|big)|larger than|size (limit|exceed)|exceeds.*size/i.test(words))
		return refusal('too-large');
	if (/permission denied|access denied|read-only/i.test(words)) return refusal('permission');
	return refusal(notNow.has(code?.name ?? '') || passing.test(words) ? 'later' : 'other');
}

/**
 * What a server says of some of the messages that it was to hand out, rather than of itself. Dovecot calls one that
 * it can't open an internal error.
 */
export function saidOfMessages(refusal: Refusal): boolean {
	return refusal.reason !== 'later' || /^\[(?:SERVERBUG|CONTACTADMIN)\b|internal error/i.test(refusal.words);
}
