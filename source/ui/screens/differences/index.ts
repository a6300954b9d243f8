export {Differences, listRows} from './differences.tsx';
