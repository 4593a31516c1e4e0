import { IconDownload } from '@tabler/icons-react'
import type { MediaFile, Recording } from '../../api/index.ts'
import { denialWords, kindWords, reasonAgainst, stateWords, useDownloadFile, voicesOf } from '../../parts/index.ts'
import { useFormats } from '../../session/index.ts'
import { formatDuration } from '../../time/index.ts'
import { CopyButton, IconButton, MiddleTruncated } from '../../ui/index.ts'
import classes from './Details.module.css'
import tables from './tables.module.css'

const isSavable = ({ state }: MediaFile) => state === 'available' || state === 'damaged'

/** The media files, segment by segment: what came, in which state, and how to be sure of it. */
export function Files({ recording }: { recording: Recording }) {
  const formats = useFormats()
  const downloadFile = useDownloadFile()
  const files = recording.segments.flatMap(({ seq, media }) => media.map((file) => ({ seq, file })))
  const refused = recording.actions.download ? undefined : reasonAgainst('download', recording)
  const refusedVideo = denialWords('video', recording)

  return (
    <section aria-labelledby="files">
      <h2 id="files" className={classes.heading}>
        Files
      </h2>
      {files.length === 0 ? (
        <p className={classes.none}>The recorder announced none.</p>
      ) : (
        <div className={tables.scroll}>
          <table className={tables.table}>
            <thead>
              <tr>
                <th scope="col">Segment</th>
                <th scope="col">Kind</th>
                <th scope="col">Voices</th>
                <th scope="col">State</th>
                <th scope="col">Format</th>
                <th scope="col">Length</th>
                <th scope="col" className={tables.number}>
                  Size
                </th>
                <th scope="col">SHA-256</th>
                <th scope="col">
                  <span className="visually-hidden">Actions</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {files.map(({ seq, file }) => (
                <tr key={file.id}>
                  <td>{seq}</td>
                  <td>{kindWords[file.kind]}</td>
                  <td>{voicesOf(file, recording.participants) || '—'}</td>
                  <td className={tables.wide}>
                    {stateWords[file.state]}
                    {file.state === 'available' && !file.isPlayable && ', cannot be played here'}
                    {file.problemDetail && <div className={tables.problem}>{file.problemDetail}</div>}
                  </td>
                  <td title={file.contentType}>
                    {[file.container, file.codec].filter((part) => part !== null).join(', ') || file.contentType}
                  </td>
                  <td>{file.durationMs === null ? '—' : formatDuration(file.durationMs)}</td>
                  <td className={tables.number}>{formats.bytes(file.lengthBytes)}</td>
                  <td>
                    <span className={tables.hash}>
                      <MiddleTruncated text={file.sha256} />
                      <CopyButton value={file.sha256} what="SHA-256" />
                    </span>
                  </td>
                  <td className={tables.number}>
                    <IconButton
                      label={`Download ${file.fileName ?? `file of segment ${seq}`}`}
                      reason={
                        refused ??
                        (file.kind === 'audio' ? undefined : refusedVideo) ??
                        (isSavable(file) ? undefined : 'This file has not arrived')
                      }
                      icon={<IconDownload size={16} stroke={1.75} />}
                      onClick={() => void downloadFile(recording.id, seq, file.id)}
                    />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  )
}
