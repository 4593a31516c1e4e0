import type { Marker } from '../../player/index.ts'
import type { SegmentDtmf } from './useDtmf.ts'

/** What a masked key is shown as. */
export const maskedKey = '•'

/** Keys as ticks on the player, each at its place in its segment. */
export const dtmfMarkers = (segments: readonly SegmentDtmf[]): Marker[] =>
  segments.flatMap(({ seq, events }) =>
    events.map(({ digit, offsetMs }) => ({ kind: 'dtmf', seq, atMs: offsetMs, label: digit ?? maskedKey })),
  )
