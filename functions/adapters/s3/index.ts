export { parseObjectKey } from './keys.ts'
export { mediaStore } from './media-store.ts'
