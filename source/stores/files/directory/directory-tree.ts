import {basename, join, relative} from 'node:path';
import type {Side} from '../../../problem.ts';
import {isInbox} from '../../roles.ts';
import type {Remark, Role} from '../../store.ts';
import type {Box, Tree} from '../box.ts';
import {entriesOf, realpath, shownName, stat} from '../disk.ts';
import {remark, unopenedRemarks} from '../remarks.ts';
import {codeOf} from '../sidecar.ts';
import {DirectoryBox} from './directory-box.ts';
import {unlessMissing} from './inspecting.ts';
import type {Layout} from './layout.ts';
import {readTold, sidecarName} from './place.ts';

/** What a directory holds, by name. */
export interface Contents {
	readonly files: readonly string[];
	readonly directories: readonly string[];
}

/** How folders of one format are directories. */
export interface Shape {
	readonly layout: Layout;
	/** Whether a directory with this in it is a folder. @param name of the directory; undefined of the topmost */
	isFolder(contents: Contents, name: string | undefined): boolean;
	/** Whether a file that is no message may have been meant as one; absent where that can't be told. */
	isOther?(name: string): boolean;
	/** Whether a directory may be a folder, or hold some. */
	mayHold(name: string): boolean;
	/** The levels that a directory's name stands for, below those of the directory that it is in. */
	levelsOf(name: string): readonly string[];
	/** The levels of the topmost directory itself, where it is a folder. */
	topOf(name: string): readonly string[];
	/** Where INBOX is made, below the topmost directory. */
	readonly inbox: string;
	/** Whether folders stand in the directory of the one above. */
	readonly isNested: boolean;
	/** The name of a new folder's directory, besides those that are there. @param path its levels below the directory that it is made in */
	nameFor(path: readonly string[], taken: readonly string[]): string;
}

/** Folders that are directories. */
export class DirectoryTree implements Tree {
	readonly #side: Side;
	readonly #root: string;
	readonly #known: string;
	readonly #shape: Shape;
	/** All that are there, by their levels. */
	readonly #boxes = new Map<string, DirectoryBox>();
	/** Files that are no mail of the format. */
	readonly #others: string[] = [];
	readonly #unopened = new Map<string, unknown>();
	/** Directories that have been looked into, so that symbolic links lead into none twice. */
	readonly #seen = new Set<string>();

	/** @param known see `openFiles` */
	constructor(side: Side, root: string, shape: Shape, known: string) {
		this.#side = side;
		this.#root = root;
		this.#known = known;
		this.#shape = shape;
	}

	async list(): Promise<readonly Box[]> {
		const isThere = this.#side === 'source' || (await stat(this.#root).catch(unlessMissing)) !== undefined;
		if (isThere) await this.#find(this.#root, [], undefined);
		const inbox = join(this.#root, this.#shape.inbox);
		if (this.#side === 'destination' && !this.#boxes.has('INBOX')) this.#add(inbox, ['INBOX'], false);
		return [...this.#boxes.values()];
	}

	remarks(): readonly Remark[] {
		const unopened = new Map([
			...this.#unopened,
			...[...this.#boxes.values()].flatMap(box => [...box.unopened]),
		]);
		const below = new Map([...unopened].map(([path, error]) => [relative(this.#root, path), error]));
		return [...unopenedRemarks(below), ...remark('other-files', this.#others)];
	}

	async create(path: readonly string[], role: Role | undefined): Promise<Box> {
		const {layout, isNested, nameFor, levelsOf} = this.#shape;
		const there = this.#boxes.get(keyOf(path));
		const above = path.slice(0, -1);
		if (isNested && above.length > 0 && !this.#boxes.has(keyOf(above))) await this.create(above, undefined);
		const directory = (isNested && this.#boxes.get(keyOf(above))?.directory) || this.#root;
		const levels = isNested ? path.slice(-1) : path;
		const entries = (await entriesOf(directory).catch(unlessMissing)) ?? [];
		const mine = new Set([...this.#boxes.values()].map(box => box.directory));
		// Another run may have made it meanwhile.
		const made = entries.find(
			entry =>
				entry.isDirectory() &&
				keyOf(levelsOf(entry.name)) === keyOf(levels) &&
				!mine.has(join(directory, entry.name)),
		)?.name;
		const name =
			made ??
			nameFor(
				levels,
				entries.map(entry => entry.name),
			);
		const isSaid = keyOf(levelsOf(name)) === keyOf(levels);
		const place = {side: this.#side, layout, path, selectable: true};
		const own = there?.directory ?? join(directory, name);
		const box = new DirectoryBox({
			...place,
			directory: own,
			known: this.#knownAs(own),
			isMade: (there ?? made) !== undefined,
		});
		await box.make(isSaid || there ? undefined : path, role);
		this.#boxes.set(keyOf(path), box);
		return box;
	}

	async remove(box: Box): Promise<void> {
		await this.#own(box).remove();
		this.#boxes.delete(keyOf(box.path));
	}

	async subscribe(box: Box, on: boolean): Promise<void> {
		await this.#own(box).subscribe(on);
	}

	#own(box: Box): DirectoryBox {
		if (box instanceof DirectoryBox) return box;
		throw new Error('a folder of another store');
	}

	/** @param name of the directory; undefined of the topmost */
	async #find(directory: string, above: readonly string[], name: string | undefined): Promise<void> {
		const contents = await this.#contentsOf(directory).catch((error: unknown) => {
			if (this.#side === 'destination' || name === undefined || codeOf(error) === undefined) throw error;
			this.#unopened.set(directory, error);
		});
		if (!contents) return;
		for (const file of contents.files)
			if (this.#shape.isOther?.(file))
				this.#others.push(shownName(relative(this.#root, join(directory, file))));
		const {layout, isFolder, levelsOf, topOf, mayHold} = this.#shape;
		const isTop = name === undefined;
		const told = contents.files.includes(sidecarName) ? await readTold(this.#side, directory) : undefined;
		const levels = isTop ? topOf(basename(this.#known)) : [...above, ...levelsOf(name)];
		const path = this.#free(told?.head.path ?? (isInbox(levels) ? ['INBOX'] : levels));
		const inner = contents.directories.filter(mayHold);
		const isMail = told !== undefined || isFolder(contents, name);
		const before = this.#boxes.size;
		for (const each of inner) await this.#find(join(directory, each), isTop ? [] : path, each);
		// One that holds neither mail nor folders is an empty folder where nothing else tells what a folder is.
		const isLeaf = !isTop && this.#boxes.size === before && layout.rooms.includes('');
		const isLevel = !isTop && this.#boxes.size > before;
		if (isMail || isLeaf || isLevel) {
			const box = new DirectoryBox({
				side: this.#side,
				layout,
				directory,
				known: this.#knownAs(directory),
				// One that lies below may have taken the name of the topmost.
				path: this.#free(path),
				isMade: true,
				told,
				selectable: isMail || isLeaf,
			});
			this.#boxes.set(keyOf(box.path), box);
		}
	}

	#add(directory: string, path: readonly string[], isMade: boolean): void {
		const place = {side: this.#side, layout: this.#shape.layout, selectable: true};
		const known = this.#knownAs(directory);
		this.#boxes.set(keyOf(path), new DirectoryBox({...place, directory, known, path, isMade}));
	}

	#knownAs(directory: string): string {
		return this.#known + directory.slice(this.#root.length);
	}

	/** The same levels, or others where two directories would be one folder. */
	#free(path: readonly string[]): readonly string[] {
		let free = path;
		for (let number = 2; this.#boxes.has(keyOf(free)); number++)
			free = [...path.slice(0, -1), `${path.at(-1)} (${number})`];
		return free;
	}

	/** @returns undefined of one that has been looked into */
	async #contentsOf(directory: string): Promise<Contents | undefined> {
		const real = await realpath(directory);
		if (this.#seen.has(real)) return undefined;
		this.#seen.add(real);
		const files: string[] = [];
		const directories: string[] = [];
		for (const entry of await entriesOf(directory)) {
			// A destination is written to: nothing there leads out of it.
			const isLink = entry.isSymbolicLink();
			if (isLink && this.#side === 'destination') continue;
			const target = isLink ? await stat(join(directory, entry.name)).catch(() => undefined) : entry;
			if (target?.isDirectory()) directories.push(entry.name);
			else if (target?.isFile()) files.push(entry.name);
		}

		return {files, directories: directories.sort()};
	}
}

function keyOf(path: readonly string[]): string {
	return path.join('/');
}
