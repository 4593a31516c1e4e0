export { denialEntryOf, entryOf, platformEntryOf } from './entry.ts'
