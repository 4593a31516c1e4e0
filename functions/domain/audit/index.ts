export { denialEntryOf, entryOf, platformEntryOf } from './entry.ts'
export { sealTenant } from './seal.ts'
export { type AuditFinding, type AuditVerification, verifyTenant } from './verify.ts'
