import {mailboxOf, placeOf} from '../../../accounts/account.ts';
import {type Desk, open} from '../../desk.ts';
import type {ActionId} from '../../keymap.ts';
import {accountOf, faultOf, isFault} from './connect-form.ts';
import {refusedCertificate} from './connect-state.ts';
import {isReady, sidesToConnect} from './login-focus.ts';
import {addressToLookUp} from './lookup.ts';
import {pathToLookAt} from './typed-path.ts';

/** What the keys of the Connect screen do. */
export function connectKeys(action: ActionId, desk: Desk): void {
	const {state, dispatch, tasks} = desk;
	const {connect} = state;
	const {side, focus} = connect;
	switch (action) {
		case 'connect.next':
			leaveAddress(desk);
			dispatch({to: 'connect', action: {type: 'focus-next'}});
			return;
		case 'connect.complete':
			void tasks.completePath(side);
			return;
		case 'connect.previous':
			leaveAddress(desk);
			dispatch({to: 'connect', action: {type: 'focus-previous'}});
			return;
		case 'connect.other-side':
			leaveAddress(desk);
			dispatch({to: 'connect', action: {type: 'focus-other-side'}});
			return;
		case 'connect.security-next':
			dispatch({to: 'connect', action: {type: 'security-next'}});
			return;
		case 'connect.security-previous':
			dispatch({to: 'connect', action: {type: 'security-previous'}});
			return;
		case 'connect.clear':
			if (focus !== 'continue' && focus !== 'format')
				dispatch({to: 'connect', action: {type: 'field-changed', side, field: focus, value: ''}});
			return;
		case 'connect.connect':
			enter(desk);
			return;
		case 'connect.continue':
			tasks.proceed();
			return;
		case 'connect.saved':
			openSaved(desk);
			return;
		case 'connect.certificate': {
			const refused = refusedCertificate(connect);
			if (refused !== undefined) open(desk, {kind: 'certificate', ...refused});
			return;
		}
		case 'connect.files':
			dispatch({to: 'connect', action: {type: 'files-or-server', side}});
			return;
		case 'connect.more':
			open(desk, {kind: 'terms', side});
			return;
		case 'connect.save': {
			const account = accountOf(connect.forms[side]);
			if (isFault(account)) tellFault(desk);
			else open(desk, {kind: 'save-as', side, text: `${mailboxOf(account)} ${placeOf(account)}`});
			return;
		}
		case 'back':
			if (state.runs.runs.length > 0) void tasks.openRuns();
			return;
		default:
	}
}

/** Who has typed an address gets its server looked for; of a path, what is there. */
function leaveAddress({state, tasks}: Desk): void {
	if (state.connect.focus !== 'address') return;
	const {side} = state.connect;
	if (pathToLookAt(state.connect, side) === undefined) void tasks.findServer(side);
	else void tasks.lookAtPath(side);
}

/** Enter logs in what is complete; in a field of a form that is not, it goes on to what is missing. */
function enter(desk: Desk): void {
	const {connect} = desk.state;
	if (connect.focus === 'address' && addressToLookUp(connect, connect.side) !== undefined) {
		void desk.tasks.findServer(connect.side, {goesOn: true});
		return;
	}

	if (pathToLookAt(connect, connect.side) !== undefined) {
		void desk.tasks.lookAtPath(connect.side).then(() => desk.tasks.connectAll());
		return;
	}

	const sides = sidesToConnect(connect);
	if (sides.length === 0) {
		if (isReady(connect)) desk.tasks.proceed();
		return;
	}
	const fault = faultOf(connect.forms[connect.side]);
	if (sides.includes(connect.side) && fault !== undefined) {
		tellFault(desk);
		const focus = 'missing' in fault ? fault.missing : 'server';
		desk.dispatch({to: 'connect', action: {type: 'focus-set', side: connect.side, focus}});
		return;
	}
	desk.tasks.connectAll();
}

function tellFault({state, dispatch}: Desk): void {
	const {side, forms} = state.connect;
	const fault = faultOf(forms[side]);
	if (fault === undefined) return;
	dispatch({
		to: 'notice',
		notice: 'missing' in fault ? {say: 'missing', side, field: fault.missing} : {say: 'bad-port', side},
	});
}

function openSaved(desk: Desk): void {
	const accounts = desk.tasks.savedAccounts();
	if (accounts.length > 0) open(desk, {kind: 'saved', side: desk.state.connect.side, accounts});
}
