export {listRows, Signatures} from './signatures.tsx';
export {listRows as suspectRows, Suspects} from './suspects.tsx';
