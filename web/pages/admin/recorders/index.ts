export { Recorders as default } from './Recorders.tsx'
