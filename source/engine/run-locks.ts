import {type Account, accountKey} from '../accounts/account.ts';
import {type Lock, lockNames, takeLock} from '../journal/lock.ts';
import {Problem} from '../problem.ts';

/** One engine a run, and one run at a time into a destination. @throws {Problem} `run-busy`, `destination-busy` */
export function takeLocks(run: string, destination: Account): Lock[] {
	const ofRun = takeLock(lockNames.run(run));
	if (!ofRun) throw new Problem({code: 'run-busy', params: {run}});
	const account = accountKey(destination);
	const ofDestination = takeLock(lockNames.destination(account));
	if (ofDestination) return [ofRun, ofDestination];
	ofRun.release();
	throw new Problem({code: 'destination-busy', side: 'destination', params: {account}});
}
