import {countFolders, countKeywords, countMessages, format, volume} from '../counted.ts';

export const review = {
	planning: 'Comparing both sides; nothing is written.',
	planningFolder: (done: number, of: number, folder: string) =>
		`${format.count(done)} of ${countFolders(of)} compared, now ${folder}`,
	toCopy: 'To copy',
	toCopyIs: (messageCount: number, bytes: number, folderCount: number, newCount: number) =>
		`${countMessages(messageCount)}, ${format.bytes(bytes)}, into ${countFolders(folderCount)}${newCount > 0 ? ` (${format.count(newCount)} new)` : ''}`,
	alreadyThere: 'Already there',
	alreadyThereCompared: (n: number) =>
		n === 0 ? 'none' : `${countMessages(n)}, by the comparison, will not be copied again`,
	alreadyThereIs: (n: number) =>
		n === 0 ? 'none' : `${countMessages(n)}, identical, will not be copied again`,
	leftOut: 'Left out',
	leftOutIs: (n: number, findings: string) =>
		n === 0 ? 'none' : `${countMessages(n)}: ${findings} says which and why`,
	behind: 'Not selected',
	behindIs: (messageCount: number, folderCount: number, names: string) =>
		`${countMessages(messageCount)} in ${countFolders(folderCount)}: ${names}`,
	space: 'Space',
	spaceIs: (needed: number, free: number) => `${format.bytes(needed)} needed, ${format.bytes(free)} free`,
	spaceUnknown: (needed: number) => `${format.bytes(needed)} needed; the server does not tell what is free`,
	places: (needed: number, free: number) =>
		`${countMessages(needed)} to come, room for ${format.count(free)} more`,
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
	flagsLost: (n: number, names: string) => `${countKeywords(n)} that the destination can't keep: ${names}`,
	unread: 'Unread',
	unreadStays: (n: number, change: string) =>
		`${countMessages(n)} ${n === 1 ? 'arrives' : 'arrive'} unread   (${change} marks them as read)`,
	unreadMarked: (n: number, change: string) =>
		`${countMessages(n)} ${n === 1 ? 'arrives' : 'arrive'} marked as read   (${change} to change)`,
	inbox: 'Inbox',
	inboxHolds: (n: number, more: number) =>
		`holds ${countMessages(n)}: an application that reads it will find ${format.count(more)} more at once.`,
	inboxInto: (into: string) => `Into a folder of its own instead? (${into})`,
	labels: 'Labels',
	labelsEach: 'a copy in the folder of each label',
	labelsOnce: (n: number) => `one copy of each message; ${format.count(n)} not repeated in other folders`,
	archived: 'Archived',
	archivedIs: (n: number, folder: string) =>
		`${countMessages(n)} only in ${folder}, which is not selected: not copied`,
	verify: 'Verify',
	verifyIs: {full: 'every byte, read back', counts: 'counts, sizes, flags and dates'},
	verifyChange: (verify: string) => `(${verify} to change)`,
	holds: 'Holds',
	holdsIs: (n: number) => `${countMessages(n)} of its own at the destination: none is touched`,
	backup: 'Backup',
	backupFirst: (key: string) => `(${key} to back them up first)`,
	backupMade: (n: number, files: string) => `${countMessages(n)}, compared and in place: ${files}`,
	backupTitle: (n: number) => `Back up the ${countMessages(n)} of the destination first`,
	backupBody: (begin: string) =>
		`All its folders, trash too, are copied into this folder on this machine and compared, as a run of its own; the plan waits meanwhile. One .eml file a message keeps signatures whole; maildir:PATH or mbox:PATH are for other programs. To bring it back, copy from that folder. ${begin} begins.`,
	backupLabel: 'Folder',
	certified: 'Certified',
	certifiedIs: (here: number, there: number) =>
		`${countMessages(here)} at the source, ${format.count(there)} at the destination`,
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
	inboxTitle: (n: number) => `This fills an inbox that holds ${countMessages(n)}`,
	inboxBody: (more: number, submit: string) =>
		`${countMessages(more)} will appear in the inbox at once. An application that reads it will take them for new mail and fetch them all. If that is what you want, type the word and press ${submit}.`,
	inboxWord: 'inbox',
};
