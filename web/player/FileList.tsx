import { Button } from '@mantine/core'
import { IconDownload, IconRefresh, IconWand } from '@tabler/icons-react'
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

/** Copies of files that browsers do not play; of others, and of those that nothing is known of yet, undefined. */
export type Copies = {
  stateOf: (mediaId: MediaId) => CopyState | undefined
  make: (seq: number, mediaId: MediaId) => void
}
export type CopyState =
  | { state: 'none' | 'ready' | 'impossible' }
  /** `progress`: from 0 to 1. `late`: it takes longer than anybody waits. */
  | { state: 'making'; progress: number; isLate: boolean }

type FileListProps = {
  recording: Recording
  failures: PlaybackSnapshot['failures']
  download: (seq: number, mediaId: MediaId) => void
  retry: (() => void) | null
  copies?: Copies | undefined
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
export function FileList({ recording, failures, download, retry, copies }: FileListProps) {
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
              <span>{[adviceOf(trouble, copies?.stateOf(file.id)), file.problemDetail].filter(Boolean).join(' ')}</span>
              <CopyProgress copy={copies?.stateOf(file.id)} />
            </div>
            <div className={classes.actions}>
              {copies && (
                <CopyButton file={file} copy={copies.stateOf(file.id)} make={() => copies.make(seq, file.id)} />
              )}
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

function adviceOf({ advice }: Trouble, copy: CopyState | undefined): string {
  if (copy?.state === 'none') return 'Browsers do not play this format. A copy that they play can be made of its sound.'
  if (copy?.state === 'making')
    return copy.isLate ? 'Its copy takes long: come back later.' : 'A copy that plays is being made.'
  return advice
}

type CopyButtonProps = { file: MediaFile; copy: CopyState | undefined; make: () => void }

/** It stays while the copy is made, so that who pressed it by keyboard is still somewhere. */
function CopyButton({ file, copy, make }: CopyButtonProps) {
  if (copy?.state !== 'none' && copy?.state !== 'making') return null
  const isMaking = copy.state === 'making'
  return (
    <Button
      variant="default"
      leftSection={<IconWand size={16} />}
      aria-disabled={isMaking}
      aria-label={`${isMaking ? 'Making' : 'Make'} a playable copy of ${file.fileName ?? kindWords[file.kind]}`}
      onClick={isMaking ? undefined : make}
    >
      {isMaking ? 'Making a playable copy' : 'Make a playable copy'}
    </Button>
  )
}

function CopyProgress({ copy }: { copy: CopyState | undefined }) {
  if (copy?.state !== 'making' || copy.isLate) return null
  const percent = Math.round(copy.progress * 100)
  return (
    <progress
      className={classes.progress}
      aria-label="Playable copy"
      max={100}
      value={percent > 0 ? percent : undefined}
    >
      {percent} %
    </progress>
  )
}

function troubleOf(file: MediaFile, failures: FileListProps['failures']): Trouble | null {
  const availability = availabilityOf(file)
  if (availability !== 'playable') return { ...unavailabilityWords[availability], isRetryable: false }
  const failure = failures.find(({ mediaId }) => mediaId === file.id)
  return failure ? failureWords[failure.reason] : null
}
