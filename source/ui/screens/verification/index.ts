export {listRows, Verification} from './verification.tsx';
