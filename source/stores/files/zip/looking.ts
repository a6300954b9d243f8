import {beside} from '../beside.ts';
import {enough, type FilesLook} from '../files-look.ts';
import {beginsMbox} from '../mbox/scan.ts';
import {lookahead} from '../mbox/walk.ts';
import {type Packed, withZip, type Zip} from './entries.ts';

/** Tells the format of the mail in a zip without unpacking it, as `lookAtFiles` does. @throws {Problem} see `withZip` */
export async function lookAtZip(path: string): Promise<FilesLook> {
	return withZip('source', path, async zip => {
		let seen = 0;
		for await (const packed of zip.packed()) {
			const name = packed.levels.at(-1) ?? '';
			const isOfMaildir = ['cur', 'new'].includes(packed.levels.at(-2) ?? '');
			if (isOfMaildir) return {kind: 'mail', format: 'maildir'};
			if (packed.kind !== 'file' || beside.test(name)) continue;
			if (/\.eml$/i.test(name)) return {kind: 'mail', format: 'eml'};
			if (await isMbox(zip, packed, name)) return {kind: 'mail', format: 'mbox'};
			if (++seen >= enough) break;
		}

		return {kind: seen === 0 ? 'new' : 'other'};
	});
}

async function isMbox(zip: Zip, packed: Packed, name: string): Promise<boolean> {
	if (packed.entry.uncompressedSize === 0) return /\.mbox$/i.test(name);
	let beginning: Buffer = Buffer.alloc(0);
	for await (const piece of zip.bytes(packed)) {
		beginning = Buffer.concat([beginning, piece]);
		if (beginning.length >= lookahead) break;
	}

	return beginsMbox(beginning, false);
}
