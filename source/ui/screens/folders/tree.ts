/**
 * How a list of folders is drawn as a tree: the last level alone where the folder above it is drawn just before,
 * else the whole path.
 * @returns One entry a folder: its depth, whether it is the last of its parent, and the name to show.
 */
export function drawTree(
	paths: readonly (readonly string[])[],
): readonly {readonly depth: number; readonly isLast: boolean; readonly name: string}[] {
	const above: string[][] = [];
	const depths = paths.map(path => {
		while (above.length > 0 && !isBelow(path, above.at(-1) ?? [])) above.pop();
		const parent = above.at(-1);
		const depth = parent !== undefined && parent.length === path.length - 1 ? above.length : 0;
		if (depth === 0) above.length = 0;
		above.push([...path]);
		return depth;
	});
	// From the end: at which depths another folder of the same parent follows.
	const follows: boolean[] = [];
	const isLast = depths.toReversed().map(depth => {
		const last = follows[depth] !== true;
		follows.length = depth;
		follows[depth] = true;
		return last;
	});
	return paths.map((path, index) => {
		const depth = depths[index] ?? 0;
		return {
			depth,
			isLast: isLast[paths.length - 1 - index] ?? true,
			name: depth === 0 ? path.join('/') : (path.at(-1) ?? ''),
		};
	});
}

function isBelow(path: readonly string[], parent: readonly string[]): boolean {
	return path.length > parent.length && parent.every((level, index) => path[index] === level);
}
