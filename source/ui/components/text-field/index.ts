export {clean, TextField} from './text-field.tsx';
