import { useState } from 'react'
import type { Recording } from '../api/index.ts'
import { CustomData } from './CustomData.tsx'
import classes from './SegmentsCustomData.module.css'

/** Custom data of each segment, read once it is opened. */
export function SegmentsCustomData({ recording }: { recording: Pick<Recording, 'id' | 'segments'> }) {
  if (recording.segments.length === 0) return null
  return (
    <section aria-labelledby="segments-custom-data" className={classes.section}>
      <h2 id="segments-custom-data" className={classes.heading}>
        Custom data
      </h2>
      {recording.segments.map(({ seq }) => (
        <OfSegment key={seq} recordingId={recording.id} seq={seq} isOnly={recording.segments.length === 1} />
      ))}
    </section>
  )
}

function OfSegment({ recordingId, seq, isOnly }: { recordingId: string; seq: number; isOnly: boolean }) {
  const [isOpen, setIsOpen] = useState(isOnly)
  return (
    <details className={classes.segment} open={isOpen} onToggle={(event) => setIsOpen(event.currentTarget.open)}>
      <summary>Segment {seq}</summary>
      {isOpen && (
        <div className={classes.data}>
          <CustomData recordingId={recordingId} seq={seq} label={`Custom data of segment ${seq}`} />
        </div>
      )}
    </details>
  )
}
