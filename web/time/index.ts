export { formatDuration, spokenDuration } from './duration.ts'
export { createFormats, type Formats } from './formats.ts'
export { hourOfDay, instantOfWallTime, startOfDay, wallTimeOf } from './zone.ts'
