import type {RefusalWords} from '../refusal.ts';

/** What to do about a refused login. */
export const refusal: RefusalWords = {
	check: 'Check user and password (tried once only).',
	reason: {
		oauth: 'This server takes no passwords, only a login in the browser:',
		'app-password':
			'An app password is needed: make one in the security settings of the account, on the web.',
		'two-step':
			'Make a password for mail programs on the web; if there is none, switch two-step login off, and on again afterwards.',
		'imap-off': 'IMAP is switched off for this mailbox: switch it on in the settings of the webmail.',
		'web-login': 'Log in on the web first: something has to be confirmed there, such as a new password.',
		locked:
			'The mailbox is locked: unlock it on the web, or ask the provider; each new try may lock it for longer.',
		expired: 'The password has expired: set a new one on the web, and type that here.',
		encryption: 'It takes passwords over an encrypted line alone: choose TLS.',
		'no-rights': 'The password is right, but this user may not open this mailbox: check the user.',
		'ask-provider': 'It says that whoever runs it has to help: ask the provider.',
		'too-many': 'Too many connections are open: close other mail programs, or wait some minutes.',
		'in-use': 'Another program has the mailbox open: close it, then try again.',
	},
	hint: {
		'two-step': (_, name) =>
			`With two-step login, use a ${name === undefined ? 'password for mail programs' : `"${name}"`}, made on the web; else switch two-step login off, and on again afterwards.`,
		'imap-off': () => 'IMAP may be off for this mailbox: see the webmail.',
		'first-login': () => 'Log in on the web once first: it asks for a new password.',
		characters: () => 'Special characters other than .-?#+,:!@ may be refused though the password is right.',
		'user-id': provider => `${provider} wants the user id (M…), not always the address.`,
		'client-password': provider =>
			`${provider} has a password for mail programs, which expires after 90 days.`,
		'app-password': provider =>
			`${provider} wants an app password, made on the web in the security settings of the account.`,
		oauth: provider => `${provider} takes no passwords, only a login in the browser (OAuth 2.0):`,
	},
};
