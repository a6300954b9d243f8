import type {Side} from '../problem.ts';
import type {CheckedMessage} from './checked.ts';
import type {EngineEvent} from './events.ts';
import type {Finding} from './finding.ts';

/** What a person should know of the messages that were checked. */
export function suspectsIn(event: EngineEvent): Finding[] {
	return event.event === 'checked'
		? event.messages.flatMap(message => suspectOf(event.side, event.folder, message) ?? [])
		: [];
}

/** What a person should know of a checked message; undefined where it is as it should be. */
export function suspectOf(side: Side, folder: string, message: CheckedMessage): Finding | undefined {
	const severity = severityOf(message);
	if (severity === undefined) return undefined;
	const {uid, kind, signature, date, from, subject, bytes} = message;
	const {verdict, signer, words} = signature;
	return {
		kind: 'signature',
		severity,
		...(side === 'source' ? {source: folder, sourceUid: uid} : {destination: folder, destinationUid: uid}),
		message: {
			...(date === undefined ? {} : {date}),
			...(from === undefined ? {} : {from}),
			...(subject === undefined ? {} : {subject}),
			bytes,
		},
		params: {verdict, ...(kind ? {kind} : {}), ...(signer ? {signer} : {})},
		...(words ? {server: words} : {}),
	};
}

/** Only certified mail has to be signed; that another message can't be checked is worth a note. */
function severityOf({
	kind,
	signature: {verdict},
}: Pick<CheckedMessage, 'kind' | 'signature'>): Finding['severity'] | undefined {
	switch (verdict) {
		case 'intact':
		case 'expired-since':
			return undefined;
		case 'not-signed':
			return kind === undefined ? undefined : 'difference';
		case 'unchecked':
			return kind === undefined ? 'note' : 'difference';
		case 'expired':
		case 'unknown-signer':
		case 'altered':
			return 'difference';
	}
}
