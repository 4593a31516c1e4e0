export { Settings as default } from './Settings.tsx'
