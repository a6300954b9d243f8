export {FilterLine} from './filter-line.tsx';
export {List, ListFrame, rowsWithin} from './list.tsx';
