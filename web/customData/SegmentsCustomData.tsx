import { useCallback, useState } from 'react'
import type { Recording } from '../api/index.ts'
import { useLeaveGuard } from '../parts/index.ts'
import { CustomData } from './CustomData.tsx'
import classes from './SegmentsCustomData.module.css'

/** Custom data of each segment, read once it is opened. */
export function SegmentsCustomData({ recording }: { recording: Pick<Recording, 'id' | 'segments'> }) {
  const [unsaved, setUnsaved] = useState<ReadonlySet<number>>(new Set())
  // One question for all of them.
  const guard = useLeaveGuard(unsaved.size > 0)
  const tell = useCallback((seq: number, isDirty: boolean) => {
    setUnsaved((before) => new Set(isDirty ? [...before, seq] : [...before].filter((other) => other !== seq)))
  }, [])

  if (recording.segments.length === 0) return null
  return (
    <section aria-labelledby="segments-custom-data" className={classes.section}>
      <h2 id="segments-custom-data" className={classes.heading}>
        Custom data
      </h2>
      {recording.segments.map(({ seq }) => (
        <OfSegment
          key={`${recording.id} ${seq}`}
          {...{ recordingId: recording.id, seq, tell }}
          isOnly={recording.segments.length === 1}
        />
      ))}
      {guard}
    </section>
  )
}

type OfSegmentProps = {
  recordingId: string
  seq: number
  isOnly: boolean
  tell: (seq: number, isDirty: boolean) => void
}

function OfSegment({ recordingId, seq, isOnly, tell }: OfSegmentProps) {
  const [isOpen, setIsOpen] = useState(isOnly)
  // What was opened once stays there, with what is not saved of it.
  const [wasOpened, setWasOpened] = useState(isOnly)
  const onDirty = useCallback((isDirty: boolean) => tell(seq, isDirty), [tell, seq])
  return (
    <details
      className={classes.segment}
      open={isOpen}
      onToggle={(event) => {
        setIsOpen(event.currentTarget.open)
        if (event.currentTarget.open) setWasOpened(true)
      }}
    >
      <summary>Segment {seq}</summary>
      {wasOpened && (
        <div className={classes.data}>
          <CustomData recordingId={recordingId} seq={seq} label={`Custom data of segment ${seq}`} onDirty={onDirty} />
        </div>
      )}
    </details>
  )
}
