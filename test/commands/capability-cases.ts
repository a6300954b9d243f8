/** A Dovecot that lacks some of what it knows. */
type Case = {
	readonly name: string;
	readonly without: readonly string[];
	readonly codes?: readonly string[];
	/** Commands that such a server does not know. */
	readonly unknown?: RegExp;
	readonly verify?: 'counts';
};

export const cases: readonly Case[] = [
	{name: 'all it knows', without: []},
	{name: 'no MOVE', without: ['MOVE'], unknown: /^UID MOVE/},
	{
		name: 'MOVE and no UIDPLUS',
		without: ['UIDPLUS'],
		codes: ['APPENDUID', 'COPYUID'],
		unknown: /^UID EXPUNGE/,
	},
	{name: 'no LITERAL+', without: ['LITERAL+'], unknown: /\{\+\}/},
	{name: 'no MULTIAPPEND', without: ['MULTIAPPEND'], unknown: /^APPEND .*\{\+?\}.*\{\+?\}/},
	{name: 'no SPECIAL-USE', without: ['SPECIAL-USE'], unknown: /SPECIAL-USE/},
	{name: 'no LIST-STATUS', without: ['LIST-STATUS'], unknown: /RETURN \([^)]*STATUS/},
	{
		name: 'none of LIST-STATUS, LIST-EXTENDED, STATUS=SIZE, SPECIAL-USE, NAMESPACE, UNSELECT',
		without: ['LIST-STATUS', 'LIST-EXTENDED', 'STATUS=SIZE', 'SPECIAL-USE', 'NAMESPACE', 'UNSELECT'],
		unknown: /^UNSELECT|^NAMESPACE|RETURN|^STATUS.*SIZE/,
	},
	{
		name: 'nothing but RFC 3501 and MOVE',
		without: [
			...[
				'UIDPLUS',
				'LITERAL+',
				'MULTIAPPEND',
				'BINARY',
				'LIST-STATUS',
				'LIST-EXTENDED',
				'STATUS=SIZE',
				'ID',
			],
			...['SPECIAL-USE', 'NAMESPACE', 'UNSELECT', 'CHILDREN', 'ENABLE', 'CONDSTORE', 'QRESYNC', 'ESEARCH'],
		],
		codes: ['APPENDUID', 'COPYUID'],
		unknown: /^(?:UID EXPUNGE|UNSELECT|NAMESPACE|ENABLE|ID )|RETURN|\{\+\}|~\{/,
		verify: 'counts',
	},
];
