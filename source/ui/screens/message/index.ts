export {listRows, Message} from './message.tsx';
