export { type DirectoryWriter, directory, directoryWriter, routeStore } from './directory.ts'
export { deletionSKPrefix, type Key, type KeyMeaning, platformTenantId, readKey, tenantIdOfOurKey } from './keys.ts'
export { type ClientsFor, recordingStore } from './recordings.ts'
export { type IndexDescription, soundkeepTable, type TableDescription } from './table.ts'
