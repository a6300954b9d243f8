/** What a sentence of Commander's is in another language: what it looks like, and what is put there, as of `replace`. */
type Translation = readonly [RegExp, string];

/** Words of `--help`, and of what is wrong with a command line. */
export const help = {
	/** What Commander says by itself: in other words where it does not know what a person meant. */
	ofCommander: [
		[/too many arguments\. Expected 0 .*: (.*)\.(?=\s*$)/s, "there is no command '$1'"],
	] as readonly Translation[],
	about: 'Moves a mailbox from one IMAP account to another while you watch: verified, and with a way back.',
	seeHelp: '(see trasloco --help)',
	/** What options and commands take, as it stands in `<>`. */
	takes: {
		account: 'account',
		certificate: 'certificate',
		command: 'command',
		file: 'file',
		folder: 'folder',
		how: 'how',
		limits: 'limits',
		minutes: 'minutes',
		name: 'name',
		pair: 'source=destination',
		provider: 'provider',
		run: 'run',
		sha256: 'sha256',
		url: 'url',
		user: 'user',
	},
	commands: {
		copy: 'copy a mailbox, verify it, and say what was done',
		verify: 'compare two accounts, whoever copied',
		resume: 'finish a run that was interrupted',
		undo: 'take out of the destination what a run put in',
		attach: 'show a run that is under way, with pause and stop',
		stop: 'stop a run that is under way at a safe point',
		record: 'write the record of a run: what became of each message, as CSV and JSON, with SHA-256',
		runs: 'list the runs that have a journal here',
		accounts: 'list the saved accounts, or remove one',
		help: 'help for a command',
	},
	options: {
		version: 'print the version',
		help: 'print this help',
		from: 'where the mail is: an address, a saved account, imaps://USER@HOST[:PORT], or mail in files: eml:DIR, maildir:DIR, mbox:DIR, mbox:FILE, or a .zip of it',
		to: 'where it goes',
		verify: 'full: read every copy back; counts: compare counts, sizes and flags',
		markRead: 'let what is copied arrive marked as read, and say how much of it',
		backup:
			'first copy all that the destination holds into files there, and go on only when that is verified: a folder for .eml files, or maildir:DIR, mbox:DIR',
		dryRun: 'only say what would be done',
		eventLines: 'one event a line',
		runLines: 'one run a line',
		accountLines: 'one account a line',
		deep: 'read every message of both sides and compare the whole content',
		allowExtra: 'mail that is only at the destination is no difference',
		screens: 'on screens, as without accounts: look into folders and messages',
		save: 'write the list of messages that differ into a new file, as CSV',
		signatures: 'check the S/MIME signatures (certified mail) of the accounts named, one or both',
		authority:
			'check signatures, and also who signed: the certificates (PEM) of those who have to vouch for it',
		yes: "don't ask",
		keepInTrash: 'leave the messages in the trash',
		recordFolder: 'into this folder; otherwise into one beside the run',
		recordSignatures: 'check the S/MIME signatures of what is at the destination',
		sign: 'sign it with your own certificate (PEM)',
		key: 'the private key of that certificate, where it is another file',
		remove: 'remove this one; the mailbox and its runs stay as they are',
		slow: 'draw once a second at most; over SSH this goes without saying',
		screenReader: 'plain sentences instead of screens, for a screen reader',
		map: 'put this folder there; may be repeated',
		only: 'copy this folder alone; may be repeated',
		except: 'copy all but this folder; may be repeated',
		into: "put the source's INBOX into this folder and all others below it",
		archive: "also the provider's second copy of mail, by year (certified mail)",
		labels: 'Gmail: a message under several labels is copied into the folder of each, or once',
		patience: 'how long to go on trying when a server is gone or too busy',
		fromPasswordCommand: 'prints the password of --from (no shell)',
		toPasswordCommand: 'prints the password of --to (no shell)',
		fromPasswordStdin: 'the first line of standard input is the password of --from',
		toPasswordStdin: 'the same for --to; with both, the second line is that of --to',
		ca: 'trust the certificate authorities in this PEM file too',
		fromCertificate: 'trust this one certificate of --from, whatever is wrong with it',
		fromOldTls: 'accept TLS 1.0 and 1.1 from an old server, which others can break',
		fromOauth:
			'log in to --from by a browser: google, microsoft, or one of the settings; token: what is given as password is an access token',
		fromAuthorizeAs: 'the mailbox of this user, where the one who logs in may open it',
		fromClientCertificate: 'show this certificate (PEM) to the server of --from',
		fromClientKey: 'its private key, where that is a file of its own',
		fromProxy: 'reach --from through socks5://[USER@]HOST[:PORT], or http:// (CONNECT)',
		fromLimits: 'copy no faster than this, such as 500kB/s,10/s,2GB/day',
		/** Of an option of --to that has a twin of --from, which has just been told. */
		sameForTo: 'the same for --to',
		compress: 'send fewer bytes, where a server can: for lines slower than 20 Mbit/s',
	},
	/** What is wrong with `--patience`. */
	notMinutes: 'It is a whole number of minutes.',
	afterVerify: 'Flags and dates that differ are told and counted; for them alone the exit code\nstays 0.',
	/** Each line fits into 80 columns. */
	after: `
Accounts     mario@example.it           its server is looked for, and said
             imaps://USER@HOST[:PORT]   TLS, port 993
             imap://USER@HOST[:PORT]    STARTTLS, required
             imap+plain://USER@HOST     no encryption, this machine alone
                                        (in USER, @ is written %40)
             eml:DIR                    mail in files: one a message
             maildir:DIR                a Maildir
             mbox:DIR                   one file a folder; as source
                                        also mbox:FILE
             eml:FILE.zip               as source: a .zip of any of these
             mboxo:FILE                 an mbox whose dialect is known; so are
                                        mboxrd:, mboxcl: and mboxcl2:
Passwords    TRASLOCO_FROM_PASSWORD, TRASLOCO_TO_PASSWORD, a command, standard
             input, or asked for; never an argument. The same for
             TRASLOCO_FROM_PASSPHRASE (a client's key) and
             TRASLOCO_FROM_PROXY_PASSWORD
Exit codes   0    all copied and verified
             1    a defect of the program
             2    wrong usage
             3    differences, each listed
             4    login refused
             5    a side can't be reached, or is not trusted
             6    the destination can't take it
             130  interrupted, can be resumed`,
};
