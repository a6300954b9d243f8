import {createHash} from 'node:crypto';

/** Bytes that a name on the disk may have; some more are left for what is written behind it. */
const longest = 200;

/** What no file may be called on one system or another; `%` since it is what others are written with. */
const impossible = /[%/\\:*?"<>|\u0000-\u001f\u007f]|^\.|[. ]$/g;

/** Names that Windows keeps for devices. */
const devices = /^(?:con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i;

/**
 * A folder's level as a name on the disk, as it is for most; what no name can have is written as %XX (UTF-8), so that
 * it can be read back; of one that is cut, only a sidecar knows what it was.
 */
export function toDiskName(level: string): string {
	return shortened(
		level.toWellFormed().replaceAll(impossible, percent).replace(devices, percentFirst) || '%',
		'%~',
	);
}

/** A name that fits on the disk: one that is too long is cut, and told from others by its hash. */
export function shortened(name: string, mark: string): string {
	if (Buffer.byteLength(name) <= longest) return name;
	const hash = createHash('sha256').update(name).digest('hex').slice(0, 12);
	let cut = name;
	while (Buffer.byteLength(cut) > longest - 16) cut = cut.slice(0, -1);
	return `${cut.toWellFormed()}${mark}${hash}`;
}

/** The reverse of `toDiskName`; a name that somebody else has given is what it is. */
export function fromDiskName(name: string): string {
	if (name === '%') return '';
	const level = name.replaceAll(/(?:%[\dA-F]{2})+/g, part => {
		const text = Buffer.from(part.replaceAll('%', ''), 'hex').toString('utf8');
		return text.includes('\ufffd') ? part : text;
	});
	// What comes from elsewhere and is no level is left as it is.
	return toDiskName(level) === name && !level.includes('/') ? level : name;
}

/** A name besides those that are taken: disks may not tell names that differ by case, or by how a letter is composed. */
export function freeName(wanted: string, taken: Iterable<string>, mark = '%~'): string {
	const known = new Set([...taken].map(alike));
	let name = wanted;
	for (let number = 2; known.has(alike(name)); number++) name = `${wanted}${mark}${number}`;
	return name;
}

function alike(name: string): string {
	return name.normalize('NFC').toLowerCase();
}

function percent(characters: string): string {
	return [...Buffer.from(characters)]
		.map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
		.join('');
}

function percentFirst(name: string): string {
	return percent(name.slice(0, 1)) + name.slice(1);
}
