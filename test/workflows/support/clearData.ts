export { clear as default } from './preparedData';
