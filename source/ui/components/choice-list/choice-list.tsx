import SelectInput from 'ink-select-input';
import {type ReactNode, useEffect, useRef, useState} from 'react';
import {Line, Say, useEnvironment} from '../../environment.tsx';
import {actionFor} from '../../keymap.ts';
import {moveCursor, moveOf} from '../../window.ts';
import {KeyGuard} from '../key-guard.tsx';

/** Choices that a person listens to at once; of more, the marked one alone is said. */
const longest = 6;

/** Keys that ink-select-input moves by itself. */
const own = new Set(['up', 'down', 'k', 'j']);

export interface Choice<Value> {
	readonly value: Value;
	/** Already cut to the width that the list has. */
	readonly label: string;
	readonly key?: string;
}

interface ChoiceListProps<Value> {
	readonly choices: readonly Choice<Value>[];
	readonly initial?: number;
	/** Rows at most; where there are more choices, the last row says which of how many is marked. */
	readonly rows: number;
	/** Whether it takes keys; while it does not, nothing is marked. */
	readonly focused?: boolean;
	/** Take a choice by enter alone, not by its number. */
	readonly careful?: boolean;
	readonly onTake: (value: Value) => void;
	readonly onHighlight?: (value: Value) => void;
}

/** A list to choose one thing from: ink-select-input, with the keymap's moves besides its own arrows and digits. */
export function ChoiceList<Value>(props: ChoiceListProps<Value>): ReactNode {
	const {choices, rows, focused = true, careful = false, onTake, onHighlight} = props;
	const {words, keys, context, linear} = useEnvironment();
	const items = choices.map(({key, label, value}, index) => ({key: key ?? String(index), label, value}));
	const [jump, setJump] = useState({generation: 0, index: props.initial ?? 0});
	const [marked, setMarked] = useState(items[jump.index]?.key);
	const byEnter = useRef(false);
	const isLong = items.length > (linear ? longest : rows);
	const limit = linear && isLong ? 1 : Math.max(1, isLong ? rows - 1 : rows);
	const place = Math.max(
		0,
		items.findIndex(item => item.key === marked),
	);
	const go = (target: number) => {
		setJump({generation: jump.generation + 1, index: target});
		mark(items[target]);
	};
	const mark = (item: (typeof items)[number] | undefined) => {
		if (item === undefined) return;
		setMarked(item.key);
		onHighlight?.(item.value);
	};
	// ink-select-input goes back to the first choice where the choices change, and tells nobody.
	const listed = items.map(item => item.key).join('\n');
	const known = useRef(listed);
	useEffect(() => {
		if (known.current !== listed) go(place);
		known.current = listed;
	});
	const hear = (name: string) => {
		byEnter.current = name === 'enter';
		if (!focused || careful) return;
		const move = moveOf(actionFor(keys, context, name) ?? '');
		if (move === undefined || own.has(name)) return;
		go(moveCursor(place, move, items.length, limit));
	};
	return (
		<>
			<KeyGuard onKey={hear} />
			<SelectInput
				key={jump.generation}
				items={items}
				initialIndex={Math.min(jump.index, Math.max(0, items.length - 1))}
				limit={limit}
				isFocused={focused}
				indicatorComponent={focused ? Indicator : NoIndicator}
				itemComponent={focused ? Item : WaitingItem}
				onHighlight={item => mark(items.find(({value}) => value === item.value))}
				onSelect={item => {
					if (item !== undefined && (byEnter.current || !careful)) onTake(item.value);
				}}
			/>
			{isLong && (
				<Line>
					<Say tone="dim">{`  ${words.list.place(place + 1, items.length)}`}</Say>
				</Line>
			)}
		</>
	);
}

function Indicator({isSelected = false}: {readonly isSelected?: boolean}) {
	const {theme, linear} = useEnvironment();
	// Ink parts the two with a space of its own there.
	const space = linear ? '' : ' ';
	return <Say tone="accent">{isSelected ? `${theme.marks.here}${space}` : ` ${space}`}</Say>;
}

function NoIndicator() {
	return <Say>{'  '}</Say>;
}

function Item({isSelected = false, label}: {readonly isSelected?: boolean; readonly label: string}) {
	return <Say tone={isSelected ? 'accent' : 'plain'}>{label}</Say>;
}

function WaitingItem({label}: {readonly label: string}) {
	return <Say tone="dim">{label}</Say>;
}
