import {describe, expect, test} from 'vitest';
import {providers} from '../../source/accounts/providers.ts';
import type {RefusalReason} from '../../source/accounts/refusal.ts';
import {verdicts} from '../../source/certified/verdict.ts';
import type {Finding, FindingKind} from '../../source/engine/finding.ts';
import {refusal as english} from '../../source/locales/en/refusal.ts';
import {type Sentences, sentences} from '../../source/locales/index.ts';
import type {ProblemData} from '../../source/problem.ts';
import type {StoreInfo} from '../../source/stores/store.ts';
import {type ActionId, keyLabel, keymap, keyOf} from '../../source/ui/keymap.ts';
import {terms} from '../../source/ui/screens/connect/connect-form.ts';
import {provoked} from '../shown.ts';
import type {ScreenOptions as Scene} from '../terminal/fixtures/screens.ts';
import type {Screen} from '../terminal/screen.ts';
import {choose, startScreens} from '../terminal/screens.ts';
import {destinationInfo, folder, runSummary, sourceInfo} from '../ui/fake-engine.ts';

/** Names so short that nothing of theirs is ever cut: what then ends in an ellipsis is a sentence of ours. */
const accounts = {
	from: {host: 'imap.old.it', port: 993, security: 'tls', user: 'mario@old.it'},
	to: {host: 'imap.new.it', port: 993, security: 'tls', user: 'mario@new.it'},
} as const;
const source: StoreInfo = {
	...sourceInfo,
	server: 'Dovecot',
	folders: [
		folder('INBOX', 3412, {role: 'inbox'}),
		folder('Inviati', 2101, {role: 'sent'}),
		folder('Archivio', 0),
		folder('Archivio/2023', 1120),
		folder('Clienti', 60),
		folder('Cestino', 88, {role: 'trash'}),
		folder('Spam', 237, {role: 'junk'}),
	],
};
const destination: StoreInfo = {
	...destinationInfo,
	server: 'Cyrus',
	folders: [
		folder('INBOX', 12, {role: 'inbox'}),
		folder('Sent', 0, {role: 'sent'}),
		folder('Trash', 0, {role: 'trash'}),
		folder('News', 40),
	],
};
const scene: Scene = {accounts, source, destination};

/** One thing to look at: how to come there, and what a person has to be able to read there. */
interface Stop {
	readonly name: string;
	/** The choice that is taken first, once choices take keys. */
	readonly take?: string;
	readonly press: readonly string[];
	/** A field that takes no key in the first moments is waited for. */
	readonly waits?: boolean;
	/** Typed after the keys. */
	readonly type?: string;
	readonly says: readonly string[];
}

const at = (name: string, press: string | readonly string[], ...says: readonly string[]): Stop => ({
	name,
	press: [press].flat(),
	says,
});

interface Tour {
	readonly scene: Scene;
	readonly stops: (words: Sentences) => readonly Stop[];
}

const findings = (Object.keys(provoked) as FindingKind[]).map(
	(kind): Finding => ({kind, severity: 'difference', source: 'INBOX', ...provoked[kind].sample}),
);

const reasons = Object.keys(english.reason) as RefusalReason[];

/** What servers say, from which each reason is known. */
const said: Readonly<Record<RefusalReason, string>> = {
	oauth: 'BasicAuthBlocked',
	'app-password': 'Application-specific password required',
	'two-step': 'Two-factor authentication is on',
	'imap-off': 'IMAP access is disabled',
	'web-login': '[WEBALERT] Web login required',
	locked: 'Account is temporarily locked',
	expired: '[EXPIRED] Password has expired',
	encryption: '[PRIVACYREQUIRED] Plaintext disallowed',
	'no-rights': '[AUTHORIZATIONFAILED] No such rights',
	'ask-provider': '[CONTACTADMIN] Ring us',
	'too-many': '[LIMIT] Too many connections',
	'in-use': '[INUSE] Mailbox is busy',
};
const refusal = (server: string, host: string): ProblemData => ({
	code: 'login-refused',
	side: 'source',
	server,
	params: {host, port: 993, user: 'mario@old.it'},
});
const refusals: readonly ProblemData[] = [
	...reasons.map(reason => refusal(said[reason], 'imap.old.it')),
	...providers
		.filter(({hints}) => hints !== undefined)
		.map(({host}) => refusal('[AUTHENTICATIONFAILED] Authentication failed.', host)),
];
const untrusted: ProblemData = {
	code: 'certificate',
	side: 'source',
	params: {
		...{host: 'imap.old.it', reason: 'DEPTH_ZERO_SELF_SIGNED_CERT', names: 'old.it', issuer: 'Old CA'},
		...{from: '1 Jan 2020', until: '1 Jan 2030', fingerprint: Array(32).fill('AB').join(':')},
	},
};

const tours: Readonly<Record<string, Tour>> = {
	'Connect and what stands over it': {
		scene: {
			...scene,
			saved: [
				{name: 'vecchia', account: accounts.from},
				{name: 'nuova', account: accounts.to},
			],
		},
		stops({screens: {connect: w, help, contexts, side}}) {
			const {forget} = w;
			return [
				at('both connected', [], w.readOnly, w.writable, `${w.continue} ${w.continueTo.copy}`),
				at('help', '?', help.title(contexts['connect-continue'])),
				at('a field', ['esc', 'tab'], w.field.password),
				at('help in a field', 'ctrl+g', help.title(contexts['connect-text'])),
				at('terms', ['esc', 'ctrl+p'], w.terms.title(side.source), ...Object.values(w.terms.name)),
				...terms.flatMap((term, index) => [
					at(`term ${term}`, [...Array(index).fill('down'), 'enter'], w.terms.hint[term], w.terms.value),
					at(`back from ${term}`, ['esc', 'ctrl+p'], w.terms.title(side.source)),
				]),
				at('saved accounts', ['esc', 'ctrl+l'], w.savedTitle(side.source), 'vecchia', 'nuova'),
				at(
					'removing one',
					'x',
					forget.title('vecchia'),
					forget.body('mario@old.it', 'imap.old.it'),
					forget.stay,
					forget.go,
				),
				{...at('one removed', [], w.removed('vecchia'), w.savedTitle(side.source)), take: forget.go},
				at('saving', ['esc', 'ctrl+s'], w.saveTitle, w.saveHint),
				at('the command', 'enter', w.saveCommandHint, w.saveCommand),
				at('saved', 'enter', w.saved('mario@old.it imap.old.it')),
				at('a side in files', 'ctrl+f', w.files, w.formatOpen),
				at('nothing at its path', 'tab', w.filesNone, w.field.format, w.format.eml),
				at('the other side in files', ['ctrl+o', 'ctrl+f', 'tab'], w.filesNew, w.formatWhy.eml),
				at('as a Maildir', 'space', w.format.maildir, w.formatWhy.maildir),
				at('as mbox', 'space', w.format.mbox, w.formatWhy.mbox),
			];
		},
	},
	'a login by browser': {
		scene: {
			...scene,
			accounts: {
				from: {...accounts.from, oauth: 'microsoft'},
				to: {...accounts.to, oauth: 'google'},
			},
			isTyped: true,
		},
		stops: ({screens: {connect: w}}) => [
			at(
				'connected',
				[],
				w.byBrowser('microsoft'),
				w.byBrowser('google'),
				`${w.continue} ${w.continueTo.copy}`,
			),
			at('saving', 'ctrl+s', w.saveTitle, w.saveHint),
			at('the command', 'enter', w.saveTokenHint, w.saveCommand),
		],
	},
	'a certificate that is not trusted': {
		scene: {...scene, refusals: [untrusted]},
		stops({screens: {connect: w, side}, problem}) {
			const {params = {}} = untrusted;
			const shown = (name: string) => String(params[name]);
			const body = w.certificate.body({
				names: shown('names'),
				issuer: shown('issuer'),
				from: shown('from'),
				until: shown('until'),
				fingerprint: shown('fingerprint'),
			});
			const {title, stay, go} = w.certificate;
			return [
				at('refused', [], problem(untrusted).what, w.certificateHint('^t')),
				// The fingerprint alone is longer than a line, and broken where the line ends.
				at(
					'looked at',
					'ctrl+t',
					title(side.source, 'imap.old.it'),
					body.split(' SHA-256')[0] ?? '',
					stay,
					go,
				),
			];
		},
	},
	'a refused login': {
		scene: {...scene, refusals},
		stops: ({problem}) =>
			refusals.map((data, index) => {
				const {what, hint} = problem(data, '^p');
				return at(`${data.params?.host}: ${data.server}`, index === 0 ? [] : 'enter', what, hint);
			}),
	},
	'Folders, Review and their dialogs': {
		scene: {...scene, edited: 'x\n"a -> b\n -> c\nINBOX ->\nZZ -> a\nINBOX -> a b -> c\n', step: 5000},
		stops({screens}) {
			const {folders: w, review, help, contexts, list} = screens;
			const key = keysIn(screens);
			const faults = [
				w.file.line(1, w.file.fault.arrow, ''),
				w.file.line(2, w.file.fault.quotes, ''),
				w.file.line(3, w.file.fault.source, ''),
				w.file.line(4, w.file.fault.target, ''),
				w.file.line(5, w.file.fault.unknown, 'ZZ'),
				w.file.line(6, w.file.fault.rest, ''),
			];
			return [
				at('connected', [], `${screens.connect.continue} ${screens.connect.continueTo.copy}`),
				at('all into one', 'c', w.intoBecause(52, 'mario@old.it', 'i'), w.onlyThere),
				at('folder by folder', 'i', w.sum(5, 7, 6693, '').trim()),
				at('help', '?', help.title(contexts.folders)),
				at('help, its end', 'end', screens.keys.leave.long),
				at('a range', ['esc', 'v', 'down'], w.range(2, key('folders.toggle'), key('folders.range-end'))),
				at('help of a range', '?', help.title(contexts['folders-range'])),
				{...at('a filter', ['esc', 'esc', '/'], list.nothingFits('zz')), type: 'zz'},
				at('the folders there', ['esc', 'home', 'enter'], w.chooser('INBOX'), w.chooserNot, w.chooserNew),
				at('a conflict', ['down', 'enter'], w.conflict(1, 'INBOX, Inviati', 'Sent', false)),
				at('none', ['enter', 'up', 'enter'], w.sum(5, 7, 6693, '').trim()),
				at('a new folder', 'n', w.newFolder('INBOX'), w.newFolderHint('/')),
				at(
					'nothing selected',
					['esc', 'A', 'c'],
					w.nothingSelected(key('folders.toggle'), key('folders.all')),
				),
				at('sorted', 's', w.sort.name),
				at('a mapping that can not be read', 'E', ...faults, w.file.again, w.file.drop),
				at('all selected', ['esc', 'a'], w.sum(7, 7, 7018, '').trim()),
				at(
					'a plan',
					'c',
					review.alreadyThereIs(0),
					review.flagsLost(2, '$Label3, etich.'),
					review.unreadStays(34, 'm'),
					review.inboxHolds(12, 3412),
					review.inboxInto('i'),
					`${review.verifyIs.full} ${review.verifyChange('v')}`,
					review.start,
				),
				at('the backup that is offered', 'pagedown', `${review.holdsIs(53)} ${review.backupFirst('b')}`),
				at(
					'a backup',
					'b',
					review.backupTitle(52),
					review.backupBody(key('dialog.submit')),
					review.backupLabel,
				),
				at('Review after that', ['esc', 'pageup'], review.start),
				at('by counts', 'v', `${review.verifyIs.counts} ${review.verifyChange('v')}`),
				at('marked as read', 'm', review.unreadMarked(34, 'm')),
				at('help of Review', '?', help.title(contexts.review)),
				at('Review again', 'esc', review.start),
				{
					...at(
						'an inbox that is filled',
						[],
						review.inboxTitle(12),
						review.inboxBody(3412, key('dialog.submit')),
						screens.typeWord(review.inboxWord),
					),
					take: review.start,
				},
			];
		},
	},
	'Progress and its dialogs': {
		scene: {...scene, findings, tick: 20, step: 20},
		stops({screens}) {
			const {progress: w, detach, interrupt, stop, result, help, contexts} = screens;
			const key = keysIn(screens);
			return [
				...toStart(screens),
				at('under way', 'enter', w.column.verified),
				at('paused', 'p', w.paused(key('progress.pause'))),
				at('leaving it paused', 'd', detach.heldTitle, detach.heldBody, detach.stay, detach.heldGo),
				at('quitting', ['esc', 'ctrl+c'], interrupt.title, detach.heldBody, interrupt.stay, interrupt.stop),
				at('help', ['esc', '?'], help.title(contexts.progress)),
				at('findings', ['esc', 'f'], screens.keys['findings.only-differences'].short),
				at('going on', ['esc', 'p'], w.run('').trim()),
				at('leaving it', 'd', detach.title, detach.body, detach.stay, detach.go),
				at('quitting it', ['esc', 'ctrl+c'], interrupt.title, interrupt.detach),
				at('stopping', ['esc', 's'], stop.title, stop.body, stop.stay, stop.go),
				{
					...at(
						'stopped',
						[],
						result.state.interrupted,
						result.how,
						result.choices.keep,
						result.choices.resume,
						result.choices.undo,
					),
					take: stop.go,
				},
				at('help after that', '?', help.title(contexts['result-failed'])),
			];
		},
	},
	'Result and its dialogs': {
		scene: {...scene, findings, step: 5000},
		stops({screens}) {
			const {result: w, help, contexts} = screens;
			return [
				...toStart(screens),
				at(
					'differences',
					'enter',
					w.state.differences,
					w.arithmetic,
					w.moreFindings(findings.length - 3, 'f'),
				),
				at('help', '?', help.title(contexts.result)),
				...Array.from({length: 4}, (_, page) =>
					at(
						`findings ${page}`,
						page === 0 ? ['esc', 'f'] : 'pagedown',
						screens.findings.title(findings.length),
					),
				),
				at('only differences', 'e', screens.findings.differences(findings.length)),
				at('undo', ['esc', 'u'], w.undoTitle, w.undoTrash(false, '^t'), screens.typeWord(w.undoWord)),
				{
					...at('the word', [], `${screens.typeWord(w.undoWord)} ${w.undoWord}`),
					waits: true,
					type: w.undoWord,
				},
				at('undone', 'enter', w.state.undone, w.allUndone),
			];
		},
	},
	'a copy without findings': {
		scene: {...scene, step: 5000},
		stops: ({screens}) => [
			...toStart(screens),
			at('done', 'enter', screens.result.state.done, screens.result.allFine, screens.result.arithmetic),
		],
	},
	'a copy that fails': {
		scene: {...scene, step: 500, failAt: 0.5},
		stops: ({screens, problem}) => {
			const {what, hint} = problem({code: 'over-quota', side: 'destination', server: '[OVERQUOTA] full'});
			const {state, how, choices} = screens.result;
			return [
				...toStart(screens),
				at('failed', 'enter', state.failed, how, ...Object.values(choices), what, hint),
			];
		},
	},
	'Verification and what it opens': {
		scene: {
			...scene,
			isVerify: true,
			tick: 5,
			differs: {
				INBOX: {missing: 3, extra: 1, flagsDiffer: 2, datesDiffer: 1},
				Clienti: {missing: 60, destinationExists: false},
			},
		},
		stops({screens}) {
			const {verification: w, differences, message, connect, folders, help, contexts, review} = screens;
			return [
				at('Connect', [], connect.forVerify, `${connect.continue} ${connect.continueTo.verify}`),
				at('Folders', 'c', folders.notCompared),
				at(
					'compared',
					'c',
					w.differs(63, 1) + w.inFolders(2),
					w.arithmetic,
					`INBOX: ${w.flags(2)}, ${w.dates(1)}`,
				),
				at('help', '?', help.title(contexts.verification)),
				at(
					'a folder that is not there',
					['esc', 's', 's', 's', 'home'],
					w.sort.missing,
					`Clienti: ${w.noFolder}`,
				),
				at('saving the list', 'w', w.saveTitle, w.saveHint(67), w.saveFile),
				at(
					'a folder',
					['esc', 'down', 'enter'],
					differences.kind.missing,
					differences.column.subject,
					'Mario Rossi',
				),
				at('help of its list', '?', help.title(contexts.differences)),
				at('extra', ['esc', 'tab'], differences.kind.extra, 'Mario Rossi'),
				at('flags', 'tab', differences.column.onlyHere, differences.column.onlyThere, 'Mario Rossi'),
				at('dates', 'tab', differences.column.here, differences.column.there, 'Mario Rossi'),
				at('a message', 'enter', message.state['dates-differ'], message.attachments(1)),
				at('help of a message', '?', help.title(contexts.message)),
				at('a copy of what is missing', ['esc', 'esc', 'c'], review.backToVerification),
			];
		},
	},
	'Signatures and what they open': {
		scene: {
			...scene,
			isVerify: true,
			signatures: {
				INBOX: [...verdicts, 'intact'],
				Sent: ['intact'],
				// There is nothing to see in what is checked for seconds.
				...{Inviati: [], 'Archivio/2023': [], Clienti: [], Cestino: [], Spam: []},
			},
		},
		stops({screens, certified}) {
			const {signatures: w, verification, message, connect, folders, help, contexts} = screens;
			return [
				at('Connect', [], `${connect.continue} ${connect.continueTo.verify}`),
				at('Folders', 'c', folders.notCompared),
				at('compared', 'c', verification.arithmetic),
				at(
					'checked',
					'S',
					w.unsound(4),
					w.meaning,
					w.checked.destination(''),
					`${certified.columns['unknown-signer']} 1`,
					`${certified.shortKinds.envelope} 1`,
				),
				at('help', '?', help.title(contexts.signatures)),
				at(
					'messages',
					['esc', 'enter'],
					w.suspects.destination(4),
					w.verdict.altered,
					certified.verdicts.expired,
				),
				at('help of the list', '?', help.title(contexts.suspects)),
				at(
					'a message',
					['esc', 'down', 'down', 'enter'],
					`${w.fields.signature} ${certified.verdicts.altered}`,
					`${w.fields.signer} posta@pec.example.it`,
					w.fields.signedAt,
					message.attachments(1),
				),
				at('the other side', ['esc', 'esc', 'tab'], w.checked.source('')),
				at('who signed', 'A', w.authorityTitle, w.authorityHint, verification.saveFile),
			];
		},
	},
	'signatures without openssl': {
		scene: {...scene, isVerify: true, signatures: 'openssl-missing'},
		stops({screens, problem}) {
			const {connect, folders, signatures} = screens;
			const {what, hint} = problem({code: 'openssl-missing'});
			return [
				at('Connect', [], `${connect.continue} ${connect.continueTo.verify}`),
				at('Folders', 'c', folders.notCompared),
				at('broken off', 'S', what, hint, signatures.brokenOff(0, 12)),
			];
		},
	},
	'signatures that are checked': {
		scene: {...scene, isVerify: true, tick: 200, signatures: {INBOX: Array(500).fill('intact')}},
		stops({screens}) {
			const {signatures: w, connect, folders, help, contexts} = screens;
			return [
				at('Connect', [], `${connect.continue} ${connect.continueTo.verify}`),
				at('Folders', 'c', folders.notCompared),
				at('under way', 'S', w.reading, w.meaning, ...w.checking.destination(0, 500).split(' 0 ')),
				at('help', '?', help.title(contexts['signatures-busy'])),
			];
		},
	},
	'an archive on Folders and Review': {
		scene: {
			...scene,
			source: {
				...source,
				folders: [
					folder('INBOX', 3412, {role: 'inbox'}),
					folder('Archivio/2023', 54_120, {secondCopy: true}),
					folder('Archivio/2024', 54_120, {secondCopy: true}),
				],
			},
			destination: {...destination, folders: [folder('INBOX', 0, {role: 'inbox'})]},
		},
		stops({screens}) {
			const {folders: w, review, connect} = screens;
			const [n, bytes] = [108_240, 108_240 * 150_000];
			return [
				at('connected', [], `${connect.continue} ${connect.continueTo.copy}`),
				at('left out', 'c', w.archive('Archivio', n, bytes, false, 't'), w.leftOut['second-copy']),
				at('taken', 't', w.archive('Archivio', n, bytes, true, 't')),
				at('left out again', 't', w.archive('Archivio', n, bytes, false, 't')),
				at('a plan without', 'c', review.archiveLeft(n, bytes, 't')),
				at('a plan with it', 't', review.archiveTaken(n, bytes, 't')),
			];
		},
	},
	'earlier runs': {
		scene: {
			...scene,
			isBare: true,
			runs: [
				runSummary('r1', {state: 'interrupted', copied: 12}),
				runSummary('r2', {state: 'undone', copied: 0}),
				runSummary('r3', {state: 'differences'}),
				runSummary('r4', {state: 'failed', problem: {code: 'over-quota', side: 'destination'}}),
				runSummary('r5', {state: 'undoing'}),
				runSummary('r6', {unreadable: 'file is not a database'}),
			].map(run => ({...run, from: accounts.from, to: accounts.to})),
		},
		stops({screens, problem}) {
			const {runs: w, connect, help, contexts} = screens;
			return [
				at('the list', [], w.title, w.about('r1', 12, 7874)),
				at('help', '?', help.title(contexts.runs)),
				at('one that is undone', ['esc', 'down', 'u'], w.nothingToUndo),
				at('one that is over', ['down', 'r'], w.nothingToResume),
				at('one that failed', 'down', problem({code: 'over-quota', side: 'destination'}).what),
				at('one that can not be read', ['down', 'down'], w.unreadable('file is not a database')),
				at('resuming one', ['home', 'r'], connect.forResume('r1')),
				at('undoing one', ['esc', 'u'], connect.forUndo('r1'), connect.notNeeded),
				at('verifying one', ['esc', 'v'], connect.forVerifyRun('r1')),
			];
		},
	},
	'a server that takes no passwords': {
		scene: {
			...scene,
			address: 'mario@old.it',
			discovery: {
				account: {host: 'outlook.office365.com', port: 993, security: 'tls', user: 'mario@old.it'},
				how: {by: 'provider', provider: 'Outlook.com', seen: 'list'},
				provider: 'Outlook.com',
				assured: false,
			},
		},
		stops: ({screens: {connect: w}, browserOnly}) => [
			at('found', [], browserOnly('source', 'outlook.office365.com', '^p') ?? '', w.notAssured),
		],
	},
	'a server that was found, and is to be looked at': {
		scene: {
			...scene,
			address: 'mario@old.it',
			discovery: {
				account: {host: 'imap.old.it', port: 993, security: 'tls', user: 'mario@old.it'},
				how: {by: 'provider', provider: 'InfoCert Legalmail', mx: 'mx.old.it', seen: 'list'},
				provider: 'InfoCert Legalmail',
				ownName: true,
				assured: false,
			},
		},
		stops({screens: {connect: w}}) {
			const how = {by: 'provider', provider: 'InfoCert Legalmail', mx: 'mx.old.it', seen: 'list'} as const;
			return [at('found', [], w.found(how), w.ownName('InfoCert Legalmail'), w.notAssured)];
		},
	},
};

/** From Connect to the word that starts a copy: with ⏎ it is under way, and may be over before anybody sees it. */
function toStart(screens: Sentences['screens']): readonly Stop[] {
	const {connect, folders, review} = screens;
	return [
		at('connected', [], `${connect.continue} ${connect.continueTo.copy}`),
		at('Folders', 'c', folders.onlyThere),
		at('folder by folder', 'i', '→ Sent'),
		at('Review', 'c', review.start),
		{...at('an inbox', [], screens.typeWord(review.inboxWord)), take: review.start},
		{
			...at('the word', [], `${screens.typeWord(review.inboxWord)} ${review.inboxWord}`),
			waits: true,
			type: review.inboxWord,
		},
	];
}

/** The keys that sentences name, by their actions. */
function keysIn({keyNames}: Sentences['screens']) {
	return (action: ActionId) => keyLabel(keyOf(keymap, 'runs', action), keyNames, {enter: '⏎'});
}

/** Sentences that run over several lines, in the whole width or in one of two panes, without the marks before them. */
function read(screen: Screen): string {
	const lines = screen.lines();
	const joined = (from: number, to?: number) =>
		lines
			.map(line => line.slice(from, to).replaceAll(/^[ ✓!✗·…▸]*|[ ✓!✗]*$/g, ''))
			.join(' ')
			.replaceAll(/\s+/g, ' ');
	return [joined(0), joined(0, 40), joined(40)].join('\n');
}

/** What ends in an ellipsis, besides marks (`… connecting`), names of folders, and what is meant to (`new folder…`). */
function cutOff(screen: Screen, {screens}: Sentences): string[] {
	return screen.lines().filter(line =>
		line
			.replaceAll(/(^|\s{2})… (?=\S)|→ …|\(M…\)|\s{2}…$/g, '')
			.replace(screens.folders.chooserNew, '')
			.includes('…'),
	);
}

describe.each(['en', 'it'] as const)('at 80x24 in %s', language => {
	const words = sentences(language);
	const {help, 'dialog.close': close} = words.screens.keys;
	const env = {LANG: language === 'it' ? 'it_IT.UTF-8' : 'en_US.UTF-8'};

	test.each(Object.entries(tours))(
		'every sentence is whole: %s',
		async (_, {scene: played, stops}) => {
			await using screen = startScreens(played, {env});
			const faults: string[] = [];
			for (const {name, take, press, waits, type, says} of stops(words)) {
				if (take !== undefined) await choose(screen, take);
				for (const key of press) {
					const before = screen.lines().at(-1);
					screen.press(key);
					// With another key right behind it, it would be Alt and that key: where it leads, other keys are hinted at.
					if (key === 'esc') await screen.waitFor(() => screen.lines().at(-1) !== before);
				}
				if (waits) await screen.waitFor(/^ {3}▸ /m);
				if (type !== undefined) screen.type(type);
				const missing = () => {
					const text = read(screen);
					return says.filter(sentence => !text.includes(sentence.replaceAll(/\s+/g, ' ').trim()));
				};
				await screen.waitFor(() => missing().length === 0, {timeout: 30_000}).catch(() => {});
				const told = missing().map(sentence => `${name}: not whole: ${sentence}`);
				const cut = cutOff(screen, words).map(line => `${name}: cut: ${line}`);
				const keys = screen.lines().at(-1)?.trim() ?? '';
				const isKept = [help.short, close.short, words.screens.keys['verification.stop'].short].some(last =>
					keys.endsWith(last),
				);
				faults.push(...told, ...cut, ...(isKept ? [] : [`${name}: keys: ${keys}`]));
				if (told.length > 0 || cut.length > 0) faults.push(screen.text());
				// All that comes after would be looked for in vain.
				if (told.length > 0) break;
			}
			expect(faults).toEqual([]);
			expect(screen.lostLines).toBe(0);
		},
		120_000,
	);
});
