import SelectInput from 'ink-select-input';
import {type ReactNode, useRef, useState} from 'react';
import {Say, useEnvironment} from '../../environment.tsx';
import {KeyGuard} from '../key-guard.tsx';

export interface Choice<Value> {
	readonly value: Value;
	/** Already cut to the width that the list has. */
	readonly label: string;
	readonly key?: string;
}

interface ChoiceListProps<Value> {
	readonly choices: readonly Choice<Value>[];
	readonly initial?: number;
	/** Rows at most. */
	readonly rows: number;
	readonly focused?: boolean;
	/** Take a choice by enter alone, not by its number. */
	readonly careful?: boolean;
	readonly onTake: (value: Value) => void;
	readonly onHighlight?: (value: Value) => void;
}

/** A list to choose one thing from: ink-select-input, with pages and both ends besides its arrows and digits. */
export function ChoiceList<Value>(props: ChoiceListProps<Value>): ReactNode {
	const {choices, rows, focused = true, careful = false, onTake, onHighlight} = props;
	const [jump, setJump] = useState({generation: 0, index: props.initial ?? 0});
	const highlighted = useRef(jump.index);
	const byEnter = useRef(false);
	const go = (index: number) => {
		const target = Math.max(0, Math.min(choices.length - 1, index));
		highlighted.current = target;
		setJump({generation: jump.generation + 1, index: target});
		const choice = choices[target];
		if (choice !== undefined) onHighlight?.(choice.value);
	};
	const hear = (name: string) => {
		byEnter.current = name === 'enter';
		if (!focused || careful) return;
		if (name === 'pgdn') go(highlighted.current + rows);
		else if (name === 'pgup') go(highlighted.current - rows);
		else if (name === 'home' || name === 'g') go(0);
		else if (name === 'end' || name === 'G') go(choices.length - 1);
	};
	return (
		<>
			<KeyGuard onKey={hear} />
			<SelectInput
				key={jump.generation}
				items={choices.map((choice, index) => ({
					key: choice.key ?? String(index),
					label: choice.label,
					value: choice.value,
				}))}
				initialIndex={Math.min(jump.index, Math.max(0, choices.length - 1))}
				limit={Math.max(1, rows)}
				isFocused={focused}
				indicatorComponent={Indicator}
				itemComponent={Item}
				onHighlight={item => {
					highlighted.current = choices.findIndex(choice => choice.value === item.value);
					onHighlight?.(item.value);
				}}
				onSelect={item => {
					if (item !== undefined && (byEnter.current || !careful)) onTake(item.value);
				}}
			/>
		</>
	);
}

function Indicator({isSelected = false}: {readonly isSelected?: boolean}) {
	const {theme} = useEnvironment();
	return <Say tone="accent">{isSelected ? `${theme.marks.here} ` : '  '}</Say>;
}

function Item({isSelected = false, label}: {readonly isSelected?: boolean; readonly label: string}) {
	return <Say tone={isSelected ? 'accent' : 'plain'}>{label}</Say>;
}
