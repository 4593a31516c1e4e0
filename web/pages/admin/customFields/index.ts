export { CustomFields as default } from './CustomFields.tsx'
