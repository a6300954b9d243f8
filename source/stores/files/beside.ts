/** What programs and systems leave beside mail, and this one where it has taken all mail out again. */
export const beside =
	/^\.|trasloco\.jsonl$|^(?:dovecot|maildir|courier|subscriptions)|^(?:thumbs\.db|desktop\.ini)$|\.(?:msf|lock|tmp)$/i;
