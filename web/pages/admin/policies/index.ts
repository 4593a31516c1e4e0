export { Policies as default } from './Policies.tsx'
