#!/usr/bin/env node
// This file has to start on any Node, to say that it is too old: nothing but what old ones know, and every
// import below the check.
const major = Number(process.versions.node.split('.')[0]);
if (major < 24) {
	process.stderr.write(`trasloco needs Node 24 or newer; this is ${process.versions.node}.\n`);
	process.exitCode = 2;
} else {
	// What the program keeps is for its owner alone, files that SQLite and Node write for it too.
	process.umask(0o077);
	const {keepCompiledCode} = await import('./compile-cache.ts');
	keepCompiledCode();
	const {main} = await import('./main.ts');
	process.exitCode = await main(process.argv.slice(2));
}

export {};
