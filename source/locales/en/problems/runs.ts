import {around, type Problems} from '../../wording.ts';
import {format} from '../counted.ts';
import {wrongSetting} from './settings.ts';
import {because} from './shared.ts';

const {counted} = format;

/** What is wrong with runs, and with what the program keeps of them. */
export const runs = {
	'unknown-account': ({name}) => ({
		what: `no account is saved under ${around('the name ', name) || 'this name'}`,
		hint: 'Save one on the screens, or write imaps://USER@HOST.',
	}),
	'destination-busy': ({account}) => ({
		what: `another run is writing to ${account ?? 'this account'} at this moment`,
		hint: 'Wait until it has ended; trasloco runs says which, trasloco attach shows it live.',
	}),
	'run-busy': ({run}) => ({
		what: `${around('run ', run) || 'the run'} is under way in another process`,
		hint: `trasloco attach ${run ?? 'RUN'} shows it live and can pause or stop it.`,
	}),
	'run-unreachable': ({run, why}) => ({
		what: `${around('run ', run) || 'the run'} is under way and can't be reached${because(why)}`,
		hint: 'It goes on by itself; trasloco runs shows how far it is.',
	}),
	'unknown-run': ({run}) => ({
		what: `there is no ${around('run ', run) || 'such run'}`,
		hint: 'trasloco runs lists them.',
	}),
	'journal-unreadable': ({path, why}) => ({
		what: `the journal${around(' ', path)} can't be read${because(why)}`,
		hint: 'Restore the file from a backup, or start a new copy: it copies only what is missing.',
	}),
	'journal-full': ({path, why}) => ({
		what: `the journal${around(' ', path)} can't be written${because(why)}`,
		hint: 'Nothing is lost. Make room on that disk, or see to it that the file can be written; then resume.',
	}),
	'settings-unreadable': params => ({
		what: `the settings${around(' ', params.path)} can't be read${wrongSetting(params)}`,
		hint: 'Mend the file or move it away.',
	}),
	'undo-incomplete': ({count}) => ({
		what: `${counted(count ?? 1, 'message', 'messages')} could not be taken out again`,
		hint: 'The findings say where and why; all else is out. Undo may be tried again.',
	}),
	'undo-not-exact': () => ({
		what: "the server can't take out single messages and spare the others (neither MOVE nor UIDPLUS)",
		hint: 'Nothing was touched. Delete them by hand: the report says how many are in each folder.',
	}),
	'engine-died': ({why}) => ({
		what: `the process that does the work has ended unexpectedly${around(' (', why, ')')}`,
		hint: 'Nothing is lost: the run can be resumed.',
	}),
} satisfies Partial<Problems>;
