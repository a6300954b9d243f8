/** What the sample messages talk about. */
import type {Person} from './compose.ts';

export const owner: Person = {name: 'Mario Rossi', address: 'mario.rossi@pec.example.it'};

type Some<Item> = readonly [Item, ...Item[]];

export const people: Some<Person> = [
	{name: 'Giulia Bianchi', address: 'giulia.bianchi@studio-bianchi.example'},
	{name: "Niccolò D'Amico", address: 'niccolo.damico@comune.example'},
	{name: 'Chiara Forlì', address: 'chiara.forli@universita.example'},
	{name: 'Società Perché S.r.l.', address: 'amministrazione@perche.example'},
	{name: 'Alessandro Conti', address: 'a.conti@geometriassociati.example'},
	{name: 'Jürgen Müller', address: 'j.mueller@mueller.example'},
	{name: 'Emma Thompson', address: 'emma.thompson@harbour.example'},
	{name: 'Oliver Wright', address: 'oliver@wright-surveys.example'},
	{name: 'Studio Notarile Àlvarez', address: 'segreteria@notaio-alvarez.example'},
	{name: 'Ufficio Protocollo', address: 'protocollo@comune.example'},
];

export const offices: Some<Person> = [
	{name: 'Comune di Esempio', address: 'protocollo@pec.comune.example'},
	{name: 'Agenzia delle Entrate', address: 'direzione@pec.entrate.example'},
	{name: 'Avv. Laura Gallo', address: 'laura.gallo@pec.avvocati.example'},
	{name: 'Camera di Commercio', address: 'cciaa@legalmail.example'},
	{name: 'Società Perché S.r.l.', address: 'perche@legalmail.example'},
	{name: 'INPS sede provinciale', address: 'direzione.provinciale@postacert.inps.example'},
];

export const certifiedSubjects: Some<string> = [
	'Istanza di accesso agli atti - prot. 4471/2025',
	'Trasmissione fattura n. 118',
	'Diffida ad adempiere',
	'Convocazione conferenza dei servizi',
	'Comunicazione di avvio del procedimento',
	'Deposito perizia giurata - tribunale civile',
	'Variazione sede legale',
	'Perché il sollecito è rimasto senza risposta',
	'Documento unico di regolarità contributiva',
];

export const italianSubjects: Some<string> = [
	'Riunione di lunedì',
	'Preventivo ristrutturazione via Garibaldi 12',
	'Bozza del contratto, da rivedere',
	'Fattura n. 204: è arrivata?',
	'Planimetrie aggiornate',
	'Re: sopralluogo di giovedì',
	'Ordine confermato',
	'Perché non ci sentiamo domani?',
	'Saluti da Forlì',
	'Certificato di agibilità',
	'R: scadenza IMU',
	'Auguri di buon anno!',
	'Verbale dell’assemblea',
	'Richiesta di ferie',
	'Offerta economica — versione 3',
];

export const englishSubjects: Some<string> = [
	'Harbour survey: first results',
	'Re: delivery of the instruments',
	'Invoice 2024-0917',
	'Minutes of the steering group',
	'Drawings, second revision',
	'Site visit next Tuesday',
	'Re: Re: budget for phase two',
	'Your booking is confirmed',
	'Final report (draft)',
	'Question about the contract',
];

export const newsletterSubjects: Some<string> = [
	'La settimana del geometra: catasto e novità',
	'Five tools for better drawings',
	'Bandi aperti questo mese',
	'Il mercato immobiliare in sintesi',
	'What is new in surveying',
];

export const junkSubjects: Some<string> = [
	'HAI VINTO!!! Ritira il premio',
	'Your parcel could not be delivered',
	'Prestito immediato senza garanzie',
	'Re: payment overdue, open now',
];

export const italianSentences: Some<string> = [
	'come d’accordo ti mando i documenti in allegato.',
	'la consegna è prevista per venerdì, perché il fornitore è in ritardo.',
	'ho sentito l’ufficio tecnico: la pratica è già in lavorazione.',
	'restano da pagare 1.250,00 € entro la fine del mese.',
	'possiamo vederci martedì alle 15:30 in studio?',
	'il cliente chiede una copia firmata, più due di cortesia.',
	'grazie per la disponibilità e a presto.',
	'così com’è il progetto non può essere approvato.',
];

export const englishSentences: Some<string> = [
	'please find the figures attached.',
	'the crew will be on site from Monday, weather permitting.',
	'could you confirm the date before the end of the week?',
	'the second instalment of £3,400 has not arrived yet.',
	'we agreed to leave the north quay out of this phase.',
	'thank you for the quick answer.',
	'I have marked the changes in red.',
];
