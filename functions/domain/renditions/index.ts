export { isDecodable } from './decodable.ts'
export { type Peaks, packPeaks, unpackPeaks } from './peaks-object.ts'
export { currentRendition } from './state.ts'
