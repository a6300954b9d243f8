import {sizesApart} from '../../format.ts';
import {around, type Problems, plural} from '../../wording.ts';
import {format} from '../counted.ts';

const {counted} = format;

/** What is wrong with folders and messages, and with the room for them. */
export const folders = {
	'day-used-up': ({limit}) => ({
		what: `the limit set for this account${around(' (', limit === undefined ? undefined : format.bytes(Number(limit)), ' a day)')} is reached`,
		hint: 'It goes on by itself when more may pass.',
	}),
	'folder-gone': ({folder}) => ({
		what: `the folder${around(' ', folder)} is gone`,
		hint: 'Connect again to see the folders as they are now.',
	}),
	'folder-changed': ({folder}) => ({
		what: `the folder${around(' ', folder)} was replaced or changed while we were at work (UIDVALIDITY)`,
		hint: 'Start a new copy: it compares anew and copies only what is missing.',
	}),
	'comparison-outdated': ({folder}) => ({
		what: folder
			? `the folder ${folder} was replaced since the comparison (UIDVALIDITY)`
			: 'the comparison is no longer valid: an account was connected anew',
		hint: 'Compare again.',
	}),
	'message-gone': ({folder, uid}) => ({
		what: `the message${around(' with UID ', uid)} is no longer${around(' in ', folder) || ' there'}`,
		hint: 'Somebody moved or deleted it: compare again.',
	}),
	'read-refused': ({folder}) => ({
		what: `the server does not hand out messages${around(' of ', folder)}`,
		hint: 'Nothing was changed. Try again later, or ask the provider.',
	}),
	'create-refused': ({folder, count = 1}) => ({
		what: `the ${plural(count, 'folder', 'folders')}${around(' ', folder)} can't be created`,
		hint: plural(
			count,
			'Choose another folder for it, or create it in the webmail.',
			'Choose other folders for them, or create them in the webmail.',
		),
	}),
	'over-quota': ({needed, free, neededMessages, freeMessages}) => {
		const hint = 'Nothing was written. Make room, buy space, or copy fewer folders.';
		if (needed !== undefined) {
			const sizes = [needed, free].filter(size => size !== undefined).map(Number);
			const [wanted, room] = sizesApart(format, sizes, ['byte', 'bytes']);
			return {what: `there is not enough space: ${wanted} needed${around(', ', room, ' free')}`, hint};
		}

		if (neededMessages !== undefined) {
			const messages = counted(Number(neededMessages), 'message', 'messages');
			const allowed =
				freeMessages === undefined
					? ''
					: counted(Number(freeMessages), 'more is allowed', 'more are allowed');
			return {what: `there is no room for ${messages}${around(': ', allowed)}`, hint};
		}

		return {what: 'there is no space left', hint: 'Make room and resume, or undo.'};
	},
	permission: ({folder}) => ({
		what: `there is no permission to write${around(' into ', folder)}`,
		hint: 'Ask the provider, or choose another folder.',
	}),
	refused: ({folder}) => ({
		what: `the server refused what was asked of it${around(' in ', folder)}`,
		hint: 'Resume later, or undo.',
	}),
	conflicts: ({folders}) => ({
		what: `several folders would end up in one${around(': ', folders)}`,
		hint: "Say where each goes: --map 'SOURCE=DESTINATION', or leave one out with --except.",
	}),
	'nothing-selected': () => ({what: 'no folder is selected', hint: 'Select at least one.'}),
	'unknown-folder': ({folder}) => ({
		what: `there is no folder ${around('named ', folder) || 'of this name'}`,
		hint: 'Write names as the server does, or with / between levels.',
	}),
	'same-mailbox': () => ({
		what: 'both sides are the same mailbox',
		hint: 'Choose another account for one side, and for files a folder apart.',
	}),
} satisfies Partial<Problems>;
