import {FilesStore} from '../../../../source/stores/files/files-store.ts';
import {mboxTree} from '../../../../source/stores/files/mbox/mbox-tree.ts';

/** Lists and reads all of an mbox file in a process of its own, as a copy does, and prints what it took. */
const [path = ''] = process.argv.slice(2);
const store = await FilesStore.open('source', mboxTree('source', path), path);
const [folder] = store.info.folders;
if (!folder) throw new Error('no folder');
const {messages} = await store.scan(folder.name);
const {name, uidValidity} = folder;
let bytes = 0;
let read = 0;
for await (const batch of store.read([{folder: name, uidValidity, messages}], 2 * 1024 * 1024))
	for (const {content} of batch) {
		read++;
		bytes += content?.length ?? 0;
	}

await store.close();
const peak = process.resourceUsage().maxRSS * 1024;
process.stdout.write(JSON.stringify({messages: messages.length, read, bytes, peak}));
