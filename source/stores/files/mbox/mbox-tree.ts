import {mkdir, open, readdir, realpath, rm, stat} from 'node:fs/promises';
import {basename, dirname, join, relative} from 'node:path';
import type {MboxDialect} from '../../../accounts/account.ts';
import {Problem, type Side} from '../../../problem.ts';
import {isInbox} from '../../roles.ts';
import type {Remark, Role} from '../../store.ts';
import type {Box, Tree} from '../box.ts';
import {freeName, fromDiskName, toDiskName} from '../folder-names.ts';
import {remark, unopenedRemarks} from '../remarks.ts';
import {codeOf, isMissing, Sidecar} from '../sidecar.ts';
import {isLeftOver, syncFolder} from '../writing.ts';
import {type LabelFolder, labelFolders} from './gmail.ts';
import {dialectOf} from './line.ts';
import {MboxBox} from './mbox-box.ts';
import {MboxFile} from './mbox-file.ts';
import {looksLikeMbox} from './scan.ts';

/** What files are called besides their folder's name, and folders of folders: Thunderbird's have `.sbd`. */
const fileEnding = /\.(?:mbox|mbx|mbs)$/i;
const folderEnding = /\.sbd$/i;
const ours = '.mbox';

/** What other programs and this one write beside mbox files. */
const noMail = /\.(?:msf|jsonl|dat|html|toc|lock|json|tmp)$|^table_of_contents$/i;

/** Names of the inbox, which programs and webmails give to a file in their language. */
const inboxNames: ReadonlySet<string> = new Set([
	'inbox',
	'posta in arrivo',
	'in arrivo',
	'posteingang',
	'boîte de réception',
	'bandeja de entrada',
]);

/** A mailbox in mbox files: one of them, or a directory with one for each folder. */
export function mboxTree(side: Side, root: string, known = root, dialect?: MboxDialect): Tree {
	return new MboxTree(side, root, known, dialect);
}

class MboxTree implements Tree {
	readonly #side: Side;
	readonly #root: string;
	readonly #known: string;
	readonly #boxes = new Set<MboxBox>();
	/** Files that are no mbox. */
	readonly #others: string[] = [];
	readonly #unopened = new Map<string, unknown>();

	readonly #dialect: MboxDialect | undefined;

	/** @param known see `openFiles`; @param dialect the one that somebody has chosen */
	constructor(side: Side, root: string, known: string, dialect: MboxDialect | undefined) {
		this.#dialect = dialect;
		this.#side = side;
		this.#root = root;
		this.#known = known;
	}

	async list(): Promise<readonly Box[]> {
		const stats = await stat(this.#root).catch(unlessMissing);
		// What is not there yet and is called as a file was meant to be one.
		const isFile = stats?.isFile() ?? (this.#side === 'destination' && fileEnding.test(this.#root));
		if (isFile) {
			if (this.#side === 'destination')
				throw new Problem({
					code: 'file-unreadable',
					side: this.#side,
					params: {path: this.#root, why: 'no-directory'},
				});
			await this.#addFile(this.#root, [levelOf(basename(this.#root))]);
		} else if (stats || this.#side === 'source') {
			await this.#addDirectory(this.#root, []);
		}

		if (this.#side === 'destination' && ![...this.#boxes].some(({path}) => isInbox(path))) {
			const file = this.#file(join(this.#root, `INBOX${ours}`), true);
			this.#boxes.add(new MboxBox(file, {path: ['INBOX'], selectable: true, subscribed: true}));
		}

		return [...this.#boxes, ...this.#levels()];
	}

	remarks(): readonly Remark[] {
		return [...unopenedRemarks(this.#unopened), ...remark('other-files', this.#others)];
	}

	async dialects(): Promise<readonly (readonly [dialect: string, messages: number])[]> {
		const found = new Map<string, number>();
		for (const file of new Set([...this.#boxes].map(box => box.file))) {
			for (const line of (await file.lines()).values()) {
				const dialect = this.#dialect ?? dialectOf(line);
				found.set(dialect, (found.get(dialect) ?? 0) + 1);
			}
		}

		return [...found];
	}

	async create(path: readonly string[], role: Role | undefined): Promise<Box> {
		const directory = await this.#directoryOf(path.slice(0, -1));
		const level = path.at(-1) ?? '';
		const wanted = toDiskName(level) + ours;
		const name = freeName(wanted, await readdir(directory));
		const file = this.#file(join(directory, name), true);
		const isNameEnough = levelOf(name) === level && path.length === 1;
		await file.tell({subscribed: false, ...(isNameEnough ? {} : {path: [...path]}), ...(role ? {role} : {})});
		const box = new MboxBox(file, {path, selectable: true, role, subscribed: false});
		this.#boxes.add(box);
		return box;
	}

	async remove(box: Box): Promise<void> {
		if (!(box instanceof MboxBox)) return;
		await box.file.remove();
		this.#boxes.delete(box);
	}

	async subscribe(box: Box, on: boolean): Promise<void> {
		if (!(box instanceof MboxBox)) return;
		await box.file.tell({subscribed: on});
		box.subscribed = on;
	}

	/** Where the files of the folders below this one are; made where it is not there. */
	async #directoryOf(path: readonly string[]): Promise<string> {
		const directory = join(this.#root, ...path.map(toDiskName));
		await mkdir(directory, {recursive: true, mode: 0o700});
		// A symbolic link would lead out of it.
		const root = await realpath(this.#root);
		const real = await realpath(directory);
		if (real !== join(root, ...path.map(toDiskName)))
			throw Object.assign(new Error(`ELOOP: symbolic link, open '${directory}'`), {
				code: 'ELOOP',
				path: directory,
			});
		await syncFolder(dirname(directory));
		return directory;
	}

	/** Each level above a folder that is none itself. */
	#levels(): readonly Box[] {
		const known = new Set([...this.#boxes].map(({path}) => path.join('\0')));
		const levels: Box[] = [];
		for (const {path, file} of this.#boxes) {
			for (let length = 1; length < path.length; length++) {
				const above = path.slice(0, length);
				if (known.has(above.join('\0'))) continue;
				known.add(above.join('\0'));
				levels.push(new MboxBox(file, {path: above, selectable: false, subscribed: true}));
			}
		}

		return levels;
	}

	#file(path: string, mayBeMissing: boolean): MboxFile {
		const known = this.#known + path.slice(this.#root.length);
		return new MboxFile(this.#side, path, mayBeMissing, known, this.#dialect);
	}

	/** @param taken the name of a file in it that has been added */
	async #addDirectory(directory: string, above: readonly string[], taken?: string): Promise<void> {
		const entries = await readdir(directory, {withFileTypes: true});
		for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
			if (this.#side === 'destination' && isLeftOver(entry.name))
				await rm(join(directory, entry.name), {force: true});
			if (entry.name === taken) continue;
			const path = join(directory, entry.name);
			if (entry.name.startsWith('.') || noMail.test(entry.name)) {
				// Whoever has mail under such a name is to know that it stays behind.
				const isMail = this.#side === 'source' && entry.isFile() && (await beginsAsMbox(path));
				if (isMail) this.#others.push(relative(this.#root, path));
				continue;
			}

			// Nothing is written through a symbolic link.
			const isLink = entry.isSymbolicLink();
			if (isLink && this.#side === 'destination') continue;
			const stats = isLink ? await stat(path).catch(() => undefined) : entry;
			try {
				if (stats?.isFile()) await this.#addFile(path, [...above, levelOf(entry.name)]);
				else if (stats?.isDirectory()) await this.#addInner(path, entry.name, above);
				else if (fileEnding.test(entry.name)) this.#others.push(relative(this.#root, path));
			} catch (error) {
				if (this.#side === 'destination' || codeOf(error) === undefined) throw error;
				this.#unopened.set(relative(this.#root, path), error);
			}
		}
	}

	async #addInner(path: string, name: string, above: readonly string[]): Promise<void> {
		// Apple's Mail exports a folder as a directory with a file `mbox` in it.
		const apple = join(path, 'mbox');
		if (fileEnding.test(name) && (await stat(apple).catch(unlessMissing))?.isFile()) {
			const levels = [...above, levelOf(name)];
			await this.#addFile(apple, levels);
			// Its folders are in it too.
			await this.#addDirectory(path, levels, basename(apple));
		} else await this.#addDirectory(path, [...above, fromDiskName(name.replace(folderEnding, ''))]);
	}

	async #addFile(path: string, levels: readonly string[]): Promise<void> {
		const beside = await Sidecar.readHead(this.#side, `${path}.trasloco.jsonl`);
		if (!beside && !(await isMbox(path, path === this.#root))) {
			this.#others.push(relative(this.#root, path));
			return;
		}

		const file = this.#file(path, false);
		const {role, subscribed = true, path: told} = beside ?? {};
		const [first = '', ...below] = levels;
		// Also above its folders: Thunderbird has `Inbox`, and `Inbox.sbd` beside it.
		const named = told ?? (inboxNames.has(first.toLowerCase()) ? ['INBOX', ...below] : levels);
		const folders = beside || this.#side === 'destination' ? [] : await foldersByLabel(file);
		if (folders.length === 0) {
			this.#add(file, {path: named, role}, subscribed);
			return;
		}

		for (const folder of folders) {
			const key = keyOf(folder);
			this.#add(file, folder, subscribed, ({labels = []}) =>
				labelFolders(labels).some(each => keyOf(each) === key),
			);
		}
	}

	#add(
		file: MboxFile,
		{path, role}: LabelFolder & {readonly role?: Role | undefined},
		subscribed: boolean,
		holds?: ConstructorParameters<typeof MboxBox>[2],
	): void {
		// Of `Sent` and `Sent.mbox` the second keeps its whole name.
		const isTaken = [...this.#boxes].some(
			box => box.path.join('\0').toLowerCase() === path.join('\0').toLowerCase(),
		);
		const free = isTaken ? [...path.slice(0, -1), `${path.at(-1)} (${basename(file.path)})`] : path;
		this.#boxes.add(
			new MboxBox(file, {path: free, selectable: true, role: isTaken ? undefined : role, subscribed}, holds),
		);
	}
}

/**
 * The folders that Gmail's labels make of one file, for each of its messages one at the least; none where it is no
 * export of Gmail's. One has labels with nearly all messages: any sender can write the field, and a message may have been
 * dragged from there into another file.
 */
async function foldersByLabel(file: MboxFile): Promise<readonly LabelFolder[]> {
	const folders = new Map<string, LabelFolder>();
	let [labelled, all] = [0, 0];
	for (const {labels, gone} of (await file.lines()).values()) {
		if (gone) continue;
		all++;
		if (labels) labelled++;
		for (const folder of labelFolders(labels ?? [])) folders.set(keyOf(folder), folder);
	}

	return labelled * 2 > all ? [...folders.values()] : [];
}

function keyOf({path}: LabelFolder): string {
	return path.join('\0').toLowerCase();
}

/**
 * Whether a file is an mbox. An empty one, and one that has lost its beginning, is where its name says so, or where a
 * person has named it; an empty one without an ending too.
 */
async function isMbox(path: string, isNamed: boolean): Promise<boolean> {
	const isCalledSo = isNamed || fileEnding.test(path);
	const file = await open(path, 'r');
	try {
		const {size} = await file.stat();
		if (size === 0) return isCalledSo || !basename(path).includes('.');
		// What is called so and is none is taken for one message, which a remark tells.
		return fileEnding.test(path) && !isNamed ? true : await looksLikeMbox(file, size, isCalledSo);
	} finally {
		await file.close();
	}
}

async function beginsAsMbox(path: string): Promise<boolean> {
	const file = await open(path, 'r').catch(() => undefined);
	if (!file) return false;
	try {
		const {size} = await file.stat();
		return size > 0 && (await looksLikeMbox(file, size, false));
	} finally {
		await file.close();
	}
}

function levelOf(name: string): string {
	return fromDiskName(name.replace(fileEnding, ''));
}

function unlessMissing(error: unknown): undefined {
	if (!isMissing(error)) throw error;
}
