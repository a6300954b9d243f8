import {certifiedKindOf} from '../certified/telling.ts';
import {headerFields} from '../header-fields.ts';
import type {MessageHeading} from './store.ts';

/** What a person recognises a message by, from the fields Date, From and Subject, and those of certified mail; a date that is none is left out. */
export function headingOf(header: Buffer): MessageHeading {
	const fields = new Map(
		headerFields(header).fields.map(({name, value}) => [name.toLowerCase(), value] as const),
	);
	const date = Date.parse(fields.get('date') ?? '');
	const from = fields.get('from');
	const subject = fields.get('subject');
	const kind = certifiedKindOf(header);
	return {
		...(Number.isNaN(date) ? {} : {date: new Date(date).toISOString()}),
		...(from ? {from} : {}),
		...(subject ? {subject} : {}),
		...(kind ? {kind} : {}),
	};
}
