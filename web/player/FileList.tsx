import { Button } from '@mantine/core'
import { IconDownload, IconRefresh } from '@tabler/icons-react'
import {
  availabilityOf,
  type MediaFile,
  type MediaId,
  type PlaybackSnapshot,
  type Recording,
  sidesOf,
  unavailabilityWords,
} from './engine/index.ts'
import classes from './FileList.module.css'

type Trouble = { title: string; advice: string; isDownloadable: boolean; isRetryable: boolean }

type FileListProps = {
  recording: Recording
  failures: PlaybackSnapshot['failures']
  download: (seq: number, mediaId: MediaId) => void
  retry: (() => void) | null
}

const failureWords: Record<PlaybackSnapshot['failures'][number]['reason'], Trouble> = {
  address: {
    title: 'Could not be loaded',
    advice: 'The server gave no address for it.',
    isDownloadable: false,
    isRetryable: true,
  },
  network: {
    title: 'Could not be loaded',
    advice: 'The connection broke.',
    isDownloadable: false,
    isRetryable: true,
  },
  source: {
    title: 'Could not be loaded',
    advice: 'Its address was refused, or this browser does not play its format.',
    isDownloadable: true,
    isRetryable: true,
  },
  decode: {
    title: 'Cannot be played here',
    advice: 'This browser makes nothing of the file. Download it and open it in another player.',
    isDownloadable: true,
    isRetryable: true,
  },
}

const kindWords: Record<MediaFile['kind'], string> = { audio: 'Audio', video: 'Video', screen: 'Screen' }

/** Files that do not play, each with why and what one can do. Nothing where all play. */
export function FileList({ recording, failures, download, retry }: FileListProps) {
  const labels = new Map(sidesOf(recording).map((side) => [side.key, side.label]))
  const voicesOf = (file: MediaFile) =>
    [...new Set(file.channels)].map((voice) => labels.get(voice) ?? 'Unknown voice').join(' and ')
  const rows = recording.segments.flatMap((segment) =>
    segment.media.flatMap((file) => {
      const trouble = troubleOf(file, failures)
      return trouble ? [{ seq: segment.seq, file, trouble }] : []
    }),
  )
  if (rows.length === 0) return null
  return (
    <section className={classes.files} aria-label="Files that do not play">
      <ul className={classes.list}>
        {rows.map(({ seq, file, trouble }) => (
          <li key={file.id} className={classes.row}>
            <div className={classes.what}>
              <strong>
                {[kindWords[file.kind], voicesOf(file)].filter(Boolean).join(' · ')}
                {recording.segments.length > 1 && ` · Segment ${seq}`}
              </strong>
              {file.fileName && <span className={classes.name}>{file.fileName}</span>}
            </div>
            <div className={classes.why}>
              <span className={classes.title}>{trouble.title}</span>
              <span>{[trouble.advice, file.problemDetail].filter(Boolean).join(' ')}</span>
            </div>
            <div className={classes.actions}>
              {trouble.isRetryable && retry && (
                <Button variant="default" leftSection={<IconRefresh size={16} />} onClick={retry}>
                  Try again
                </Button>
              )}
              {trouble.isDownloadable &&
                (recording.actions.download ? (
                  <Button
                    variant="default"
                    leftSection={<IconDownload size={16} />}
                    aria-label={`Download ${file.fileName ?? kindWords[file.kind]}`}
                    onClick={() => download(seq, file.id)}
                  >
                    Download
                  </Button>
                ) : (
                  <span className={classes.name}>You may not download it.</span>
                ))}
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

function troubleOf(file: MediaFile, failures: FileListProps['failures']): Trouble | null {
  const availability = availabilityOf(file)
  if (availability !== 'playable') return { ...unavailabilityWords[availability], isRetryable: false }
  const failure = failures.find(({ mediaId }) => mediaId === file.id)
  return failure ? failureWords[failure.reason] : null
}
