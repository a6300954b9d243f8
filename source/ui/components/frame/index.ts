export {Frame, type Notice, Rule} from './frame.tsx';
