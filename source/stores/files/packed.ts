import {open} from './disk.ts';

/** How packed files begin that are not unpacked here: gzip (RFC 1952, 2.3.1), bzip2, xz, Zstandard (RFC 8878, 3.1.1), 7z and RAR. */
const beginnings = ['1f8b', '425a68', 'fd377a585a00', '28b52ffd', '377abcaf271c', '526172211a07'];

/** Whether a file is packed, so that somebody has to unpack it first. */
export async function isPacked(path: string): Promise<boolean> {
	try {
		const file = await open(path, 'r');
		try {
			const {bytesRead, buffer} = await file.read(Buffer.alloc(6), 0, 6, 0);
			const first = buffer.toString('hex', 0, bytesRead);
			return beginnings.some(beginning => first.startsWith(beginning));
		} finally {
			await file.close();
		}
	} catch {
		// A directory, or what can't be read: that is told where it is to be.
		return false;
	}
}
