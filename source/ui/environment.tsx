import {Box, Text} from 'ink';
import {createContext, type ReactNode, useContext} from 'react';
import type {Format} from '../locales/format.ts';
import {printable} from '../printable.ts';
import {inLocale} from './ascii.ts';
import type {Beat} from './beat.ts';
import {cut, cutStart, left, right, steady, tail, wrap} from './cells.ts';
import type {KeyContext, KeyLabels, Keymap} from './keymap.ts';
import type {UiSentences, Words} from './services.ts';
import type {Theme, Tone} from './theme.ts';

/** What every component may use: words, formats, looks, and the terminal's size. */
export interface Environment {
	readonly sentences: UiSentences;
	readonly words: Words;
	readonly format: Format;
	readonly theme: Theme;
	readonly keys: Keymap;
	/** What has the keyboard. */
	readonly context: KeyContext;
	/** The key that asks for an action here, as people read it, for sentences that name it. */
	readonly key: KeyLabels;
	readonly utf8: boolean;
	/** For a screen reader: sentences one after the other, no columns, no drawing, nothing that moves by itself. */
	readonly linear: boolean;
	readonly columns: number;
	readonly rows: number;
	readonly now: () => number;
	/** When what moves by itself is drawn. */
	readonly beat: Beat;
}

const EnvironmentContext = createContext<Environment | undefined>(undefined);

export const EnvironmentProvider = EnvironmentContext.Provider;

/** The environment that `runUi` provides. */
export function useEnvironment(): Environment {
	const environment = useContext(EnvironmentContext);
	if (environment === undefined) throw new Error('no environment around this component');
	return environment;
}

/** Cuts and pads texts to cells that all terminals agree on, and makes texts from servers harmless first (`safe`). */
export function useCells() {
	const {theme} = useEnvironment();
	const mark = theme.marks.cut;
	return {
		safe: printable,
		cut: (text: string, width: number) => cut(steady(text, width), width, mark),
		cutStart: (text: string, width: number) => cutStart(steady(tail(text, width)), width, mark),
		left: (text: string, width: number) => left(steady(text, width), width, mark),
		right: (text: string, width: number) => right(steady(text, width), width, mark),
		wrap: (text: string, width: number, max?: number) => wrap(steady(text), width, max, mark),
	};
}

interface SayProps {
	readonly tone?: Tone;
	readonly children: string;
}

/** A piece of text with a meaning. The only place that gives text to Ink: without UTF-8 it becomes ASCII here. */
export function Say({tone = 'plain', children}: SayProps): ReactNode {
	const {theme, utf8, linear} = useEnvironment();
	// The spaces that make columns are for the eye.
	const said = linear ? children.replaceAll(/ {2,}/g, ' ') : steady(children);
	return <Text {...theme.look(tone)}>{inLocale(said, utf8)}</Text>;
}

/** One row of the screen: pieces side by side, never wrapped, and never squeezed into another row where there are too few. */
export function Line({children}: {readonly children?: ReactNode}): ReactNode {
	const {linear} = useEnvironment();
	if (linear) return children === undefined ? null : <Text>{children}</Text>;
	return (
		<Box height={1} flexShrink={0}>
			<Text wrap="truncate-end">{children ?? ' '}</Text>
		</Box>
	);
}
