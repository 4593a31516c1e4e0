export { Groups as default } from './Groups.tsx'
