import {createHash, type Hash} from 'node:crypto';
import {type FileHandle, open, unlink} from 'node:fs/promises';
import {Problem} from '../problem.ts';

/** A file that is written anew, for its owner alone, and over no other. What is not finished is removed. */
export class NewFile implements AsyncDisposable {
	readonly path: string;
	readonly #file: FileHandle;
	readonly #hash: Hash = createHash('sha256');
	#finished = false;

	private constructor(path: string, file: FileHandle) {
		this.path = path;
		this.#file = file;
	}

	/** @throws {Problem} `file-exists`, `file-refused` */
	static async create(path: string): Promise<NewFile> {
		const file = await open(path, 'wx', 0o600).catch(error => {
			throw asProblem(path, error);
		});
		return new NewFile(path, file);
	}

	/** @throws {Problem} `file-refused` */
	async write(content: string | Buffer): Promise<void> {
		this.#hash.update(content);
		await this.#file.appendFile(content).catch(error => {
			throw asProblem(this.path, error);
		});
	}

	/**
	 * All has been written: the file stays.
	 *
	 * @returns SHA-256 of its content, in hexadecimal
	 * @throws {Problem} `file-refused`
	 */
	async finish(): Promise<string> {
		await this.#file.sync().catch(error => {
			throw asProblem(this.path, error);
		});
		this.#finished = true;
		return this.#hash.digest('hex');
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#file.close();
		if (!this.#finished) await unlink(this.path).catch(() => {});
	}
}

function asProblem(path: string, error: NodeJS.ErrnoException): Problem {
	if (error.code === 'EEXIST') return new Problem({code: 'file-exists', params: {path}}, error);
	return new Problem({code: 'file-refused', params: {path, why: error.message}}, error);
}
