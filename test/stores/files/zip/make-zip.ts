import {crc32, deflateRawSync} from 'node:zlib';

/** A file of a zip that is made for a test; what is not told is as it should be. */
export interface ZipEntry {
	/** As bytes where it is no UTF-8, or does not say so. */
	readonly name: string | Buffer;
	readonly content?: string | Buffer;
	/** 0: as it is; 8: deflated. */
	readonly method?: number;
	/** Bits of APPNOTE.TXT, 4.4.4. */
	readonly flags?: number;
	readonly crc?: number;
	/** What stands for its content in the zip. */
	readonly packed?: Buffer;
	/** What it says its size is. */
	readonly size?: number;
	/** Of Unix. */
	readonly mode?: number;
	/** Where its bytes begin, instead of behind those of the last one. */
	readonly at?: number;
	/** Sizes and offset stand in a field of their own (APPNOTE.TXT, 4.5.3). */
	readonly is64?: boolean;
	/** Of the local header, where it says something else. */
	readonly localName?: string;
}

/** A zip, byte for byte as it is asked for. */
export function makeZip(entries: readonly ZipEntry[]): Buffer {
	const parts: Buffer[] = [];
	const directory: Buffer[] = [];
	let at = 0;
	for (const entry of entries) {
		const {method = 8, is64 = false, mode} = entry;
		const name = Buffer.from(entry.name);
		const isText = typeof entry.name === 'string';
		const flags = entry.flags ?? (isText ? 0x8_00 : 0);
		const content = Buffer.from(entry.content ?? '');
		const packed = entry.packed ?? (method === 8 ? deflateRawSync(content) : content);
		const crc = entry.crc ?? crc32(content);
		const size = entry.size ?? content.length;
		const offset = entry.at ?? at;
		const extra = is64 ? sizes64(size, packed.length, offset) : Buffer.alloc(0);
		const shown = (value: number) => (is64 ? 0xff_ff_ff_ff : value);
		const common = (into: Buffer, from: number) => {
			into.writeUInt16LE(is64 ? 45 : 20, from);
			into.writeUInt16LE(flags, from + 2);
			into.writeUInt16LE(method, from + 4);
			into.writeUInt16LE(0x6b_2a, from + 6);
			into.writeUInt16LE(0x5a_76, from + 8);
			into.writeUInt32LE(crc, from + 10);
			into.writeUInt32LE(shown(packed.length), from + 14);
			into.writeUInt32LE(shown(size), from + 18);
		};
		const local = Buffer.alloc(30);
		local.writeUInt32LE(0x04_03_4b_50);
		common(local, 4);
		const localName = Buffer.from(entry.localName ?? name);
		local.writeUInt16LE(localName.length, 26);
		local.writeUInt16LE(extra.length, 28);
		if (entry.at === undefined) {
			const whole = Buffer.concat([local, localName, extra, packed]);
			parts.push(whole);
			at += whole.length;
		}

		const head = Buffer.alloc(46);
		head.writeUInt32LE(0x02_01_4b_50);
		head.writeUInt16LE(mode === undefined ? 20 : (3 << 8) | 30, 4);
		common(head, 6);
		head.writeUInt16LE(name.length, 28);
		head.writeUInt16LE(extra.length, 30);
		head.writeUInt32LE(((mode ?? 0) << 16) >>> 0, 38);
		head.writeUInt32LE(shown(offset), 42);
		directory.push(head, name, extra);
	}

	const list = Buffer.concat(directory);
	const end = Buffer.alloc(22);
	end.writeUInt32LE(0x06_05_4b_50);
	end.writeUInt16LE(entries.length, 8);
	end.writeUInt16LE(entries.length, 10);
	end.writeUInt32LE(list.length, 12);
	end.writeUInt32LE(at, 16);
	return Buffer.concat([...parts, list, end]);
}

function sizes64(size: number, packed: number, offset: number): Buffer {
	const extra = Buffer.alloc(28);
	extra.writeUInt16LE(1);
	extra.writeUInt16LE(24, 2);
	extra.writeBigUInt64LE(BigInt(size), 4);
	extra.writeBigUInt64LE(BigInt(packed), 12);
	extra.writeBigUInt64LE(BigInt(offset), 20);
	return extra;
}
