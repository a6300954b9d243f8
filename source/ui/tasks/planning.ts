import {leftBehind, selectedMappings} from '../screens/folders/folder-facts.ts';
import type {Bench} from './bench.ts';
import type {Logins} from './logins.ts';

/** Comparing both sides before anything is written. */
export type Planning = ReturnType<typeof createPlanning>;

export function createPlanning({store, client, failed}: Bench, logins: Logins) {
	let latest = 0;

	/**
	 * Compares both sides for the mappings that are selected.
	 * @param only destination folders: what goes elsewhere is left alone this time
	 * @returns Whether there is a plan.
	 */
	async function plan(only?: readonly string[]): Promise<boolean> {
		const {folders, review} = store.get();
		if (folders === undefined) return false;
		latest++;
		const mine = latest;
		store.dispatch({to: 'review', action: {type: 'plan-asked', only}});
		store.dispatch({to: 'screen', screen: 'review'});
		try {
			const engine = await client();
			const selected = selectedMappings(folders).filter(({target}) => only?.includes(target.name) ?? true);
			// The plan tells how much of it stays behind.
			const copies = folders.mappings.filter(({leftOut}) => leftOut === 'second-copy');
			const mappings = only === undefined ? [...selected, ...copies] : selected;
			const made = await engine.request('plan', {
				mappings,
				verify: review.verify,
				asCompared: only !== undefined,
				labels: folders.labels,
			});
			// Somebody went back meanwhile and asked for another.
			if (mine !== latest) return false;
			const behind = only === undefined ? leftBehind(folders) : [];
			store.dispatch({to: 'review', action: {type: 'planned', plan: made, behind}});
			return true;
		} catch (error) {
			const problem = failed(error);
			if (mine === latest) store.dispatch({to: 'review', action: {type: 'failed', problem}});
			return false;
		}
	}

	/** Lists both sides again under the same mapping. @returns False where a person is needed for that: Connect is shown. */
	async function refresh(): Promise<boolean> {
		const sides = ['source', 'destination'] as const;
		const isConnected =
			store.get().folders !== undefined && logins.knowsPasswords(sides) && (await logins.reconnect(sides));
		const {source, destination} = store.get().connect.status;
		if (!isConnected || source.kind !== 'connected' || destination.kind !== 'connected') {
			store.dispatch({to: 'screen', screen: 'connect'});
			return false;
		}
		const action = {type: 'refreshed', source: source.info, destination: destination.info} as const;
		store.dispatch({to: 'folders', action});
		return true;
	}

	return {
		plan,
		/** The same plan again, over what is there now. */
		planAgain: () => plan(store.get().review.only),
		refresh,
		/**
		 * Sees to it that the engine's plan is the one that was confirmed: where the verification was changed since,
		 * it plans again. @returns False where the numbers are other ones now, so that the person has to look again.
		 */
		async confirm(): Promise<boolean> {
			const {review} = store.get();
			if (review.kind !== 'planned') return false;
			if (review.verify === review.plan.verify) return true;
			if (!(await plan(review.only))) return false;
			const again = store.get().review;
			if (again.kind !== 'planned') return false;
			return again.plan.messages === review.plan.messages && again.plan.bytes === review.plan.bytes;
		},
		/** Plans over folders that are listed again: only what is missing is copied then. */
		async planSince(): Promise<void> {
			store.dispatch({to: 'review', action: {type: 'plan-asked'}});
			store.dispatch({to: 'screen', screen: 'review', purpose: {kind: 'copy'}});
			if (await refresh()) await plan();
		},
	};
}
