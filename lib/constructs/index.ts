export { CursorKeys } from './cursor-keys.ts'
export { MediaBucket } from './media-bucket.ts'
export { ProductFunction, type ProductFunctionProps } from './product-function.ts'
export { SoundkeepTable } from './soundkeep-table.ts'
