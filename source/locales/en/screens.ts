import type {Found} from '../../accounts/discovery.ts';
import type {Limits} from '../../accounts/limits.ts';
import {createFormat} from '../format.ts';

/** A count that decides between singular and plural. */
const format = createFormat('en');
const messages = (n: number) => `${format.count(n)} ${n === 1 ? 'message' : 'messages'}`;
const folders = (n: number) => `${format.count(n)} ${n === 1 ? 'folder' : 'folders'}`;
const findings = (n: number) => `${format.count(n)} ${n === 1 ? 'finding' : 'findings'}`;
const keywords = (n: number) => `${format.count(n)} ${n === 1 ? 'keyword' : 'keywords'}`;

const volume = (n: number, bytes: number | undefined) =>
	[messages(n), ...(bytes === undefined ? [] : [format.bytes(bytes)])].join(', ');

/** Folders, and the messages in them. */
type Counted = {readonly folders: number; readonly messages: number};

/** Every sentence of the terminal UI, in English. */
export const screens = {
	locale: 'en',
	program: 'trasloco',
	steps: {
		runs: 'Runs',
		connect: 'Connect',
		folders: 'Folders',
		review: 'Review',
		progress: 'Progress',
		result: 'Result',
		verification: 'Verification',
		differences: 'Differences',
		message: 'Message',
		signatures: 'Signatures',
		suspects: 'Signatures',
	},
	stepOf: (n: number, of: number) => `${n} of ${of}`,
	backupStep: 'Backup',
	undoStep: 'Undo',
	side: {source: 'From', destination: 'To'},
	keys: {
		'list.up': {short: 'up', long: 'up one row'},
		'list.down': {short: 'down', long: 'down one row'},
		'list.page-up': {short: 'page up', long: 'up one page'},
		'list.page-down': {short: 'page down', long: 'down one page'},
		'list.top': {short: 'top', long: 'first row'},
		'list.bottom': {short: 'bottom', long: 'last row'},
		'choice.move': {short: 'move', long: 'move between the choices'},
		'choice.take': {short: 'choose', long: 'take the choice that is marked'},
		help: {short: 'help', long: 'this help'},
		leave: {short: 'leave', long: 'leave; asks first while a copy is under way'},
		suspend: {short: 'suspend', long: 'back to the shell; fg comes back, a copy goes on meanwhile'},
		back: {short: 'back', long: 'back to the screen before'},
		quit: {short: 'quit', long: 'leave the program'},
		findings: {short: 'findings', long: 'everything that a person should know'},
		'runs.look': {short: 'look', long: 'show this run: live while it is under way, else its result'},
		'runs.resume': {short: 'resume', long: 'finish this run'},
		'runs.undo': {short: 'undo', long: 'take out what this run put in'},
		'runs.again': {short: 'again', long: 'copy between the same accounts: only what is missing'},
		'runs.verify': {short: 'verify', long: 'compare the accounts of this run as they are now'},
		'runs.new': {short: 'new copy', long: 'start a copy between other accounts'},
		'connect.next': {short: 'next', long: 'next field'},
		'connect.previous': {short: 'previous', long: 'field before'},
		'connect.connect': {short: 'connect', long: 'log in: this side, or both when both are filled in'},
		'connect.continue': {short: 'continue', long: 'on to the folders'},
		'connect.clear': {short: 'clear', long: 'empty the field'},
		'connect.other-side': {short: 'other side', long: 'to the same field of the other account'},
		'connect.save': {short: 'save', long: 'save this account, without its password'},
		'connect.files': {
			short: 'files',
			long: 'mail in files here (.eml, Maildir, mbox) in the place of a server, or a server again',
		},
		'connect.more': {
			short: 'more',
			long: 'more of this account: browser login, other user, proxy, certificate',
		},
		'connect.saved': {short: 'saved accounts', long: 'fill in a saved account'},
		'connect.certificate': {
			short: 'certificate',
			long: 'look at the certificate that is not trusted, and trust it for this account',
		},
		'connect.security-next': {short: 'change', long: 'next kind of encryption'},
		'connect.security-previous': {short: 'change back', long: 'kind of encryption before'},
		'folders.toggle': {short: 'select', long: 'select this folder or not'},
		'folders.change': {short: 'change', long: 'choose another folder at the destination'},
		'folders.new': {short: 'new', long: 'type a new folder for the destination'},
		'folders.into': {
			short: 'all into one',
			long: 'all into one folder named after the address, or folder by folder',
		},
		'folders.filter': {short: 'filter', long: 'show the folders whose name contains a text'},
		'folders.filter-done': {short: 'keep filter', long: 'keep the filter and go to the list'},
		'folders.filter-clear': {short: 'no filter', long: 'show all folders again'},
		'folders.all': {short: 'all', long: 'select all folders shown'},
		'folders.none': {short: 'none', long: 'select none of the folders shown'},
		'folders.invert': {short: 'invert', long: 'turn the selection of the folders shown around'},
		'folders.range': {short: 'range', long: 'begin a range here: moving extends it, space selects it or not'},
		'folders.range-end': {short: 'end the range', long: 'leave the range'},
		'folders.sort': {short: 'sort', long: "sort: the server's order, name, messages, size, state"},
		'folders.labels': {
			short: 'labels',
			long: 'Gmail: a message under several labels goes into each folder, or into one',
		},
		'folders.edit': {short: 'edit as text', long: 'edit the mapping as a text file, in $VISUAL or $EDITOR'},
		'folders.continue': {short: 'continue', long: 'on; nothing is written yet'},
		'folders.archive': {
			short: 'archive',
			long: "take the provider's second copy of mail too, or leave it out",
		},
		'folders.compare': {short: 'compare', long: 'compare the folders selected, whoever copied'},
		'review.verify': {short: 'verify', long: 'compare every byte, or counts, sizes, flags and dates'},
		'review.mark-read': {
			short: 'mark as read',
			long: 'let what is copied arrive read, or as it is at the source',
		},
		'review.backup': {
			short: 'backup first',
			long: 'copy all that the destination holds into files first, and come back here',
		},
		'review.into': {short: 'own folder', long: 'all into one folder named after the address'},
		'progress.pause': {short: 'pause', long: 'hold at the next safe point, and go on'},
		'progress.stop': {short: 'stop', long: 'stop at the next safe point; it can be resumed'},
		'progress.only-faults': {
			short: 'only with findings',
			long: 'only the folders with findings or messages left out, or all',
		},
		'progress.follow': {short: 'follow', long: 'show all folders and follow the one under way'},
		'progress.detach': {short: 'leave it running', long: 'quit and let the copy go on'},
		'result.report': {short: 'open report', long: 'read the report, in $PAGER or less'},
		'result.undo': {short: 'undo', long: 'take out of the destination exactly what this copy put in'},
		'result.to-review': {short: 'back to the review', long: 'back to the review, to start the copy'},
		'result.again': {short: 'copy what came since', long: 'plan again: only what is missing is copied'},
		'result.try-again': {
			short: 'try again what was left out',
			long: 'copy again what was left out, and what came since',
		},
		'result.verify': {short: 'verify', long: 'compare both accounts as they are now'},
		'result.new': {short: 'new', long: 'another mailbox'},
		'findings.only-differences': {short: 'differences or all', long: 'only the differences, or all findings'},
		'verification.open': {short: 'messages', long: 'the messages of this folder that differ'},
		'verification.copy': {short: 'copy missing', long: 'plan a copy of what is missing'},
		'verification.save': {short: 'save list', long: 'save the list of all differences as a file'},
		'verification.only': {short: 'only differences', long: 'show only the folders that differ, or all'},
		'verification.filter': {short: 'filter', long: 'show the folders whose name contains a text'},
		'verification.sort': {short: 'sort', long: 'sort: as compared, name, messages, missing'},
		'verification.again': {short: 'again', long: 'compare again what is there now'},
		'verification.deep': {short: 'every byte', long: 'compare again, every byte of every message'},
		'verification.stop': {short: 'stop', long: 'stop comparing'},
		'differences.open': {short: 'read', long: 'show this message'},
		'differences.next': {short: 'next list', long: 'next list: missing, extra, other flags, other dates'},
		'differences.previous': {short: 'list before', long: 'list before'},
		signatures: {short: 'signatures', long: 'check the signatures of these folders (S/MIME, certified mail)'},
		'signatures.messages': {short: 'messages', long: 'the messages that are not as they should be'},
		'signatures.other-side': {short: 'other side', long: 'the signatures of the other account'},
		'signatures.authority': {
			short: 'who signed',
			long: 'check again, also who signed: by a file with the authorities that you trust',
		},
		'signatures.again': {short: 'again', long: 'check again what is there now'},
		'signatures.stop': {short: 'stop', long: 'stop checking; what has been checked stays'},
		'suspects.read': {short: 'read', long: 'show this message'},
		'message.headers': {short: 'all headers', long: 'all fields of the header, or the important ones'},
		'saved.remove': {short: 'remove', long: 'remove the saved account that is marked; asks first'},
		'dialog.close': {short: 'back', long: 'close without doing anything'},
		'dialog.submit': {short: 'done', long: 'take what is typed'},
		'dialog.keep-in-trash': {
			short: 'keep in trash or not',
			long: 'leave the messages in the trash, or take them out of it too',
		},
	},
	keyNames: {
		up: 'up',
		down: 'down',
		left: 'left',
		right: 'right',
		home: 'Home',
		end: 'End',
		pgup: 'PgUp',
		pgdn: 'PgDn',
		space: 'space',
		tab: 'tab',
		'shift-tab': 'shift-tab',
		backspace: 'backspace',
		esc: 'esc',
		enter: 'enter',
	},
	/** For a screen reader, in the place of the signs. */
	spokenMarks: {
		ok: 'ok:',
		warn: 'attention:',
		fail: 'failed:',
		busy: 'under way:',
		range: 'in the range:',
		on: 'selected:',
		off: 'not selected:',
		doubt: 'in conflict:',
	},
	list: {
		above: (rows: number) => `${format.count(rows)} more above`,
		below: (rows: number) => `${format.count(rows)} more below`,
		filter: 'Filter',
		filtered: (shown: number, all: number) => `${format.count(shown)} of ${format.count(all)}`,
		nothingFits: (text: string) => `Nothing has "${text}" in its name.`,
		place: (row: number, all: number) => `${format.count(row)} of ${format.count(all)}`,
	},
	contexts: {
		runs: 'Runs',
		'connect-text': 'Connect, in a text field',
		'connect-security': 'Connect, on the encryption or the format',
		'connect-continue': 'Connect, both connected',
		folders: 'Folders',
		'folders-range': 'Folders, marking a range',
		'folders-filter': 'Folders, typing a filter',
		review: 'Review',
		progress: 'Progress',
		result: 'Result',
		'result-backup': 'Result of a backup',
		'result-failed': 'Result, after a failure',
		verification: 'Verification',
		'verification-busy': 'Verification, while comparing',
		differences: 'Differences of a folder',
		message: 'Message',
		signatures: 'Signatures',
		'signatures-busy': 'Signatures, while checking',
		suspects: 'Messages that are not as they should be',
		'dialog-list': 'Lists, and this help',
		'dialog-findings': 'Findings',
		'dialog-choice': 'Choices',
		'dialog-saved': 'Saved accounts',
		'dialog-text': 'A text to type',
		'dialog-word': 'A word to type, before undo',
		'too-small': 'A terminal that is too small',
	},
	tooSmall: (columns: number, rows: number, needColumns: number, needRows: number, quit: string) =>
		`This terminal has ${columns}x${rows}; trasloco needs ${needColumns}x${needRows}. Make it larger, or ${quit} to leave.`,
	help: {title: (where: string) => `Keys: ${where}`},
	runs: {
		title: 'Earlier runs, newest first',
		none: 'No runs yet.',
		live: 'under way',
		state: {
			running: 'broken off',
			paused: 'paused',
			interrupted: 'interrupted',
			failed: 'failed',
			done: 'done',
			differences: 'differences',
			undoing: 'undo broken off',
			undone: 'undone',
		},
		liveState: {undoing: 'being undone', paused: 'paused', other: 'under way'},
		column: {started: 'started', state: 'state', copied: 'copied', accounts: 'accounts'},
		ofMessages: (copied: number, all: number) => `${format.count(copied)} of ${format.count(all)}`,
		about: (run: string, copied: number, all: number) =>
			`Run ${run}: ${format.count(copied)} of ${messages(all)} at the destination.`,
		isLive: (look: string) => `This run is under way: ${look} shows it live, with pause and stop.`,
		unreadable: (why: string) => `The record of this run can't be read: ${why}`,
		nothingToResume: 'There is nothing to resume: this run has ended.',
		nothingToUndo: 'There is nothing to undo: this run has no messages at the destination.',
	},
	connect: {
		field: {
			format: 'Format',
			address: 'Address',
			server: 'Server',
			security: 'Security',
			user: 'User',
			password: 'Password',
		},
		files: 'Files',
		formatOpen: 'told from what is there',
		format: {eml: '.eml, one file a message', maildir: 'Maildir', mbox: 'mbox, one file a folder'},
		formatTold: {
			eml: '.eml files: one a message',
			maildir: 'a Maildir: cur, new and tmp are there',
			mbox: 'mbox: its files begin with a From line',
		},
		formatOther: (found: string) => `what is there looks like ${found}`,
		formatWhy: {
			eml: 'one file a message keeps signatures whole; mbox is for exchange with other programs',
			maildir: 'for Dovecot and mutt; .eml is what other programs open',
			mbox: 'for exchange with other programs; .eml keeps signatures whole in all of them',
		},
		filesNone: 'there is nothing here yet',
		filesNew: 'new: it is made by the copy',
		filesOther: 'these files are no mail',
		diskFree: (free: number) => `${format.bytes(free)} free on this disk`,
		placeholder: {
			address: 'name@example.org',
			server: 'imap.example.org',
			user: 'name or user id',
		},
		security: {tls: 'TLS', starttls: 'STARTTLS', plain: 'none (local)'},
		port: (port: number) => `port ${port}`,
		idle: 'not connected yet',
		looking: 'looking for the server',
		noServer: (domain: string) => `no server found for ${domain}: type it`,
		/** How a server was found. */
		found: (how: Found) => {
			if (how.by === 'srv') return `from the SRV record of ${how.domain}`;
			if (how.by === 'autoconfig') return `from the settings at ${how.host}`;
			if (how.mx !== undefined) return `${how.provider}, from the MX record ${how.mx}`;
			return `${how.provider}, ${{list: 'from the provider list', app: 'as in other mail programs', unverified: 'not verified'}[how.seen]}`;
		},
		ownName: (provider: string) => `check the user: at ${provider} it is not always the address`,
		notAssured: 'DNS alone names this server, which can be forged: check it',
		notNeeded: 'not needed to undo',
		connecting: 'connecting',
		refused: 'login refused',
		failed: 'not connected',
		connected: (server: string) => `connected: ${server}`,
		connectedPlain: 'connected',
		holds: (folderCount: number, messageCount: number, bytes: number | undefined) =>
			[
				folders(folderCount),
				messages(messageCount),
				...(bytes === undefined ? [] : [format.bytes(bytes)]),
			].join(', '),
		quota: (used: number | undefined, limit: number) =>
			used === undefined
				? `${format.bytes(limit)} allowed`
				: `${format.bytes(used)} of ${format.bytes(limit)} used`,
		noQuota: 'the server tells no quota',
		readOnly: 'opened read-only',
		writable: 'nothing is written before the review',
		continue: 'Continue',
		continueTo: {
			copy: 'to the folders',
			verify: 'to the folders',
			resume: 'and finish the run',
			undo: 'to the undo',
		},
		forResume: (run: string) => `Log in to both sides, to finish run ${run}.`,
		forUndo: (run: string) => `Log in to the destination, to undo run ${run}.`,
		forVerify: 'Two accounts to compare, whoever copied; nothing is written.',
		forVerifyRun: (run: string) => `Log in to both sides, to verify what run ${run} was about.`,
		missing: (side: string, field: string) => `${side}: ${field} is missing.`,
		badPort: (side: string) =>
			`${side}: the port is a number from 1 to 65535, after a colon: imap.example.org:993`,
		saved: (name: string) => `Saved as "${name}", without the password.`,
		removed: (name: string) => `"${name}" is removed from the saved accounts.`,
		forget: {
			title: (name: string) => `Remove "${name}" from the saved accounts?`,
			body: (user: string, host: string) =>
				`It is ${user} at ${host}. What was saved here goes; the mailbox and the runs stay as they are.`,
			stay: 'Keep it',
			go: 'Remove it',
		},
		noSaved: (save: string) => `No saved accounts yet: ${save} saves the one that is filled in.`,
		certificateHint: (certificate: string) =>
			`No password was sent. Check the server's name; ${certificate} shows the certificate.`,
		certificate: {
			title: (side: string, host: string) => `${side}: ${host} shows a certificate that is not trusted`,
			body: (shown: Readonly<Record<'names' | 'issuer' | 'from' | 'until' | 'fingerprint', string>>) =>
				`It is for ${shown.names}, issued by ${shown.issuer}, valid from ${shown.from} to ${shown.until}. SHA-256 ${shown.fingerprint}. Compare this with what whoever runs the server tells you by another way: somebody in between would show a certificate too. It would be trusted for this account alone, and any other refused.`,
			stay: "Don't trust it",
			go: 'Trust this one certificate and log in',
		},
		byBrowser: (provider: string) => `in the browser (${provider})`,
		/** What an account may have besides its fields. */
		terms: {
			title: (side: string) => `${side}: what few accounts need`,
			value: 'Value',
			name: {
				oauth: 'Login by browser',
				authorizeAs: 'Mailbox of',
				proxy: 'Proxy',
				clientCertificate: 'Own certificate',
				clientKey: 'Its key',
			},
			hint: {
				oauth:
					'google, microsoft, or a provider of settings.json; token where the password is an access token. Empty: log in with a password.',
				authorizeAs: 'The user whose mailbox it is, where the one who logs in may open it. Empty: their own.',
				proxy: 'socks5://[USER@]HOST[:PORT], or http:// for CONNECT. Its password is asked for. Empty: none.',
				clientCertificate: 'A PEM file with the certificate that is shown to the server. Empty: none.',
				clientKey: 'A PEM file with its private key; its passphrase is asked for. Empty: in the same file.',
			},
		},
		savedTitle: (side: string) => `Saved accounts, for ${side}`,
		saveTitle: 'Save this account',
		saveName: 'Name',
		saveCommand: 'Command',
		saveCommandHint:
			'A command that prints the password on its first line, such as pass show mail/old; it is run without a shell. Leave it empty to type the password each time.',
		saveTokenHint:
			'A command that prints an access token on its first line; it is run without a shell, again whenever a new one is needed. Leave it empty to log in by the browser each time.',
		saveHint: 'Server, port, encryption and user are saved; the password never is.',
	},
	folders: {
		column: {from: 'From', messages: 'messages', size: 'size', to: 'To', has: 'has', why: 'why'},
		reason: {role: 'role', name: 'name', created: 'new', chosen: 'chosen', into: 'own folder'},
		leftOut: {
			trash: 'trash',
			junk: 'junk',
			'all-mail': 'all mail',
			view: 'duplicates',
			'second-copy': 'second copy',
			'of-others': "others'",
			'not-selectable': 'no mail',
			'not-chosen': 'not chosen',
		},
		new: 'new',
		archive: (name: string, n: number, bytes: number | undefined, isTaken: boolean, key: string) =>
			`${name}, a second copy of mail: ${volume(n, bytes)}: ${isTaken ? 'taken too' : 'left out'} (${key})`,
		notCopied: 'not copied',
		notCompared: 'not compared',
		onlyThere: 'only at the destination',
		sum: (selected: number, all: number, messageCount: number, bytes: string) =>
			`${format.count(selected)} of ${folders(all)} · ${messages(messageCount)} · ${bytes}`,
		free: (free: number, limit: number) => `free ${format.bytes(free)} of ${format.bytes(limit)}`,
		sort: {server: '', name: 'by name', messages: 'by messages', size: 'by size', state: 'by state'},
		range: (n: number, toggle: string, end: string) =>
			`A range of ${folders(n)}: ${toggle} selects it or leaves it out, ${end} ends it.`,
		conflict: (count: number, sources: string, target: string, byCase: boolean) =>
			`${format.count(count)} ${count === 1 ? 'conflict' : 'conflicts'}: ${sources} ${byCase ? 'differ by case alone' : 'would fall together'} in ${target}; choose another folder.`,
		conflictWhy: 'conflict',
		nothingSelected: (toggle: string, all: string) =>
			`No folder is selected: ${toggle} selects one, ${all} selects all.`,
		intoBecause: (held: number, folder: string, into: string) =>
			`The destination holds ${messages(held)}: all goes into ${folder}. ${into}: folder by folder instead.`,
		intoChosen: (folder: string, into: string) =>
			`Everything goes into ${folder}. ${into} goes folder by folder instead.`,
		labels: {
			each: (turn: string) =>
				`A message under several labels goes into each of their folders. ${turn}: into one.`,
			once: (turn: string) =>
				`A message under several labels goes into one of their folders. ${turn}: into each.`,
		},
		renamed: 'the name is changed: this server does not take it as it is',
		chooser: (source: string) => `Where does ${source} go?`,
		chooserNew: 'new folder…',
		chooserNot: 'nowhere: leave it out',
		newFolder: (source: string) => `A new folder at the destination for ${source}`,
		file: {
			explanation: [
				'Where each folder of the source goes: SOURCE -> DESTINATION',
				'A folder that goes to -, or that has no line, is not copied. A destination that',
				'does not exist is created. What stands after # is a comment.',
				'A name with -> or # in it, or with spaces at its ends, stands in quotes, as in JSON.',
				'An empty file changes nothing.',
			],
			about: (messageCount: number, bytes: number | undefined) =>
				[messages(messageCount), ...(bytes === undefined ? [] : [format.bytes(bytes)])].join(', '),
			edited: (n: number) =>
				n === 0 ? 'Nothing was changed in the file.' : `The mapping of ${folders(n)} was changed.`,
			notEdited: (program: string, why: string) =>
				why === ''
					? `There is no editor ${program} here: set VISUAL or EDITOR to one.`
					: `${program} ended with a failure (${why}): the mapping is as it was.`,
			faults: (n: number) =>
				n === 1
					? 'A line of the mapping can’t be read'
					: `${format.count(n)} lines of the mapping can’t be read`,
			fault: {
				arrow: '-> is missing, with a folder on each side',
				quotes: 'the quotes are not closed, or what is in them is not as in JSON',
				source: 'the folder of the source is missing before ->',
				target: 'the destination is missing after ->; - stands for none',
				rest: 'there is more after the destination; a name with -> in it stands in quotes',
				unknown: 'the source has no such folder',
				twice: 'this folder has another line above',
				'no-mail': 'this folder holds no mail, so it can’t be copied',
			},
			line: (line: number, what: string, name: string) =>
				`Line ${format.count(line)}${name === '' ? '' : `, ${name}`}: ${what}.`,
			more: (n: number) => `${format.count(n)} more`,
			again: 'Open the file again, as it was left',
			drop: 'Leave the mapping as it was',
		},
		newFolderHint: (delimiter: string) => `Levels are parted by ${delimiter}`,
	},
	review: {
		planning: 'Comparing both sides; nothing is written.',
		planningFolder: (done: number, of: number, folder: string) =>
			`${format.count(done)} of ${folders(of)} compared, now ${folder}`,
		toCopy: 'To copy',
		toCopyIs: (messageCount: number, bytes: number, folderCount: number, newCount: number) =>
			`${messages(messageCount)}, ${format.bytes(bytes)}, into ${folders(folderCount)}${newCount > 0 ? ` (${format.count(newCount)} new)` : ''}`,
		alreadyThere: 'Already there',
		alreadyThereCompared: (n: number) =>
			n === 0 ? 'none' : `${messages(n)}, by the comparison, will not be copied again`,
		alreadyThereIs: (n: number) => (n === 0 ? 'none' : `${messages(n)}, identical, will not be copied again`),
		leftOut: 'Left out',
		leftOutIs: (n: number, findings: string) =>
			n === 0 ? 'none' : `${messages(n)}: ${findings} says which and why`,
		space: 'Space',
		spaceIs: (needed: number, free: number) => `${format.bytes(needed)} needed, ${format.bytes(free)} free`,
		spaceUnknown: (needed: number) => `${format.bytes(needed)} needed; the server does not tell what is free`,
		places: (needed: number, free: number) =>
			`${messages(needed)} to come, room for ${format.count(free)} more`,
		archive: 'Archive',
		archiveLeft: (n: number, bytes: number | undefined, key: string) =>
			`${volume(n, bytes)} left out: a second copy of mail. What was deleted elsewhere may be there alone.${key === '' ? '' : ` Take it too? (${key})`}`,
		archiveTaken: (n: number, bytes: number | undefined, key: string) =>
			`${volume(n, bytes)} taken too, a second copy of mail: most of it will be there twice.${key === '' ? '' : ` Leave it out? (${key})`}`,
		largest: 'Largest',
		largestIs: (largest: number, limit: number | undefined) =>
			limit === undefined
				? `${format.bytes(largest)}; no limit is told`
				: `${format.bytes(largest)}, limit of the destination ${format.bytes(limit)}`,
		flags: 'Flags',
		flagsKept: 'all flags and keywords can be kept',
		flagsLost: (n: number, names: string) => `${keywords(n)} that the destination can't keep: ${names}`,
		unread: 'Unread',
		unreadStays: (n: number, change: string) =>
			`${messages(n)} ${n === 1 ? 'arrives' : 'arrive'} unread   (${change} marks them as read)`,
		unreadMarked: (n: number, change: string) =>
			`${messages(n)} ${n === 1 ? 'arrives' : 'arrive'} marked as read   (${change} to change)`,
		inbox: 'Inbox',
		inboxHolds: (n: number, more: number) =>
			`holds ${messages(n)}: an application that reads it will find ${format.count(more)} more at once.`,
		inboxInto: (into: string) => `Into a folder of its own instead? (${into})`,
		labels: 'Labels',
		labelsEach: 'a copy in the folder of each label',
		labelsOnce: (n: number) => `one copy of each message; ${format.count(n)} not repeated in other folders`,
		archived: 'Archived',
		archivedIs: (n: number, folder: string) =>
			`${messages(n)} only in ${folder}, which is not selected: not copied`,
		verify: 'Verify',
		verifyIs: {full: 'every byte, read back', counts: 'counts, sizes, flags and dates'},
		verifyChange: (verify: string) => `(${verify} to change)`,
		holds: 'Holds',
		holdsIs: (n: number) => `${messages(n)} of its own at the destination: none is touched`,
		backup: 'Backup',
		backupFirst: (key: string) => `(${key} to back them up first)`,
		backupMade: (n: number, files: string) => `${messages(n)}, compared and in place: ${files}`,
		backupTitle: (n: number) => `Back up the ${messages(n)} of the destination first`,
		backupBody:
			'All its folders, trash too, are copied into this folder and compared, as a run of its own; then you are back here. One .eml file a message keeps signatures whole; mbox:PATH is for other programs. The backup is brought back by copying from it.',
		backupLabel: 'Folder',
		certified: 'Certified',
		certifiedIs: (here: number, there: number) =>
			`${messages(here)} at the source, ${format.count(there)} at the destination`,
		wayBack: 'Way back',
		noWayBack: "none: this server has neither MOVE nor UIDPLUS, so a copy can't be undone",
		how: 'How: copied into a staging folder, compared, then moved into place.',
		howUndone: 'Nothing at the source is changed. Undo takes out exactly this copy.',
		howNotUndone: 'Nothing at the source is changed.',
		back: 'Back to the folders',
		backToVerification: 'Back to the verification',
		start: 'Start copying',
		nothing: 'There is nothing to copy: everything is at the destination already.',
		noRoom: 'It does not fit: free some space, or copy fewer folders.',
		retry: 'Compare again',
		inboxTitle: (n: number) => `This fills an inbox that holds ${messages(n)}`,
		inboxBody: (more: number, submit: string) =>
			`${messages(more)} will appear in the inbox at once. An application that reads it will take them for new mail and fetch them all. If that is what you want, type the word and press ${submit}.`,
		inboxWord: 'inbox',
	},
	typeWord: (word: string) => `Type ${word} to go on`,
	progress: {
		column: {
			folder: 'Folder',
			source: 'source',
			staged: 'staged',
			verified: 'verified',
			placed: 'placed',
			out: 'taken out',
			left: 'left',
		},
		step: {
			waiting: '',
			comparing: 'comparing',
			staging: 'copying',
			verifying: 'verifying',
			promoting: 'moving into place',
			placed: '',
			undoing: 'taking out',
			undone: '',
		},
		preparing: 'Getting ready.',
		onlyFaults: 'only with findings',
		noFaults: (all: string) => `No folder has findings so far; ${all} shows all.`,
		total: (done: number, all: number) => `${format.count(done)} of ${messages(all)}`,
		totalBytes: (done: number, all: number) => `${format.bytes(done)} of ${format.bytes(all)}`,
		rate: (messagesPerSecond: number) => `${format.count(messagesPerSecond)} msgs/s`,
		byteRate: (bytesPerSecond: number) => `${format.bytes(bytesPerSecond)}/s`,
		gone: (clock: string) => `${clock} gone`,
		left: (clock: string) => `${clock} left`,
		pausing: 'pausing at the next safe point',
		paused: (pause: string) => `paused; ${pause} goes on`,
		stopping: 'stopping at the next safe point',
		silent: (seconds: number) => `no answer for ${format.count(seconds)} s`,
		retry: (attempt: number, seconds: number) => `try ${format.count(attempt)} in ${format.count(seconds)} s`,
		connections: (n: number) => `${format.count(n)} connections`,
		goesOn: (clock: string) => `goes on in ${clock}`,
		limits: (side: string, {bytesPerSecond, messagesPerSecond, bytesPerDay}: Limits) =>
			`${side}: at most ${[
				...(bytesPerSecond === undefined ? [] : [`${format.bytes(bytesPerSecond)}/s`]),
				...(messagesPerSecond === undefined ? [] : [`${format.count(messagesPerSecond)} msgs/s`]),
				...(bytesPerDay === undefined ? [] : [`${format.bytes(bytesPerDay)} a day`]),
			].join(', ')}`,
		retries: (n: number) => `${format.count(n)} ${n === 1 ? 'retry' : 'retries'}`,
		run: (run: string) => `run ${run}`,
		tenths: (percent: number, all: number) => `${percent} % of ${messages(all)}`,
		foldersOver: (over: number, all: number) => `${format.count(over)} of ${folders(all)} done`,
		folderOver: (name: string) => `last: ${name}`,
		findings: (n: number, key: string) => `${findings(n)} (${key})`,
	},
	stop: {
		title: 'Stop the copy?',
		body: 'It stops at the next safe point. What is copied stays and the run can be resumed or undone.',
		stay: 'Keep going',
		go: 'Stop here',
	},
	detach: {
		title: 'Leave it running?',
		body: 'The program closes and the copy goes on by itself. Started again, trasloco shows it live.',
		heldTitle: 'Leave it paused?',
		heldGo: 'Leave it paused and quit',
		heldBody: 'The program closes and the copy stays paused. Started again, trasloco can let it go on.',
		stay: 'Stay here',
		go: 'Leave it running and quit',
	},
	interrupt: {
		title: 'A copy is under way',
		stay: 'Stay here',
		detach: 'Leave it running and quit',
		stop: 'Stop at the next safe point and quit',
		stoppingTitle: 'The copy is stopping',
		stoppingBody:
			'It waits for a safe point, a quarter of a minute at the most, and stops by itself if you leave.',
		wait: 'Wait for it',
		leaveStopping: 'Quit now; it stops by itself',
	},
	result: {
		state: {
			done: 'Copied and verified',
			differences: 'Copied, with differences',
			failed: 'Failed',
			interrupted: 'Interrupted',
			undone: 'Undone',
		},
		runState: {running: 'Broken off', paused: 'Paused', undoing: 'Undo broken off'},
		column: {
			folder: 'Folder',
			source: 'source',
			copied: 'copied',
			already: 'there',
			elsewhere: 'elsewhere',
			leftOut: 'left out',
			before: 'before',
			now: 'now',
		},
		sum: (n: number) => folders(n),
		arithmetic: 'source = copied + there + left out      now = before + copied',
		arithmeticShared: 'source = copied + there + elsewhere + left out      now = before + copied',
		arithmeticUndo: 'now = before',
		allUndone: 'The destination holds exactly what it held before.',
		notAddUp: 'The counts do not add up: look at the rows without =, and keep the report.',
		certified: (there: number, here: number) =>
			`Certified mail: ${format.count(there)} of ${format.count(here)}`,
		allFine: 'All messages of these folders are there, compared and in place.',
		moreFindings: (n: number, key: string) => `${format.count(n)} more: ${key}`,
		report: (path: string) => `Report  ${path}`,
		reportTitle: 'Report',
		reportPending: 'Report  being written',
		reportFailed: (why: string) => `The report could not be written: ${why}`,
		noDetails: 'There are no counts by folder for this run: it has not ended.',
		choices: {
			resume: 'Resume where it stopped',
			keep: 'Keep what is there and leave it',
			undo: 'Undo: take out what was copied',
		},
		how: 'What now?',
		undoTitle: 'Undo this copy',
		undoBody: (n: number, folderCount: number, stay: number) =>
			`Takes ${messages(n)} out of ${folders(folderCount)}, through the trash.${stay > 0 ? ` ${messages(stay)} that ${stay === 1 ? 'was' : 'were'} there before ${stay === 1 ? 'stays' : 'stay'}.` : ''} Folders that the copy created go too, where they are empty again.`,
		undoTrash: (keep: boolean, change: string) =>
			`Leave the messages in the trash: ${keep ? 'yes' : 'no'}   (${change} changes it)`,
		undoWord: 'undo',
	},
	verification: {
		comparing: 'Comparing both sides; nothing is written.',
		comparingDeep: 'Comparing both sides, every byte of every message; nothing is written.',
		stopping: 'Stopping at the next safe point.',
		listed: (done: number, of: number) =>
			`${format.count(done)} of ${messages(of)} listed, both sides together`,
		read: (bytes: number) => `${format.bytes(bytes)} read and compared`,
		column: {
			folder: 'Folder',
			source: 'source',
			destination: 'dest.',
			same: 'same',
			missing: 'missing',
			extra: 'extra',
			elsewhere: 'elsewhere',
		},
		sort: {compared: '', name: 'by name', messages: 'by messages', missing: 'by missing'},
		only: (shown: number, all: number) => `only what differs: ${format.count(shown)} of ${format.count(all)}`,
		leftAlone: (source: Counted, destination: Counted, withMessages: boolean) => {
			const sides = [
				{...source, where: 'at the source'},
				{...destination, where: 'at the destination'},
			].filter(side => side.folders > 0);
			const told = sides.map((side, place) => {
				// What is counted is said once.
				const held = place === 0 ? messages(side.messages) : format.count(side.messages);
				const count = place === 0 ? folders(side.folders) : format.count(side.folders);
				return `${count} ${side.where}${withMessages ? ` (${held})` : ''}`;
			});
			return `Left out: ${told.join(', ')}`;
		},
		sum: (n: number) => folders(n),
		same: (n: number) =>
			`No differences: ${n === 1 ? 'the one message is' : `all ${messages(n)} are`} on both sides.`,
		details: (n: number) => `All ${messages(n)} are there; some have other flags or dates.`,
		onlyThere: (n: number) => ` ${format.count(n)} only at the destination.`,
		differs: (missing: number, extra: number) =>
			`${format.count(missing)} missing, ${format.count(extra)} only at the destination`,
		inFolders: (n: number) => `, in ${folders(n)}`,
		allSame: (n: number, all: string) =>
			`${n === 1 ? 'The one folder is' : `All ${folders(n)} are`} the same; ${all} shows all.`,
		certified: (here: number, there: number) => `PEC ${format.count(here)}, dest. ${format.count(there)}`,
		compared: (date: string, deep: boolean) =>
			`Compared ${date}, ${deep ? 'every byte' : 'by size and headers'}`,
		arithmetic: 'source = same + missing      destination = same + extra',
		arithmeticShared: 'source = same + missing + elsewhere      destination = same + extra',
		goesTo: (from: string, to: string) => `${from} → ${to}`,
		noFolder: 'there is no such folder at the destination',
		flags: (n: number) => `${messages(n)} with other flags`,
		dates: (n: number) => `${messages(n)} with another date`,
		nothingMissing: 'Nothing is missing here: there is nothing to copy.',
		nothingDiffers: 'Nothing differs: there is no list to save.',
		saveTitle: 'Save the list of differences',
		saveHint: (n: number) =>
			`${format.counted(n, 'entry', 'entries')} with date, from and subject, as CSV for a spreadsheet. A file that is there already is left as it is.`,
		saveFile: 'File',
		saving: 'Saving the list.',
		saved: (n: number, path: string) => `${format.counted(n, 'entry', 'entries')} saved in ${path}`,
	},
	differences: {
		kind: {missing: 'Missing', extra: 'Extra', 'flags-differ': 'Flags', 'dates-differ': 'Dates'},
		none: {
			missing: 'Nothing of this folder is missing at the destination.',
			extra: 'The destination has nothing in this folder that the source has not.',
			'flags-differ': 'The flags are the same on both sides.',
			'dates-differ': 'The dates are the same on both sides.',
		},
		column: {
			date: 'date',
			kind: 'certified',
			from: 'from',
			subject: 'subject',
			size: 'size',
			here: 'source',
			there: 'destination',
			onlyHere: 'only source',
			onlyThere: 'only dest.',
		},
		noFlags: 'none',
		noFrom: '(nobody)',
		noSubject: '(no subject)',
	},
	message: {
		state: {
			missing: 'missing at the destination',
			extra: 'only at the destination',
			'flags-differ': 'other flags at the destination',
			'dates-differ': 'another date at the destination',
		},
		loading: 'Reading the message.',
		field: {size: 'Size', flags: 'Flags', date: 'Received'},
		there: (what: string) => `${what} at the destination`,
		attachments: (n: number) => format.counted(n, 'attachment', 'attachments'),
		noName: '(no name)',
		noText: 'This message has no text.',
		cut: 'The text goes on; only its beginning is shown.',
		partial: 'There is more in this message than can be shown here.',
	},
	signatures: {
		checking: {
			source: (done: number, of: number) =>
				`Checking at the source: ${format.count(done)} of ${messages(of)}`,
			destination: (done: number, of: number) =>
				`Checking at the destination: ${format.count(done)} of ${messages(of)}`,
		},
		stopping: 'Stopping at the next safe point.',
		reading: 'Messages are read and compared with their signatures; nothing is written.',
		brokenOff: (done: number, of: number) => `Broken off: ${format.count(done)} of ${messages(of)} checked.`,
		sound: (n: number) =>
			n === 0
				? 'No message is signed here.'
				: n === 1
					? 'The one signature is intact.'
					: `All ${format.count(n)} signatures are intact.`,
		unsound: (n: number) =>
			`${messages(n)} ${n === 1 ? 'is' : 'are'} not as ${n === 1 ? 'it' : 'they'} should be.`,
		notes: (n: number) =>
			`${n === 1 ? '1 signature' : `${format.count(n)} signatures`} of ordinary mail could not be checked.`,
		unsigned: (n: number) => `${messages(n)} of ordinary mail ${n === 1 ? 'is' : 'are'} not signed.`,
		checked: {
			source: (date: string) => `Checked at the source, ${date}`,
			destination: (date: string) => `Checked at the destination, ${date}`,
		},
		byAuthority: 'also who signed',
		meaning: 'It tells what was altered after signing, nothing about legal value.',
		noFolders: 'None of these folders is there.',
		noSuspects: 'Every message is as it should be: there is no list.',
		folderTitle: 'Folder',
		signatureTitle: 'signature',
		/** In two lines where one would be long. */
		column: {
			messages: 'messages',
			certified: 'PEC',
			intact: 'intact',
			'expired-since': 'expired\nsince',
			expired: 'expired\nthen',
			'unknown-signer': 'unknown\nsigner',
			altered: 'altered',
			'not-signed': 'not\nsigned',
			unchecked: 'not\nchecked',
		},
		verdict: {
			intact: 'intact',
			'expired-since': 'expired since',
			expired: 'expired then',
			'unknown-signer': 'unknown signer',
			altered: 'altered',
			'not-signed': 'not signed',
			unchecked: 'not checked',
		},
		suspects: {
			source: (n: number) => `At the source: ${messages(n)} to look at`,
			destination: (n: number) => `At the destination: ${messages(n)} to look at`,
		},
		fields: {
			signature: 'Signature',
			words: 'In detail',
			signer: 'Signed by',
			issuer: 'Authority',
			signedAt: 'Signed on',
			validUntil: 'Valid until',
		},
		authorityTitle: 'Check who signed',
		authorityHint:
			'A PEM file with the certificates of the authorities that you trust. A signature for whose signer none of them vouches is told as unknown signer.',
	},
	findings: {
		title: (n: number) => findings(n),
		differences: (n: number) =>
			n === 0
				? 'No differences: the other findings are notes.'
				: `${format.count(n)} ${n === 1 ? 'difference' : 'differences'}`,
		none: 'No findings: nothing that a person has to look at.',
		kept: (path: string) => `kept in ${path}`,
	},
	leaving: {
		run: (run: string, state: string) => `trasloco: run ${run}: ${state}`,
		copied: (n: number, there: number, left: number) =>
			`  ${messages(n)} copied, ${format.count(there)} already there, ${format.count(left)} left out`,
		undone: (n: number) => `  ${messages(n)} taken out again`,
		report: (path: string) => `  report: ${path}`,
		compared: (missing: number, extra: number) =>
			`trasloco: compared: ${format.count(missing)} missing at the destination, ${format.count(extra)} only there`,
		checked: (n: number, suspects: number) =>
			`trasloco: signatures: ${messages(n)} checked, ${format.count(suspects)} not as ${suspects === 1 ? 'it' : 'they'} should be`,
		list: (path: string) => `  list: ${path}`,
		resume: (run: string) => `  to resume:  trasloco resume ${run}`,
		undo: (run: string) => `  to undo:    trasloco undo ${run}`,
		watch: (run: string) => `  to watch:   trasloco attach ${run}`,
		running: 'It goes on by itself. To see how far it is: trasloco runs',
		held: 'It stays paused until somebody lets it go on.',
		defect: 'The screens have broken off: a defect of trasloco, not yours. Nothing is lost.',
		state: {
			done: 'copied and verified',
			differences: 'copied, with differences',
			failed: 'failed',
			interrupted: 'interrupted',
			undone: 'undone',
			running: 'under way',
			paused: 'paused',
			stopping: 'stopping',
		},
	},
};
