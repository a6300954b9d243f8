import {proposeMappings} from '../engine/mapping.ts';
import {startEngine} from '../host/client.ts';
import {sentences} from '../locales/index.ts';
import {exitCodes, Problem} from '../problem.ts';
import {connectBoth, mappingOptions} from './copy.ts';
import type {VerifyOptions} from './options.ts';
import {describeSides, printerFor, withSignals} from './running.ts';
import {accountFrom} from './sides.ts';

/** Compares two accounts, whoever copied. Answers with the exit code: 3 where something differs. @throws {Problem} */
export async function verify(options: VerifyOptions): Promise<number> {
	const from = await accountFrom('source', options.from, options);
	const to = await accountFrom('destination', options.to, options);
	const mapped = mappingOptions(options);
	const printer = printerFor(options);
	const engine = await startEngine();
	try {
		engine.onEvent(printer.event);
		const {source, destination} = await connectBoth(engine, {source: from, destination: to}, options);
		describeSides(printer, {source, destination});
		const mappings = proposeMappings(source, destination, mapped);
		if (!mappings.some(mapping => mapping.selected)) throw new Problem({code: 'nothing-selected'});
		return await withSignals(engine, printer, async () => {
			const finished = await engine.request('compare', {
				mappings,
				deep: options.deep ?? false,
				allowExtra: options.allowExtra ?? false,
			});
			const {commands, format} = sentences();
			const count = (kinds: readonly string[]) =>
				finished.findings
					.filter(({kind}) => kinds.includes(kind))
					.reduce((sum, finding) => sum + (finding.count ?? 1), 0);
			const closing =
				finished.state === 'done'
					? commands.same(format.count(finished.alreadyThere))
					: commands.differ(
							format.count(count(['missing', 'folder-missing'])),
							format.count(count(['extra'])),
						);
			printer.finished(finished, closing, 'compare');
			return finished.state === 'done' ? exitCodes.ok : exitCodes.differences;
		});
	} finally {
		await engine.disconnect();
	}
}
