export {listRows, Progress} from './progress.tsx';
