import type {Certified} from '../wording.ts';

/** Words for certified mail (PEC). */
export const certified: Certified = {
	kinds: {
		envelope: 'transport envelope',
		anomaly: 'anomaly envelope',
		acceptance: 'acceptance receipt',
		'non-acceptance': 'non-acceptance notice',
		'taken-in-charge': 'take-in-charge receipt',
		delivery: 'delivery receipt',
		'delivery-brief': 'delivery receipt, brief',
		'delivery-short': 'delivery receipt, short',
		'non-delivery': 'non-delivery notice',
		delay: 'late delivery warning',
		virus: 'virus notice',
	},
	verdicts: {
		intact: 'signature intact',
		'expired-since': 'signature intact; its certificate was valid then and has expired since',
		expired: 'signature intact; its certificate is not known to have been valid when it was signed',
		'unknown-signer': 'signature intact; the authority given does not vouch for who signed',
		altered: 'altered: the signature does not fit',
		'not-signed': 'not signed',
		unchecked: 'the signature could not be checked',
	},
	fields: {
		kind: 'Certified',
		sender: 'Sender',
		recipients: 'Recipients',
		receipt: 'Receipt',
		delivery: 'Delivered to',
		reference: 'Refers to',
		provider: 'Provider',
		date: 'Certified on',
		error: 'Error',
	},
	andMore: 'and more',
	unreadable: 'Its daticert.xml can not be read.',
	columns: {
		intact: 'intact',
		'expired-since': 'expired since',
		expired: 'expired then',
		'unknown-signer': 'unknown signer',
		altered: 'altered',
		'not-signed': 'not signed',
		unchecked: 'not checked',
	},
};
