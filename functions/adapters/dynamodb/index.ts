export { auditStore } from './audit.ts'
export { auditMinutes } from './audit-minutes.ts'
export { type DirectoryWriter, directory, directoryWriter } from './directory.ts'
export {
  auditStart,
  deletionSKPrefix,
  type Key,
  type KeyMeaning,
  platformTenantId,
  readKey,
  tenantIdOfOurKey,
} from './keys.ts'
export { type ClientsFor, recordingStore } from './recordings.ts'
export { routeStore } from './routes.ts'
export { type IndexDescription, soundkeepTable, type TableDescription } from './table.ts'
export { settingsReader, tenantStore } from './tenants.ts'
