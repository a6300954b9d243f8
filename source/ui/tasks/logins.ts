import {
	type Account,
	accountKey,
	isFiles,
	isSameMailbox,
	type ServerAccount,
} from '../../accounts/account.ts';
import {isByBrowser, withCommand} from '../../accounts/oauth/grant.ts';
import {realFiles} from '../../accounts/parse.ts';
import type {SavedAccount} from '../../accounts/saved.ts';
import {neededSecrets, type Secrets} from '../../accounts/secrets.ts';
import {Stopped} from '../../engine/control.ts';
import type {RunSummary} from '../../host/protocol.ts';
import type {ProblemCode, Side} from '../../problem.ts';
import {accountOf, faultOf, isFault} from '../screens/connect/connect-form.ts';
import {sidesToConnect} from '../screens/connect/login-focus.ts';
import {addressToLookUp} from '../screens/connect/lookup.ts';
import {pathToLookAt} from '../screens/connect/typed-path.ts';
import type {Purpose} from '../state.ts';
import type {Bench} from './bench.ts';

/** Logging in, and what it is for. */
export type Logins = ReturnType<typeof createLogins>;

/** What a secret that was typed, or a consent, may be to blame for: it is asked for again. */
const unlockedIn: ReadonlySet<ProblemCode> = new Set([
	'client-certificate',
	'proxy',
	'oauth-refused',
	'token-refused',
]);

export function createLogins(
	{store, services, client, failed, notice, lend}: Bench,
	given?: Readonly<Record<Side, Secrets>>,
) {
	/** Passwords that logged in while the screens were open, by mailbox. */
	const known = new Map<string, string>();
	/** What a person has unlocked meanwhile, by mailbox. */
	const unlocked = new Map<string, Secrets>();
	/** One after the other: there is one terminal. */
	let lastQuestion: Promise<void> = Promise.resolve();

	/** The command that this mailbox was saved with. */
	function savedCommand(account: Account): string | undefined {
		try {
			return services.saved().commandFor(account);
		} catch (error) {
			notice({say: 'problem', problem: failed(error)});
			return undefined;
		}
	}

	/** What opens an account besides its password, as far as it is known. */
	function knownSecrets(side: Side, account: ServerAccount): Secrets {
		const {tokenCommand, ...typed} = given?.[side] ?? {};
		const next = account.oauth === 'token' ? (savedCommand(account) ?? tokenCommand) : undefined;
		return {
			...typed,
			...unlocked.get(accountKey(account)),
			...(next === undefined ? {} : {tokenCommand: next}),
		};
	}

	/** Does something that may ask on the terminal, while the screens make room for it. */
	async function onTerminal<T>(ask: () => Promise<T>): Promise<T> {
		const before = lastQuestion;
		const {promise, resolve} = Promise.withResolvers<void>();
		lastQuestion = promise;
		await before;
		const answer = Promise.withResolvers<T>();
		answer.promise.catch(() => {});
		// What fails is told when the screens are back.
		await lend(() => ask().then(answer.resolve, answer.reject)).finally(resolve);
		return answer.promise;
	}

	/** Has a person say on the terminal what is missing. @throws {Problem} @throws {Stopped} */
	async function askForSecrets(side: Side, account: ServerAccount, known: Secrets): Promise<Secrets> {
		const secrets = await onTerminal(() => services.unlock(side, account, known));
		unlocked.set(accountKey(account), secrets);
		return secrets;
	}

	/** What opens an account besides its password: as it is known, else as a person says. @throws {Problem} @throws {Stopped} */
	async function secretsFor(side: Side, account: ServerAccount): Promise<Secrets> {
		const before = knownSecrets(side, account);
		const isEnough = before.grant !== undefined || !isByBrowser(account);
		const isComplete = isEnough && neededSecrets(account).every(kind => before[kind] !== undefined);
		return isComplete ? before : askForSecrets(side, account, before);
	}

	/** Logs in one side with what is typed. @returns Whether it is connected. */
	async function connect(side: Side): Promise<boolean> {
		const form = store.get().connect.forms[side];
		const fault = faultOf(form);
		const typed = accountOf(form);
		if (fault !== undefined || isFault(typed)) {
			const isMissing = fault !== undefined && 'missing' in fault;
			notice(isMissing ? {say: 'missing', side, field: fault.missing} : {say: 'bad-port', side});
			return false;
		}
		const command = isByBrowser(typed) ? savedCommand(typed) : undefined;
		const account = isFiles(typed) ? realFiles(typed) : withCommand(typed, command);
		try {
			const password =
				command === undefined ? form.password : await onTerminal(() => services.passwordFrom(side, command));
			const secrets = isFiles(account) ? {} : await secretsFor(side, account);
			store.dispatch({to: 'connect', action: {type: 'connecting', side}});
			const info = await (await client()).request('connect', {
				side,
				account,
				password,
				secrets,
			});
			store.dispatch({to: 'connect', action: {type: 'connected', side, info, account}});
			known.set(accountKey(account), form.password);
			return true;
		} catch (error) {
			if (error instanceof Stopped) return false;
			const problem = failed(error);
			store.dispatch({to: 'connect', action: {type: 'failed', side, problem}});
			if (unlockedIn.has(problem.code)) unlocked.delete(accountKey(account));
			if (problem.code === 'login-refused') known.delete(accountKey(account));
			return false;
		}
	}

	/** Servers that are looked for. */
	const looking = new Map<Side, AbortController>();

	/** Looks for the server of a side's address, where nobody has named one. @param options.goesOn the cursor, when it is there */
	async function findServer(side: Side, {goesOn = false} = {}): Promise<void> {
		const address = addressToLookUp(store.get().connect, side);
		if (address === undefined) return;
		looking.get(side)?.abort();
		const abort = new AbortController();
		looking.set(side, abort);
		store.dispatch({to: 'connect', action: {type: 'looking', side, goesOn}});
		const discovery = await services.findServer(address, {
			signal: abort.signal,
			isProxied: store.get().connect.forms[side].terms.proxy !== undefined,
		});
		store.dispatch({to: 'connect', action: {type: 'looked', side, address, discovery}});
	}

	/** Looks what is at the path that is typed for a side, and what format it has. */
	async function lookAtPath(side: Side): Promise<void> {
		const path = pathToLookAt(store.get().connect, side);
		if (path === undefined) return;
		const look = await services.lookAtFiles(realFiles({format: 'eml', path}).path);
		store.dispatch({to: 'connect', action: {type: 'files-seen', side, seen: {path, look}}});
	}

	/** Fills in the accounts of a run. @returns The sides whose password has logged in before. */
	function fillIn(run: RunSummary, needs: readonly Side[] = ['source', 'destination']): readonly Side[] {
		const passwords = {source: known.get(accountKey(run.from)), destination: known.get(accountKey(run.to))};
		store.dispatch({to: 'connect', action: {type: 'started', needs, from: run.from, to: run.to, passwords}});
		return needs.filter(side => passwords[side] !== undefined);
	}

	/** Fills in the password that the command of a saved account prints; it may ask on the terminal. */
	async function fetchPassword(side: Side, {account, passwordCommand}: SavedAccount): Promise<void> {
		// Its command prints access tokens, which it does at the login.
		if (passwordCommand === undefined || isByBrowser(account)) return;
		let password: string;
		try {
			password = await onTerminal(() => services.passwordFrom(side, passwordCommand));
		} catch (error) {
			notice({say: 'problem', problem: failed(error)});
			return;
		}
		const form = store.get().connect.forms[side];
		const now = accountOf(form);
		if (form.password !== '' || isFault(now) || accountKey(now) !== accountKey(account)) return;
		const action = {type: 'field-changed', side, field: 'password', value: password} as const;
		store.dispatch({to: 'connect', action});
	}

	/** Logs in a side that is filled in with a mailbox, where nobody has to be asked: it was saved with a command that opens it, or is in files. */
	async function connectBySaved(side: Side): Promise<void> {
		const {forms} = store.get().connect;
		const account = accountOf(forms[side]);
		if (isFault(account) || forms[side].password !== '') return;
		if (!isFiles(account)) {
			const passwordCommand = savedCommand(account);
			if (passwordCommand === undefined) return;
			await fetchPassword(side, {name: '', account, passwordCommand});
		}
		if (faultOf(store.get().connect.forms[side]) === undefined) await connect(side);
	}

	return {
		connect,
		findServer,
		lookAtPath,
		/** Asks nobody any longer. */
		stopLooking(): void {
			for (const abort of looking.values()) abort.abort();
		},
		fillIn,
		/** Logs in the side of the cursor, and the other where it is complete. */
		connectAll(): void {
			for (const side of sidesToConnect(store.get().connect)) void connect(side);
		},
		/** Logs in again with what is known. @returns Whether all are connected. */
		async reconnect(sides: readonly Side[]): Promise<boolean> {
			const answers = await Promise.all(sides.map(connect));
			return answers.every(Boolean);
		},
		/** Whether these sides could be logged in without asking for anything. */
		knowsPasswords: (sides: readonly Side[]): boolean =>
			sides.every(side => faultOf(store.get().connect.forms[side]) === undefined),
		/** Whether both sides are one mailbox, which is said. */
		isSameMailbox(): boolean {
			const {source, destination} = store.get().connect.status;
			if (source.kind !== 'connected' || destination.kind !== 'connected') return false;
			if (!isSameMailbox(source.account, destination.account)) return false;
			notice({say: 'problem', problem: {code: 'same-mailbox'}});
			return true;
		},
		/** To the Connect screen with the accounts of a run filled in. */
		connectFor(purpose: Purpose, run?: RunSummary): void {
			const filled = purpose.kind === 'copy' ? run : purpose.run;
			const needs: readonly Side[] = purpose.kind === 'undo' ? ['destination'] : ['source', 'destination'];
			if (filled === undefined) store.dispatch({to: 'connect', action: {type: 'started', needs}});
			const sides = filled === undefined ? [] : fillIn(filled, needs);
			store.dispatch({to: 'screen', screen: 'connect', purpose});
			for (const side of needs) {
				if (sides.includes(side)) void connect(side);
				else if (filled !== undefined) void connectBySaved(side);
			}
		},
		fetchPassword,
		/** The saved accounts; where there are none, or they can't be read, that is said. */
		savedAccounts(): readonly SavedAccount[] {
			try {
				const accounts = services.saved().list();
				if (accounts.length === 0) notice({say: 'no-saved'});
				return accounts;
			} catch (error) {
				notice({say: 'problem', problem: failed(error)});
				return [];
			}
		},
		savedCommand,
		/** Forgets a saved account. @returns Those that are left. */
		removeAccount(name: string): readonly SavedAccount[] {
			try {
				services.saved().remove(name);
				notice({say: 'removed', name});
				return services.saved().list();
			} catch (error) {
				notice({say: 'problem', problem: failed(error)});
				return [];
			}
		},
		saveAccount(saved: SavedAccount): void {
			try {
				services.saved().save(saved);
				notice({say: 'saved', name: saved.name});
			} catch (error) {
				notice({say: 'problem', problem: failed(error)});
			}
		},
	};
}
