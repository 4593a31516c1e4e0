export { auditBlocks } from './audit-blocks.ts'
export { parseObjectKey } from './keys.ts'
export { mediaStore } from './media-store.ts'
