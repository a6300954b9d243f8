// Findings outlive the engine that made them: the journal keeps them, and says what they are.
export type {Finding, FindingKind} from '../journal/finding.ts';
