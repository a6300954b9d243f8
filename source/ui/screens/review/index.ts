export {Review, type ReviewChoice} from './review.tsx';
