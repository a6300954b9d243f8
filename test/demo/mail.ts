/** The sample mailboxes of the demo: a source of some 300 messages, and a destination that holds a little. */
import {certifiedMessage, originalOf} from './mail/certified.ts';
import {
	blob,
	type Chance,
	chanceFrom,
	compose,
	filePart,
	type Letter,
	multipart,
	type Part,
	type Person,
	pick,
	textPart,
} from './mail/compose.ts';
import {
	certifiedSubjects,
	englishSentences,
	englishSubjects,
	italianSentences,
	italianSubjects,
	junkSubjects,
	newsletterSubjects,
	offices,
	owner,
	people,
} from './mail/texts.ts';
import type {DemoFolder, DemoMessage} from './server.ts';

const hour = 3_600_000;

type FolderPlan = {
	readonly count: number;
	readonly from: string;
	readonly until: string;
	readonly language: 'it' | 'en';
	readonly subjects?: readonly [string, ...string[]];
	readonly correspondent?: Person;
	readonly sent?: boolean;
	/** How many of ten were read, and what else each has. */
	readonly seenOfTen?: number;
	readonly flags?: readonly string[];
	readonly attachments?: boolean;
};

/** Ordinary letters, evenly over a period, oldest first. */
function letters(name: string, plan: FolderPlan): DemoMessage[] {
	const chance = chanceFrom(name);
	const begin = Date.parse(plan.from);
	const step = (Date.parse(plan.until) - begin) / plan.count;
	return Array.from({length: plan.count}, (_, index) => {
		const other = plan.correspondent ?? pick(people, chance);
		const subjects = plan.language === 'it' ? italianSubjects : englishSubjects;
		return compose({
			from: plan.sent ? owner : other,
			to: plan.sent ? other : owner,
			subject: pick(plan.subjects ?? subjects, chance),
			time: new Date(begin + step * index + Math.floor(chance() * Math.min(step, 9 * hour))),
			messageId: `${blob(9, chance).toString('hex')}.${index}@${other.address.split('@')[1]}`,
			headers: plan.sent
				? ['User-Agent: Mozilla Thunderbird']
				: [`Return-Path: <${other.address}>`, `X-Mailer: ${chance() < 0.5 ? 'Outlook 16' : 'Apple Mail'}`],
			content: body(
				plan.language,
				plan.sent ? [owner, other] : [other, owner],
				plan.attachments !== false && chance() < 0.18,
				chance,
			),
			flags: flagsOf(plan, chance),
		});
	});
}

function flagsOf(plan: FolderPlan, chance: Chance): string[] {
	const seen = chance() * 10 < (plan.seenOfTen ?? 10);
	return [
		...(plan.flags ?? []),
		...(seen ? ['\\Seen'] : []),
		...(seen && !plan.sent && chance() < 0.3 ? ['\\Answered'] : []),
		...(chance() < 0.08 ? ['\\Flagged'] : []),
		...(seen && chance() < 0.06 ? ['$Forwarded'] : []),
		...(chance() < 0.08 ? [pick(['$Label1', 'Fatturato', 'da_fare', 'NonJunk'], chance)] : []),
	];
}

function body(
	language: 'it' | 'en',
	[from, to]: readonly [Person, Person],
	attached: boolean,
	chance: Chance,
): Part {
	const sentences = language === 'it' ? italianSentences : englishSentences;
	const greeting = language === 'it' ? `Buongiorno ${to.name},` : `Dear ${to.name},`;
	const closing = language === 'it' ? 'Cordiali saluti' : 'Kind regards';
	const paragraphs = Array.from({length: 1 + Math.floor(chance() * 4)}, () => pick(sentences, chance));
	const text = textPart(`${greeting}\n\n${paragraphs.join('\n\n')}\n\n${closing}\n${from.name}\n`);
	if (!attached) {
		return text;
	}

	const scan = Buffer.concat([Buffer.from('%PDF-1.4\n'), blob(8000 + Math.floor(chance() * 70_000), chance)]);
	const name = language === 'it' ? 'planimetria.pdf' : 'drawing.pdf';
	return multipart('mixed', `part-${blob(10, chance).toString('hex')}`, [
		text,
		filePart(name, 'application/pdf', scan),
	]);
}

/** Envelopes that came in, with one anomaly among them. */
function envelopes(count: number): DemoMessage[] {
	const chance = chanceFrom('certified, received');
	return Array.from({length: count}, (_, index) => {
		const sender = pick(offices, chance);
		const subject = pick(certifiedSubjects, chance);
		const time = new Date(
			Date.parse('2025-01-09T08:10:00Z') + index * 19 * 24 * hour + Math.floor(chance() * hour),
		);
		const originalId = `${blob(9, chance).toString('hex')}@${sender.address.split('@')[1]}`;
		const original = originalOf({
			from: sender,
			to: owner,
			subject,
			time,
			messageId: originalId,
			content: body('it', [sender, owner], chance() < 0.5, chance),
		});
		const kind = index === 7 ? 'anomalia' : 'busta';
		const flags = chance() < 0.7 ? ['\\Seen'] : [];
		return certifiedMessage(
			{kind, sender, recipient: owner, subject, time, originalId, original, flags},
			chance,
		);
	});
}

/** What was sent by certified mail, and the receipts for it: one accepted and one delivered each, one failed. */
function certifiedSent(count: number): {readonly sent: DemoMessage[]; readonly receipts: DemoMessage[]} {
	const chance = chanceFrom('certified, sent');
	const sent: DemoMessage[] = [];
	const receipts: DemoMessage[] = [];
	for (let index = 0; index < count; index++) {
		const recipient = pick(offices, chance);
		const letter: Letter = {
			from: owner,
			to: recipient,
			subject: pick(certifiedSubjects, chance),
			time: new Date(Date.parse('2025-02-03T09:00:00Z') + index * 27 * 24 * hour),
			messageId: `${blob(9, chance).toString('hex')}@pec.example.it`,
			content: body('it', [owner, recipient], chance() < 0.5, chance),
			flags: ['\\Seen'],
		};
		const message = compose(letter);
		const about = {
			sender: owner,
			recipient,
			subject: letter.subject,
			originalId: letter.messageId,
			original: message.raw,
			flags: ['\\Seen'],
		};
		const later = (seconds: number) => new Date(letter.time.getTime() + seconds * 1000);
		const outcome = index === 4 ? 'mancata-consegna' : 'consegna';
		sent.push(message);
		receipts.push(
			certifiedMessage({...about, kind: 'accettazione', time: later(4)}, chance),
			certifiedMessage({...about, kind: outcome, time: later(outcome === 'consegna' ? 9 : 86_000)}, chance),
		);
	}

	return {sent, receipts};
}

/** Messages of the kinds that a copy gets wrong. */
function oddities(): DemoMessage[] {
	const chance = chanceFrom('oddities');
	const big = filePart('rilievo-completo.zip', 'application/zip', blob(2_400_000, chance));
	const letter = {
		from: people[0],
		to: owner,
		time: new Date('2025-03-14T10:00:00Z'),
		messageId: 'rilievo.1@studio-bianchi.example',
		content: textPart('Ecco il rilievo completo.\n'),
		flags: ['\\Seen'],
	};
	const twice = compose({
		...letter,
		subject: 'Arrivato due volte',
		messageId: 'doppio.1@studio-bianchi.example',
	});
	const lines = (...parts: readonly string[]) => Buffer.from(parts.join('\r\n'), 'latin1');
	return [
		twice,
		twice,
		compose({
			...letter,
			subject: 'Rilievo completo',
			content: multipart('mixed', 'part-rilievo', [letter.content, big]),
			flags: ['\\Flagged'],
		}),
		compose({...letter, subject: 'From Mumbai', zoneMinutes: 330, messageId: 'mumbai.1@harbour.example'}),
		{
			// No Message-ID, raw Latin-1 in header and body, no line end at the end.
			raw: lines('From: fax@studio-bianchi.example', 'Subject: Fax: perch\xe9 no', '', 'qualit\xe0 bassa'),
			flags: [],
			date: '02-Apr-2025 07:45:10 +0200',
		},
		{
			// An empty body, and a keyword.
			raw: lines('Message-ID: <vuoto.1@perche.example>', 'Subject: (vuoto)', '', ''),
			flags: ['\\Seen', 'da_fare'],
			date: '28-Feb-2025 23:59:59 -0300',
		},
	];
}

/** Newsletters that both accounts received, byte for byte. */
function newsletters(): DemoMessage[] {
	return letters('Newsletter', {
		count: 16,
		from: '2024-09-01T06:00:00Z',
		until: '2025-04-20T06:00:00Z',
		language: 'it',
		subjects: newsletterSubjects,
		correspondent: {name: 'La settimana del geometra', address: 'newsletter@geometri.example'},
		attachments: false,
		seenOfTen: 6,
	});
}

const sentIn2025 = {from: '2025-01-08T08:00:00Z', until: '2025-11-28T08:00:00Z'};
const year = (number: number) => ({from: `${number}-01-10T08:00:00Z`, until: `${number}-12-20T08:00:00Z`});

/** The mailbox to move: Italian names as an Italian provider gives them, without SPECIAL-USE, and some English ones. */
export function sourceFolders(): DemoFolder[] {
	const certified = certifiedSent(8);
	const rossi = {name: 'Rossi & figli', address: 'ufficio@rossi-figli.example'};
	return [
		{
			path: ['INBOX'],
			messages: [
				...letters('INBOX', {...sentIn2025, count: 62, language: 'it', seenOfTen: 7}),
				...envelopes(14),
				...oddities(),
			],
		},
		{
			path: ['Posta inviata'],
			messages: [
				...letters('Posta inviata', {...sentIn2025, count: 36, language: 'it', sent: true}),
				...certified.sent,
			],
		},
		{
			path: ['Bozze'],
			messages: letters('Bozze', {...sentIn2025, count: 4, language: 'it', sent: true, flags: ['\\Draft']}),
		},
		{
			path: ['Cestino'],
			messages: letters('Cestino', {...sentIn2025, count: 11, language: 'it', attachments: false}),
		},
		{
			path: ['Posta indesiderata'],
			messages: letters('Posta indesiderata', {
				...sentIn2025,
				count: 9,
				language: 'it',
				subjects: junkSubjects,
				correspondent: {name: 'Premio Fedeltà', address: 'winner@spam.example'},
				attachments: false,
				seenOfTen: 2,
				flags: ['$Junk'],
			}),
		},
		{
			path: ['Archivio', '2023'],
			messages: letters('Archivio/2023', {...year(2023), count: 30, language: 'it'}),
		},
		{
			path: ['Archivio', '2024'],
			messages: letters('Archivio/2024', {...year(2024), count: 28, language: 'it'}),
		},
		{path: ['PEC', 'Ricevute'], messages: certified.receipts},
		{
			path: ['Società Perché'],
			messages: letters('Società Perché', {
				...year(2024),
				count: 14,
				language: 'it',
				correspondent: people[3],
			}),
		},
		{
			path: ['Clienti', 'Rossi & figli'],
			messages: letters('Rossi & figli', {...year(2024), count: 16, language: 'it', correspondent: rossi}),
		},
		{
			path: ['Clienti', 'Müller GmbH'],
			messages: letters('Müller GmbH', {...year(2024), count: 9, language: 'en', correspondent: people[5]}),
		},
		{path: ['Newsletter'], messages: newsletters()},
		{
			path: ['Projects', 'Harbour survey'],
			messages: letters('Harbour survey', {
				...year(2024),
				count: 22,
				language: 'en',
				correspondent: people[6],
			}),
		},
		{
			path: ['Travel'],
			subscribed: false,
			messages: letters('Travel', {...year(2024), count: 5, language: 'en'}),
		},
	];
}

/** The new account: another provider's layout, and a dozen messages of its own, three of which the source has too. */
export function destinationFolders(): DemoFolder[] {
	const welcome = {from: '2025-12-01T09:00:00Z', until: '2025-12-06T09:00:00Z'};
	const own = letters('Newsletter, new', {
		...welcome,
		count: 2,
		language: 'en',
		subjects: newsletterSubjects,
	});
	return [
		{path: ['INBOX'], messages: letters('INBOX, new', {...welcome, count: 4, language: 'it', seenOfTen: 5})},
		{
			path: ['Sent'],
			specialUse: '\\Sent',
			messages: letters('Sent, new', {...welcome, count: 3, language: 'it', sent: true}),
		},
		{path: ['Drafts'], specialUse: '\\Drafts', messages: []},
		{path: ['Trash'], specialUse: '\\Trash', messages: []},
		{path: ['Junk'], specialUse: '\\Junk', messages: []},
		{path: ['Archive'], specialUse: '\\Archive', messages: []},
		{path: ['Newsletter'], messages: [...newsletters().slice(-3), ...own]},
	];
}
