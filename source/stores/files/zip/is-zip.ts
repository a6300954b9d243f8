import {open, stat} from 'node:fs/promises';
import {unlessMissing} from '../directory/inspecting.ts';

/** Whether a file is a zip, by how it begins (APPNOTE.TXT, 4.3.7 and 4.3.16) or by its name. */
export async function isZip(path: string): Promise<boolean> {
	const stats = await stat(path).catch(unlessMissing);
	if (!stats?.isFile()) return false;
	if (isCalledZip(path)) return true;
	const file = await open(path, 'r');
	try {
		const {bytesRead, buffer} = await file.read(Buffer.alloc(4), 0, 4, 0);
		return bytesRead === 4 && ['PK\u0003\u0004', 'PK\u0005\u0006'].includes(buffer.toString('latin1'));
	} finally {
		await file.close();
	}
}

/** Whether a path is called a zip, whatever is there. */
export function isCalledZip(path: string): boolean {
	return /\.zip$/i.test(path);
}
