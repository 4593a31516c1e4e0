import type { Recording } from '../../api/index.ts'
import { voicesOf } from '../../parts/index.ts'
import { formatDuration } from '../../time/index.ts'
import tables from './tables.module.css'

/** The stretches that the recording came in. */
export function Segments({ recording }: { recording: Recording }) {
  if (recording.segments.length === 0) return <p>The recorder announced none.</p>
  return (
    <div className={tables.scroll}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">Segment</th>
            <th scope="col">Length</th>
            <th scope="col">Files</th>
            <th scope="col">Voices</th>
          </tr>
        </thead>
        <tbody>
          {recording.segments.map(({ seq, durationMs, media }) => (
            <tr key={seq}>
              <th scope="row">{seq}</th>
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
  )
}
