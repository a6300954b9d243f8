import {readdirSync, readFileSync} from 'node:fs';
import {defineConfig, type Plugin} from 'rolldown';

/** The licence of each package that went into the program, beside it, as all of them ask. */
const licences: Plugin = {
	name: 'licences',
	generateBundle(_, bundle) {
		const modules = Object.values(bundle).flatMap(file => (file.type === 'chunk' ? file.moduleIds : []));
		const folders = new Set(modules.flatMap(path => /^.+\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? []));
		const texts = [...folders].sort().map(folder => {
			const {name, version, license} = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
			const files = readdirSync(folder).filter(file => /^(licen[cs]e|copying|notice)/i.test(file));
			const said = files.map(file => readFileSync(`${folder}/${file}`, 'utf8').trim());
			return [`${name} ${version} (${license})`, ...said].join('\n\n');
		});
		this.emitFile({type: 'asset', fileName: 'licences.txt', source: `${texts.join('\n\n\n')}\n`});
	},
};

/**
 * Ink's layout engine fetches the WebAssembly that is in its own file, where there is a `fetch`, and Node's takes as
 * long to load as all the rest of Ink. Without one it decodes it.
 */
const withoutFetch: Plugin = {
	name: 'without-fetch',
	transform: {
		filter: {id: /yoga-wasm/},
		handler: code => `const fetch = undefined;\n${code}`,
	},
};

/**
 * V8 takes some 30 ms for the expression that knows every emoji, and most texts are measured without it: it is made
 * when it is first needed.
 */
const lateEmoji: Plugin = {
	name: 'late-emoji',
	transform: {
		filter: {id: /node_modules\/string-width\/index\.js$/},
		handler(code) {
			const early = 'const rgiEmojiRegex = /^\\p{RGI_Emoji}$/v;';
			if (!code.includes(early)) this.error('string-width knows emoji in another way: see what that costs');
			return code.replace(
				early,
				() => `let rgiEmoji;
const rgiEmojiRegex = {test: text => (rgiEmoji ??= new RegExp('^\\\\p{RGI_Emoji}$', 'v')).test(text)};`,
			);
		},
	},
};

/** In few files what users run: to read some hundreds of them would take longer than what most commands do. */
export default defineConfig({
	input: {
		cli: 'source/cli.ts',
		// Started by their paths, in a process and in a thread of their own.
		'engine-process': 'source/host/engine-process.ts',
		thread: 'source/preview/thread.ts',
		// The screens without the program, as tests draw them.
		screens: 'source/ui/index.tsx',
	},
	platform: 'node',
	// Ink asks for it where a developer looks into a program.
	external: ['react-devtools-core'],
	plugins: [licences, withoutFetch, lateEmoji],
	// React has another half, for its developers.
	transform: {define: {'process.env.NODE_ENV': '"production"'}},
	output: {dir: 'dist', chunkFileNames: '[name]-[hash].js', cleanDir: true},
});
