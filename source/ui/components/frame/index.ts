export {Frame, type Notice} from './frame.tsx';
export {Rule} from './rule.tsx';
