import type { ReactNode } from 'react'
import type { Recording } from '../../api/index.ts'
import { directionWords } from '../../parts/index.ts'
import { type Formats, formatDuration } from '../../time/index.ts'
import { readableNumber } from '../../ui/index.ts'

type Fact = {
  label: string
  /** The contract's field, to tell which facts a person edited. */
  field?: keyof Recording
  /** What is shown; null where nothing is known. */
  value: (recording: Recording, formats: Formats) => ReactNode
  /** The value as it was sent, to be copied. */
  raw?: (recording: Recording) => string | null
}

const instant = (value: string | null, formats: Formats): ReactNode =>
  value === null ? null : (
    <time dateTime={value} title={formats.fullTime(value)}>
      {formats.dateTime(value)} {formats.zoneName(new Date(value))}
    </time>
  )

const number = (value: string | null) => (value === null ? null : readableNumber(value))

/** Everything that is known of a call, in the order of the page. */
export const factGroups: readonly { heading: string; facts: readonly Fact[] }[] = [
  {
    heading: 'Call',
    facts: [
      { label: 'From', field: 'from', value: ({ from }) => number(from), raw: ({ from }) => from },
      { label: 'From name', field: 'fromName', value: ({ fromName }) => fromName },
      { label: 'To', field: 'to', value: ({ to }) => number(to), raw: ({ to }) => to },
      { label: 'To name', field: 'toName', value: ({ toName }) => toName },
      {
        label: 'Caller, callee',
        value: ({ arePartiesUncertain }) =>
          arePartiesUncertain ? 'Uncertain: the participants in the order sent' : 'As told',
      },
      { label: 'Direction', field: 'direction', value: ({ direction }) => directionWords[direction] },
      { label: 'Agent', field: 'agentName', value: ({ agentName }) => agentName },
      { label: 'Agent ID', field: 'agentId', value: ({ agentId }) => agentId, raw: ({ agentId }) => agentId },
      { label: 'Queue', field: 'queue', value: ({ queue }) => queue },
    ],
  },
  {
    heading: 'Time',
    facts: [
      {
        label: 'Start',
        field: 'startedAt',
        value: ({ startedAt, isStartEstimated }, formats) => (
          <>
            {instant(startedAt, formats)}
            {isStartEstimated && ' (estimated: upload less duration; the recorder gave none)'}
          </>
        ),
      },
      { label: 'End', field: 'endedAt', value: ({ endedAt }, formats) => instant(endedAt, formats) },
      {
        label: 'Duration',
        field: 'durationMs',
        value: ({ durationMs }) => (durationMs === null ? null : formatDuration(durationMs)),
      },
      { label: 'Received', value: ({ createdAt }, formats) => instant(createdAt, formats) },
      { label: 'Last changed', value: ({ updatedAt }, formats) => instant(updatedAt, formats) },
    ],
  },
  {
    heading: 'Identifiers',
    facts: [
      { label: 'Session ID', value: ({ sessionId }) => sessionId, raw: ({ sessionId }) => sessionId },
      {
        label: 'RSS Ingress Call ID',
        value: ({ ingressCallId }) => ingressCallId,
        raw: ({ ingressCallId }) => ingressCallId,
      },
      {
        label: 'RSS Egress Call ID',
        value: ({ egressCallId }) => egressCallId,
        raw: ({ egressCallId }) => egressCallId,
      },
      { label: 'Call group', value: ({ callGroupId }) => callGroupId, raw: ({ callGroupId }) => callGroupId },
      { label: 'Recording ID', value: ({ id }) => id, raw: ({ id }) => id },
    ],
  },
]
