export { auditStore } from './audit.ts'
export { auditMinutes } from './audit-minutes.ts'
export { categoryStore } from './categories.ts'
export { customFieldStore } from './custom-fields.ts'
export { directory } from './directory.ts'
export { firstSuperUserStore } from './first-super-user.ts'
export { groupStore } from './groups.ts'
export {
  auditStart,
  deletionSKPrefix,
  type Key,
  type KeyMeaning,
  platformTenantId,
  readKey,
  recorderActivityStart,
  tenantIdOfOurKey,
} from './keys.ts'
export { personStore } from './persons.ts'
export { policyStore } from './policies.ts'
export { recorderStore } from './recorders.ts'
export { type ClientsFor, recordingStore } from './recordings.ts'
export { renditionStore } from './renditions.ts'
export { reviewStore } from './reviews.ts'
export { routeStore } from './routes.ts'
export { standingReader } from './standings.ts'
export { type IndexDescription, soundkeepTable, type TableDescription } from './table.ts'
export { settingsReader, tenantStore } from './tenants.ts'
export { transcriptStore } from './transcripts.ts'
export { userStore } from './users.ts'
