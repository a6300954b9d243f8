import {type Desk, open} from './desk.ts';
import {dialogKeys} from './dialogs/dialog-keys.ts';
import type {ActionId} from './keymap.ts';
import {connectKeys} from './screens/connect/connect-keys.ts';
import {differencesKeys} from './screens/differences/differences-keys.ts';
import {foldersKeys} from './screens/folders/folders-keys.ts';
import {messageKeys} from './screens/message/message-keys.ts';
import {progressKeys} from './screens/progress/progress-keys.ts';
import {resultKeys} from './screens/result/result-keys.ts';
import {reviewKeys} from './screens/review/review-keys.ts';
import {runsKeys} from './screens/runs/runs-keys.ts';
import {signaturesKeys, suspectsKeys} from './screens/signatures/signatures-keys.ts';
import {verificationKeys} from './screens/verification/verification-keys.ts';
import {isRunning, type Screen, screenContext} from './state.ts';
import {stopUntilContinued} from './terminal/job-control.ts';

const screens: Readonly<Record<Screen, (action: ActionId, desk: Desk) => void>> = {
	runs: runsKeys,
	connect: connectKeys,
	folders: foldersKeys,
	review: reviewKeys,
	progress: progressKeys,
	result: resultKeys,
	verification: verificationKeys,
	differences: differencesKeys,
	message: messageKeys,
	signatures: signaturesKeys,
	suspects: suspectsKeys,
};

/** Does what a key asks for: in the dialog where one is open, else everywhere the same, else on the screen. */
export function perform(action: ActionId, desk: Desk): void {
	const {state, tasks} = desk;
	if (action === 'leave') {
		if (!isRunning(state)) tasks.quit();
		else if (state.dialog?.kind !== 'interrupt') open(desk, {kind: 'interrupt'});
		return;
	}
	if (action === 'suspend') {
		void desk.lend(stopUntilContinued);
		return;
	}
	if (state.dialog !== undefined) {
		dialogKeys(action, desk);
		return;
	}
	switch (action) {
		case 'quit':
			tasks.quit();
			return;
		case 'help':
			open(desk, {kind: 'help', about: screenContext(state), top: 0});
			return;
		case 'findings':
			open(desk, {kind: 'findings', top: 0, onlyDifferences: false});
			return;
		case 'signatures':
			void tasks.openSignatures();
			return;
		default:
			screens[state.screen](action, desk);
	}
}
