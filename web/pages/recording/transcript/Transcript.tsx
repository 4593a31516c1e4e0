import { IconVolumeOff } from '@tabler/icons-react'
import type { Recording } from '../../../api/index.ts'
import { reasonAgainst } from '../../../parts/index.ts'
import { Delayed, Failure, Message } from '../../../ui/index.ts'
import { useEngine } from '../engine.ts'
import { useStarts } from '../useStarts.ts'
import { Desk } from './Desk.tsx'
import { useTranscripts } from './useTranscripts.ts'

/** What was said, all segments one after another, in step with the player. */
export function Transcript({ recording }: { recording: Recording }) {
  if (recording.actions.play) return <Readable recording={recording} />
  return (
    <Message
      icon={<IconVolumeOff size={24} stroke={1.5} />}
      title={reasonAgainst('play', recording) ?? 'This recording cannot be played'}
    >
      <p>Who may not hear a call does not read what was said in it.</p>
    </Message>
  )
}

function Readable({ recording }: { recording: Recording }) {
  const engine = useEngine()
  const starts = useStarts(engine, recording)
  const { segments, error, isPending, retry } = useTranscripts(recording, starts)
  if (error && segments.length === 0) return <Failure error={error} retry={retry} />
  if (isPending) return <Delayed>Loading…</Delayed>
  return <Desk {...{ recording, engine, starts, segments }} />
}
