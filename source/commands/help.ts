import {Help, type HelpConfiguration} from 'commander';
import type {help} from '../locales/en/help.ts';

/** Words of one language for the help, and for what is wrong with a command line. */
export type HelpWords = typeof help;

/** What Commander says by itself, in the language. */
export function ofCommander(text: string, words: HelpWords): string {
	return words.ofCommander.reduce((said, [english, translated]) => said.replace(english, translated), text);
}

/** Has Commander give its help in the language. */
export function helpIn(words: HelpWords): HelpConfiguration {
	const own = new Help();
	return {
		styleTitle: title => ofCommander(title, words),
		commandUsage: command => ofCommander(own.commandUsage(command), words),
		subcommandTerm: command => ofCommander(own.subcommandTerm(command), words),
		optionDescription: option => ofCommander(own.optionDescription(option), words),
	};
}
