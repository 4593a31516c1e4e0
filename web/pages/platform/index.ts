export { Platform as default } from './Platform.tsx'
