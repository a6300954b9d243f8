export {listRows, Result, type ResultChoice} from './result.tsx';
