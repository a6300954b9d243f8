import {Box} from 'ink';
import type {ReactNode} from 'react';
import {kindOfFiles} from '../../../accounts/account.ts';
import {isByBrowser} from '../../../accounts/oauth/grant.ts';
import {typedFiles} from '../../../accounts/parse.ts';
import type {Side} from '../../../problem.ts';
import {TextField} from '../../components/text-field/index.ts';
import {Ways} from '../../components/ways.tsx';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {type Field, fieldsOf, isWhole, portOf} from './connect-form.ts';
import type {ConnectState} from './connect-state.ts';
import {type StatusLine, sideLines} from './side-lines.ts';
import {offeredFor} from './typed-path.ts';

interface SidePaneProps {
	readonly state: ConnectState;
	readonly side: Side;
	readonly width: number;
	readonly rows: number;
	/** False while something else has the keyboard. */
	readonly active: boolean;
	readonly onChange: (field: Field, value: string) => void;
}

/** One account: what is typed, and below it what the server said. */
export function SidePane({state, side, width, rows, active, onChange}: SidePaneProps): ReactNode {
	const {words, theme, sentences, key, linear} = useEnvironment();
	const text = useCells();
	const fields = fieldsOf(state.forms[side]);
	const isOfFiles = fields.includes('format');
	const labels = isOfFiles ? {...words.connect.field, address: words.connect.files} : words.connect.field;
	const labelWidth = 2 + Math.max(...fields.map(field => labels[field].length)) + 1;
	const isHere = state.side === side && state.focus !== 'continue';
	const room = Math.max(1, rows - 3 - fields.length);
	const said = sideLines(state, side, sentences, key);
	const wrap = (toText: (line: StatusLine) => string) =>
		said.flatMap(line =>
			text.wrap(toText(line), width - 3).map((part, index) => ({...line, text: part, first: index === 0})),
		);
	const whole = wrap(line => line.text);
	const known = whole.length <= room ? whole : wrap(line => line.short ?? line.text);
	const offered = offeredFor(state, side);
	return (
		<Box flexDirection="column" width={width}>
			<Line>
				<Say tone={isHere ? 'accent' : 'strong'}>{words.side[side]}</Say>
			</Line>
			{!linear && (
				<Line>
					<Say tone="dim">{theme.marks.line.repeat(width)}</Say>
				</Line>
			)}
			{fields.map(field => {
				const focused = active && isHere && state.focus === field;
				return (
					<Box key={field} height={1} width={width}>
						<Line>
							<Say tone={focused ? 'accent' : 'dim'}>
								{text.left(`${focused ? theme.marks.here : ' '} ${labels[field]}`, labelWidth)}
							</Say>
						</Line>
						<FieldValue
							field={field}
							focused={focused}
							state={state}
							side={side}
							width={width - labelWidth}
							onChange={onChange}
						/>
					</Box>
				);
			})}
			<Line />
			{offered.length > 0 && <Ways names={offered} width={width} rows={room} />}
			{(offered.length > 0 ? [] : known.slice(0, room)).map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other identity
				<Line key={index}>
					<Say tone={line.tone}>{`${line.first ? theme.marks[line.mark] : ' '} `}</Say>
					<Say tone={line.mark === 'ok' ? 'plain' : line.tone}>{line.text}</Say>
				</Line>
			))}
		</Box>
	);
}

interface FieldValueProps {
	readonly field: Field;
	readonly focused: boolean;
	readonly state: ConnectState;
	readonly side: Side;
	readonly width: number;
	readonly onChange: (field: Field, value: string) => void;
}

function FieldValue({field, focused, state, side, width, onChange}: FieldValueProps): ReactNode {
	const {words, theme} = useEnvironment();
	const text = useCells();
	const form = state.forms[side];
	if (field === 'security') {
		const port = portOf(form);
		const shown = [
			words.connect.security[form.security],
			...(port === undefined ? [] : [words.connect.port(port)]),
		];
		return (
			<Line>
				<Say tone={focused ? 'accent' : 'plain'}>{text.left(shown.join(` ${theme.marks.dot} `), width)}</Say>
			</Line>
		);
	}
	if (field === 'format') {
		const files = typedFiles(form.address.trim());
		const kind = isWhole(files) ? kindOfFiles(files) : undefined;
		const shown = kind === undefined ? words.connect.formatOpen : words.connect.format[kind];
		return (
			<Line>
				<Say tone={focused ? 'accent' : kind === undefined ? 'dim' : 'plain'}>{text.left(shown, width)}</Say>
			</Line>
		);
	}
	const isByBrowserHere = field === 'password' && isByBrowser(form.terms);
	const own = field === 'password' ? '' : words.connect.placeholder[field];
	const placeholder = isByBrowserHere ? words.connect.byBrowser(text.safe(form.terms.oauth ?? '')) : own;
	return (
		<TextField
			value={form[field]}
			width={width}
			focused={focused}
			secret={field === 'password'}
			placeholder={placeholder}
			onChange={value => onChange(field, value)}
		/>
	);
}
