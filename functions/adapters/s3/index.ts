export { auditBlocks } from './audit-blocks.ts'
export { dashboardAccess } from './dashboard-access.ts'
export { parseObjectKey } from './keys.ts'
export { maxUrlSeconds, mediaStore } from './media-store.ts'
