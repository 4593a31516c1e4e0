export type { Marker, MarkerKind } from './markers.ts'
export { Player as default, type PlayerProps } from './Player.tsx'
