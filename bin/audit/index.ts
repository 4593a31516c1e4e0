export { runAuditVerify, type World } from './run.ts'
