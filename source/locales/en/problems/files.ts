import type {ZipFault} from '../../../stores/files/zip/entries.ts';
import {sizesApart} from '../../format.ts';
import {around, type Params, type Problems} from '../../wording.ts';
import {format} from '../counted.ts';
import {because} from './shared.ts';

/** Whether a folder that is there is of no use for what is to be written. */
const isForOther = (why: Params[string] | undefined) => why === 'other-format' || why === 'other-files';

const aFile = (name: string | number | undefined) => (name === undefined ? 'a file in it' : `"${name}"`);

const zipFaults: Readonly<Record<ZipFault, (file: string) => string>> = {
	'cut-off': () => 'it is cut off, or no zip',
	parts: () => 'it is one of several parts',
	damaged: file => `${file} is damaged`,
	encrypted: file => `${file} is encrypted`,
	method: file => `${file} is packed by a method that trasloco does not know`,
	outside: file => `the name ${file} leads out of it`,
	overlap: file => `it is made as a trap: ${file} lies within another file`,
};

const byHand = 'Unpack it with another program and give the folder instead.';

/** What else can be done about it. */
const zipHints: Readonly<Partial<Record<ZipFault, string>>> = {
	'cut-off': 'Fetch or export it once more.',
	parts: 'Join the parts (zip -s 0 PART.zip --out WHOLE.zip) and give the whole.',
	damaged: `Fetch or export it once more. ${byHand}`,
	outside: "Whoever made it may mean harm: don't unpack it without care.",
	overlap: "Whoever made it may mean harm: don't unpack it.",
};

/** What is wrong with files on this machine. */
export const files = {
	'file-exists': ({path}) => ({
		what: `there is already a file${around(' ', path)}`,
		hint: 'No file is overwritten: give another name, or move it away.',
	}),
	'file-refused': ({path, why}) => ({
		what: `${isForOther(why) ? 'the folder' : 'the file'}${around(' ', path)} can't be written${because(why)}`,
		hint: isForOther(why) ? 'Name another folder.' : 'Give another name, or make room on the disk.',
	}),
	'file-unreadable': ({path, why}) => ({
		what: `the file${around(' ', path)} can't be read${because(why)}`,
		hint: 'Look at its name, and at the rights that it gives.',
	}),
	'zip-unreadable': ({path, why, name}) => ({
		what: `the zip${around(' ', path)} can't be unpacked${around(': ', zipFaults[why as ZipFault]?.(aFile(name)))}`,
		hint: `Nothing was copied. ${zipHints[why as ZipFault] ?? byHand}`,
	}),
	'zip-no-room': ({path, into, needed, free, missing}) => {
		const what = `there is not enough space to unpack the zip${around(' ', path)}`;
		const hint = `Nothing was copied. Make room, or set TRASLOCO_HOME to a folder on a larger disk: zips are unpacked there while they are read${around(' (now ', into, ')')}.`;
		if (needed === undefined || free === undefined || missing === undefined) return {what, hint};
		const [wanted, room] = sizesApart(format, [Number(needed), Number(free)], ['byte', 'bytes']);
		return {what: `${what}: ${wanted} needed, ${room} free, ${format.bytes(Number(missing))} missing`, hint};
	},
	'zip-not-written': ({path, format: form}) => ({
		what: `a zip is read, and not written${around(': ', path)}`,
		hint: `Copy into a folder, such as ${form ?? 'eml'}:${String(path ?? 'DIR').replace(/\.zip$/i, '')}, and zip it afterwards: zip -r BACKUP.zip FOLDER`,
	}),
	'signing-refused': ({path}) => ({
		what: `nothing can be signed with the certificate${around(' ', path)}`,
		hint: 'It has to be PEM, with its own private key (--key where that is another file), and the passphrase of that key.',
	}),
	'openssl-missing': () => ({
		what: 'openssl is missing on this machine: signatures can be neither checked nor made',
		hint: 'Install it (Debian, Ubuntu: apt install openssl; Fedora: dnf install openssl; macOS: brew install openssl) and try again.',
	}),
} satisfies Partial<Problems>;
