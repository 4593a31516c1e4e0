import type { Cue, Note } from '../../api/index.ts'
import type { Marker } from '../../player/index.ts'
import type { SegmentDtmf } from './useDtmf.ts'

/** What a masked key is shown as. */
export const maskedKey = '•'

/** Keys as ticks on the player, each at its place in its segment. */
export const dtmfMarkers = (segments: readonly SegmentDtmf[]): Marker[] =>
  segments.flatMap(({ seq, events }) =>
    events.map(({ digit, offsetMs }) => ({ kind: 'dtmf', seq, atMs: offsetMs, label: digit ?? maskedKey })),
  )

/** Notes on a moment of the recording, by their beginning. */
export const noteMarkers = (notes: readonly Note[], onSelect: () => void): Marker[] =>
  notes.flatMap(({ momentMs, authorName, text }) =>
    momentMs === null ? [] : { kind: 'note', atMs: momentMs, label: `${authorName}: ${shortened(text)}`, onSelect },
  )

/** What was said in a segment, as far as it has times. */
export const cueMarkers = (seq: number, cues: readonly Cue[]): Marker[] =>
  cues.flatMap(({ startMs, endMs, speaker, text }) =>
    startMs === null
      ? []
      : {
          ...{ kind: 'cue' as const, seq, atMs: startMs, ...(endMs !== null && { endMs }) },
          label: shortened(speaker === null ? text : `${speaker}: ${text}`),
        },
  )

const mostCharacters = 120

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length <= mostCharacters ? line : `${line.slice(0, mostCharacters - 1).trimEnd()}…`
}
