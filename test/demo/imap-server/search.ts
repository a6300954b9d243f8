/** SEARCH (RFC 3501 section 6.4.4): the keys that need neither dates nor bodies. */
import {systemFlags} from './account.ts';
import {headerField} from './fetch.ts';
import {parseSet} from './names.ts';
import type {Numbered, View} from './view.ts';
import {type Argument, textOf} from './wire.ts';

type Test = (entry: Numbered) => boolean;

/** Whether a message is found by what a SEARCH was given: its keys, joined by AND. */
export function searchTest(given: readonly Argument[], view: View): Test {
	const rest = [...given];
	if (rest[0]?.type === 'atom' && rest[0].text.toUpperCase() === 'CHARSET') {
		rest.splice(0, 2);
	}

	const tests: Test[] = [];
	while (rest.length > 0) {
		tests.push(testOf(rest, view));
	}

	return entry => tests.every(test => test(entry));
}

/** Takes one key, with what belongs to it, from the front. */
function testOf(rest: Argument[], view: View): Test {
	const key = textOf(rest.shift());
	const upper = key.toUpperCase();
	const flag = systemFlags.find(system => upper.replace(/^UN/, '') === system.slice(1).toUpperCase());
	if (flag) {
		const wanted = !upper.startsWith('UN');
		return ({seen}) => seen.message.flags.has(flag) === wanted;
	}

	switch (upper) {
		case 'ALL': {
			return () => true;
		}

		case 'RECENT': {
			return ({seen}) => view.recent.has(seen.message);
		}

		case 'NOT': {
			const test = testOf(rest, view);
			return entry => !test(entry);
		}

		case 'KEYWORD':
		case 'UNKEYWORD': {
			const wanted = textOf(rest.shift()).toLowerCase();
			return ({seen}) =>
				[...seen.message.flags].some(keyword => keyword.toLowerCase() === wanted) === (upper === 'KEYWORD');
		}

		case 'HEADER':
		case 'SUBJECT': {
			const name = upper === 'SUBJECT' ? 'subject' : textOf(rest.shift());
			const text = textOf(rest.shift()).toLowerCase();
			return ({seen}) => headerField(seen.message.raw, name)?.toLowerCase().includes(text) ?? false;
		}

		case 'LARGER':
		case 'SMALLER': {
			const size = Number(textOf(rest.shift()));
			return ({seen}) =>
				upper === 'LARGER' ? seen.message.raw.length > size : seen.message.raw.length < size;
		}

		case 'UID': {
			const inSet = parseSet(textOf(rest.shift()), view.lastUid);
			return ({seen}) => inSet(seen.message.uid);
		}

		default: {
			const inSet = parseSet(key, view.seen.length);
			return ({sequence}) => inSet(sequence);
		}
	}
}
