import {createFormat} from '../format.ts';

export const format = createFormat('it');
export const countMessages = (n: number) => `${format.count(n)} ${n === 1 ? 'messaggio' : 'messaggi'}`;
export const countFolders = (n: number) => `${format.count(n)} ${n === 1 ? 'cartella' : 'cartelle'}`;
export const countFindings = (n: number) => `${format.count(n)} ${n === 1 ? 'segnalazione' : 'segnalazioni'}`;
export const countKeywords = (n: number) => `${format.count(n)} ${n === 1 ? 'etichetta' : 'etichette'}`;

export const volume = (n: number, bytes: number | undefined) =>
	[countMessages(n), ...(bytes === undefined ? [] : [format.bytes(bytes)])].join(', ');
