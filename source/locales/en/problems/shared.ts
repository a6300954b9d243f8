import {around} from '../../wording.ts';

/** Of which the name is not known. */
export const aServer = 'the server';

/** Why a command or a file was of no use, where that is said by a word of ours or by a code. */
const reasons: ReadonlyMap<string | number | undefined, string> = new Map([
	['empty', 'its first line is empty'],
	['not started', 'it could not be started'],
	['ENOENT', 'it is not there'],
	['ENOTDIR', 'it is no folder'],
	['not-allowed', 'it may not be read'],
	['no-mail', 'there is no mail of this format in it'],
	['packed', 'it is packed, and only .zip is read so: unpack it first'],
	['no-directory', 'a folder is needed here, and not one file'],
	['other-files', 'it holds files that are no mail'],
	['other-format', 'it holds mail of another format'],
	['dialect', 'mbox is written as mboxrd alone: use mbox:'],
	['EACCES', 'it may not be run'],
	['ERR_OSSL_PEM_NO_START_LINE', 'it is no PEM file'],
	['ERR_OSSL_UNSUPPORTED', 'it is no PEM file with a private key'],
	['accounts', 'it holds something else than accounts'],
	['version', 'its engine is of another version of trasloco'],
]);

export const because = (why: string | number | undefined) => around(': ', reasons.get(why) ?? why);
