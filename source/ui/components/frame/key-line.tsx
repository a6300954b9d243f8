import {cells} from '../../cells.ts';
import {Line, Say, useEnvironment} from '../../environment.tsx';
import {type ActionId, type KeyContext, keyLabel} from '../../keymap.ts';

/** The keys that matter here, as many as fit; help is always among them where it has a key. */
export function KeyLine({context, width}: {readonly context: KeyContext; readonly width: number}) {
	const {keys, words, theme} = useEnvironment();
	const hints = keys[context]
		.filter(binding => binding.footer)
		.map(binding => {
			const action = binding.action as ActionId;
			const key = binding.keys[0] ?? '';
			return {action, key: keyLabel(key, theme.marks), short: words.keys[action].short};
		});
	const widthOf = (hint: {key: string; short: string}) => cells(hint.key) + cells(hint.short) + 3;
	const last = hints.find(hint => hint.action === 'help');
	let room = width - 1 - (last === undefined ? 0 : widthOf(last));
	const shown = hints.filter(hint => {
		if (hint === last) return false;
		room -= widthOf(hint);
		return room >= 0;
	});
	if (last !== undefined) shown.push(last);
	return (
		<Line>
			{shown.flatMap(hint => [
				<Say key={`${hint.action}-key`} tone="accent">{` ${hint.key}`}</Say>,
				<Say key={hint.action} tone="dim">{` ${hint.short} `}</Say>,
			])}
		</Line>
	);
}
