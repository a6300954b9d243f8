import {isUtf8} from 'node:buffer';
import {type Entry, getFileNameLowLevel, openPromise, type ZipFile} from 'yauzl';
import {Problem, type Side} from '../../../problem.ts';
import {unreadable} from '../refusing.ts';

/** Something in a zip that is to be unpacked. */
export interface Packed {
	/** Its directories and its name: none of them empty, `.` or `..`. */
	readonly levels: readonly string[];
	/** `other`: a symbolic link, a pipe, a device. */
	readonly kind: 'file' | 'directory' | 'other';
	readonly entry: Entry;
}

/** A zip that is open. */
export interface Zip {
	readonly file: ZipFile;
	/** All that is to be unpacked, in the order of its directory; once. @throws {Problem} `zip-unreadable` */
	packed(): AsyncGenerator<Packed, void, void>;
	/** The bytes of a file in it, as many as are declared and not one more. @throws {Problem} `zip-unreadable` */
	bytes(packed: Packed): AsyncGenerator<Buffer, void, void>;
	/** What is wrong with it, or with the file of this name in it. */
	fault(why: ZipFault, name?: string, cause?: unknown): Problem;
}

/** Why a zip is not unpacked; worded by `locales/`. */
export type ZipFault = 'cut-off' | 'parts' | 'damaged' | 'encrypted' | 'method' | 'outside' | 'overlap';

/** What macOS and Windows put beside files for themselves: it was never anybody's. */
const rubbish = /^(?:__MACOSX|\.DS_Store|\._.*|Thumbs\.db|desktop\.ini)$/i;

/** Systems whose zips tell what a file is on Unix (APPNOTE.TXT, 4.4.2), and how they do. */
const unixes: ReadonlySet<number> = new Set([3, 19]);
const kindMask = 0o170_000;
const kinds = {directory: 0o040_000, file: 0o100_000};

/** Opens a zip for as long as it is worked with. It is only read. @throws {Problem} `zip-unreadable`, `file-unreadable` */
export async function withZip<T>(side: Side, path: string, work: (zip: Zip) => Promise<T>): Promise<T> {
	const fault: Zip['fault'] = (why, name, cause) => {
		const params = {path, why, ...(name === undefined ? {} : {name})};
		return new Problem({code: 'zip-unreadable', side, params}, cause);
	};
	try {
		// Names are decoded here: many programs write UTF-8 and don't say so.
		const file = await openPromise(path, {autoClose: false, decodeStrings: false});
		try {
			return await work({
				file,
				fault,
				packed: () => packedIn(file, fault),
				bytes: packed => bytesOf(file, packed.entry, cause => told(cause, packed.levels.join('/'))),
			});
		} finally {
			file.close();
		}
	} catch (error) {
		throw told(error);
	}

	function told(error: unknown, name?: string): unknown {
		if (!(error instanceof Error) || error instanceof Problem || error.name === 'AbortError') return error;
		if ('syscall' in error) return unreadable(side, path, error);
		// The words of yauzl, which has no codes.
		if (/end of central directory record signature not found/i.test(error.message))
			return fault('cut-off', undefined, error);
		if (/multi-disk/i.test(error.message)) return fault('parts', undefined, error);
		if (/encrypt/i.test(error.message)) return fault('encrypted', name, error);
		return fault('damaged', name, error);
	}
}

async function* packedIn(file: ZipFile, fault: Zip['fault']): AsyncGenerator<Packed, void, void> {
	for await (const entry of file.eachEntry()) {
		const name = nameOf(entry);
		const levels = name.split('/').filter(level => level !== '' && level !== '.');
		const isOutside = name.startsWith('/') || /^[a-z]:\//i.test(name) || levels.includes('..');
		if (isOutside || name.includes('\0')) throw fault('outside', name);
		if (levels.length === 0 || levels.some(level => rubbish.test(level))) continue;
		const kind = kindOf(entry, name);
		if (kind === 'file' && entry.isEncrypted()) throw fault('encrypted', name);
		if (kind === 'file' && !entry.canDecodeFileData()) throw fault('method', name);
		yield {levels, kind, entry};
	}
}

async function* bytesOf(
	file: ZipFile,
	entry: Entry,
	told: (error: unknown) => unknown,
): AsyncGenerator<Buffer, void, void> {
	try {
		yield* await file.openReadStreamPromise(entry);
	} catch (error) {
		throw told(error);
	}
}

/** A name, in UTF-8 wherever it can be that, else in CP437 (APPNOTE.TXT, D.1). */
function nameOf({generalPurposeBitFlag, fileNameRaw, extraFields}: Entry): string {
	const flags = isUtf8(fileNameRaw) ? generalPurposeBitFlag | 0x8_00 : generalPurposeBitFlag;
	return getFileNameLowLevel(flags, fileNameRaw, extraFields, false);
}

function kindOf({versionMadeBy, externalFileAttributes}: Entry, name: string): Packed['kind'] {
	const mode = (externalFileAttributes >>> 16) & kindMask;
	if (unixes.has(versionMadeBy >>> 8) && mode !== 0 && mode !== kinds.file && mode !== kinds.directory)
		return 'other';
	return name.endsWith('/') ? 'directory' : 'file';
}
