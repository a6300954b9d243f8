export {Folders, listRows} from './folders.tsx';
