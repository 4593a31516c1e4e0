export { default } from './Review.tsx'
