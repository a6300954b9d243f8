import {around, type UsageProblems} from '../../wording.ts';

/** What is wrong with a command line. */
export const usage: UsageProblems = {
	'certificate-form': () => ({
		what: 'non è l’impronta di un certificato: SHA-256 ha 64 cifre esadecimali',
		hint: 'Come la mostra trasloco, o openssl x509 -fingerprint -sha256.',
	}),
	'account-scheme': () => ({
		what: 'una casella comincia con imaps://, imap:// o imap+plain://, o è il nome di una casella salvata; posta in file è eml:PERCORSO, maildir:… o mbox:…',
		hint: 'Per esempio imaps://mario.rossi%40esempio.it@imap.esempio.it, eml:/home/mario/copia, mbox:/home/mario/Inviata.mbox',
	}),
	'account-form': () => ({
		what: 'questa non è una casella: la forma è imaps://UTENTE@SERVER[:PORTA]',
		hint: 'Nel nome utente @ si scrive %40, / si scrive %2F.',
	}),
	'account-user': () => ({
		what: 'il nome utente della casella manca o è codificato male',
		hint: 'imaps://UTENTE@SERVER; nel nome utente @ si scrive %40, % si scrive %25.',
	}),
	'account-password': () => ({
		what: 'due punti nel nome utente: la password non si scrive mai sulla riga di comando',
		hint: 'Va in TRASLOCO_FROM_PASSWORD o TRASLOCO_TO_PASSWORD, o la stampa un comando; i due punti di un nome si scrivono %3A.',
	}),
	'account-port': () => ({what: 'la porta è un numero da 1 a 65535', hint: 'imaps://UTENTE@SERVER:993'}),
	'account-missing': () => ({what: 'manca la casella', hint: 'Indicare --from e --to.'}),
	'server-unknown': ({address}) => ({
		what: `nessun server trovato${around(' per ', address)}`,
		hint: 'Chiederlo al gestore della casella e scrivere imaps://UTENTE@SERVER, con @ del nome utente come %40.',
	}),
	'server-unsure': ({address, host}) => ({
		what: `il solo DNS dice che ${address ?? 'la casella'} sta ${around('su ', host) || 'lì'}, e il DNS si può falsificare`,
		hint: 'Nessuna password è stata inviata. Avviare in un terminale, che lo chiede, o scrivere imaps://UTENTE@SERVER se è giusto.',
	}),
	'no-terminal': () => ({
		what: 'le schermate hanno bisogno di un terminale',
		hint: 'Senza schermate bastano righe di testo: trasloco copy, verify, resume, undo, runs, attach; trasloco --help spiega come.',
	}),
	'limits-form': ({limits}) => ({
		what: `i limiti sono byte e messaggi al secondo, byte al giorno e connessioni${around(', non ', limits)}`,
		hint: 'Per esempio 500kB/s,10/s,2GB/day,1connection: quali si vuole, ciascuno una volta.',
	}),
	'proxy-form': () => ({
		what: 'un proxy è socks5://[UTENTE@]SERVER[:PORTA], http://… o https://…',
		hint: 'Per esempio socks5://localhost:1080',
	}),
	'proxy-password': () => ({
		what: 'la password di un proxy non si scrive mai sulla riga di comando o in un file',
		hint: 'Va in TRASLOCO_FROM_PROXY_PASSWORD o TRASLOCO_TO_PROXY_PASSWORD; in un terminale viene chiesta.',
	}),
	'proxy-characters': () => ({
		what: "utente e password di un proxy SOCKS possono avere solo lettere, cifre e _!$&')(*+,.~-",
		hint: 'Dare a quel proxy un’altra password, o usarlo con http:// se lo permette.',
	}),
	'map-form': ({pair}) => ({
		what: `--map vuole ORIGINE=DESTINAZIONE${around(', non ', pair)}`,
		hint: 'Il segno = in un nome si scrive due volte: ==.',
	}),
	'undo-unconfirmed': () => ({
		what: 'l’annullamento va confermato',
		hint: 'Aggiungere --yes, o avviarlo in un terminale, che lo chiede.',
	}),
	'passphrase-terminal': () => ({
		what: 'la passphrase della chiave va digitata',
		hint: 'Avviare in un terminale, oppure firmare a parte il file .sha256: openssl cms -sign.',
	}),
	'run-undone': () => ({what: 'questa copia è stata annullata', hint: 'Avviare una copia nuova.'}),
	'nothing-to-resume': () => ({
		what: 'questa copia è terminata',
		hint: 'Avviare una copia nuova: copia solo ciò che è arrivato nel frattempo.',
	}),
	'not-live': ({run, state}) => ({
		what: `la copia${around(' ', run)} non è in corso${around(': è ', states.get(state))}`,
		hint: nextCommand(run ?? 'COPIA', state),
	}),
	'other-account': ({account}) => ({
		what: `questa copia è di un’altra casella${around(', ', account)}`,
		hint: 'Accedere a quella casella.',
	}),
};

const states: ReadonlyMap<string | number | undefined, string> = new Map([
	['running', 'interrotta'],
	['paused', 'interrotta'],
	['interrupted', 'interrotta'],
	['failed', 'fallita'],
	['done', 'terminata'],
	['differences', 'terminata, con differenze'],
	['undoing', 'da finire di annullare'],
	['undone', 'annullata'],
]);

/** The command that makes sense next for a run on which nobody is at work. */
function nextCommand(run: string | number, state: string | number | undefined): string {
	switch (state) {
		case 'done':
		case 'differences':
			return `Per annullare: trasloco undo ${run}`;
		case 'undone':
			return 'Avviare una copia nuova.';
		case 'undoing':
			return `Per continuare: trasloco undo ${run}`;
		default:
			return `Per riprendere: trasloco resume ${run}; per annullare: trasloco undo ${run}`;
	}
}
