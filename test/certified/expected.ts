import type {CertifiedKind} from '../../source/certified/kind.ts';
import type {pecKinds} from '../corpus/pec.ts';

/** What each kind of the corpus is to the program. */
export const expectedKinds: Readonly<Record<(typeof pecKinds)[number]['kind'], CertifiedKind>> = {
	'pec-busta-trasporto': 'envelope',
	'pec-busta-anomalia': 'anomaly',
	'pec-accettazione': 'acceptance',
	'pec-non-accettazione': 'non-acceptance',
	'pec-presa-in-carico': 'taken-in-charge',
	'pec-consegna': 'delivery',
	'pec-consegna-breve': 'delivery-brief',
	'pec-consegna-sintetica': 'delivery-short',
	'pec-mancata-consegna': 'non-delivery',
	'pec-preavviso': 'delay',
	'pec-virus': 'virus',
};
