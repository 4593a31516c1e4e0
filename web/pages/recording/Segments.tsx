import type { Recording } from '../../api/index.ts'
import { voicesOf } from '../../parts/index.ts'
import { formatDuration } from '../../time/index.ts'
import { clock } from './clock.ts'
import { useEngine } from './engine.ts'
import { Keys } from './Keys.tsx'
import tables from './tables.module.css'
import type { useDtmf } from './useDtmf.ts'
import { useStarts } from './useStarts.ts'

/** The stretches that the recording came in. */
export function Segments({ recording, dtmf }: { recording: Recording; dtmf: ReturnType<typeof useDtmf> }) {
  const starts = useStarts(useEngine(), recording)
  if (recording.segments.length === 0) return <p>The recorder announced none.</p>
  return (
    <>
      <div className={tables.scroll}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">Segment</th>
              <th scope="col">Begins</th>
              <th scope="col">Length</th>
              <th scope="col">Files</th>
              <th scope="col">Voices</th>
            </tr>
          </thead>
          <tbody>
            {recording.segments.map(({ seq, durationMs, media }) => (
              <tr key={seq}>
                <th scope="row">{seq}</th>
                <td>{starts.has(seq) ? clock(starts.get(seq) ?? 0) : '—'}</td>
                <td>{durationMs === null ? '—' : formatDuration(durationMs)}</td>
                <td>{media.length}</td>
                <td className={tables.wide}>
                  {media
                    .map((file) => voicesOf(file, recording.participants))
                    .filter((voices) => voices !== '')
                    .join(', ') || '—'}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Keys {...{ recording, dtmf, starts }} />
    </>
  )
}
