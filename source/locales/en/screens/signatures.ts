import {countMessages, format} from '../counted.ts';

export const signatures = {
	checking: {
		source: (done: number, of: number) =>
			`Checking at the source: ${format.count(done)} of ${countMessages(of)}`,
		destination: (done: number, of: number) =>
			`Checking at the destination: ${format.count(done)} of ${countMessages(of)}`,
	},
	stopping: 'Stopping at the next safe point.',
	reading: 'Messages are read and compared with their signatures; nothing is written.',
	brokenOff: (done: number, of: number) =>
		`Broken off: ${format.count(done)} of ${countMessages(of)} checked.`,
	sound: (n: number) =>
		n === 0
			? 'No message is signed here.'
			: n === 1
				? 'The one signature is intact.'
				: `All ${format.count(n)} signatures are intact.`,
	unsound: (n: number) =>
		`${countMessages(n)} ${n === 1 ? 'is' : 'are'} not as ${n === 1 ? 'it' : 'they'} should be.`,
	notes: (n: number) =>
		`${n === 1 ? '1 signature' : `${format.count(n)} signatures`} of ordinary mail could not be checked.`,
	unsigned: (n: number) => `${countMessages(n)} of ordinary mail ${n === 1 ? 'is' : 'are'} not signed.`,
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
		source: (n: number) => `At the source: ${countMessages(n)} to look at`,
		destination: (n: number) => `At the destination: ${countMessages(n)} to look at`,
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
};
