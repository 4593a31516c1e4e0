export type { Marker, MarkerKind } from './markers.ts'
export { Player as default, type PlayerProps } from './Player.tsx'
export { type Engine, useEachPosition, usePosition, useSnapshot } from './usePlayback.ts'
