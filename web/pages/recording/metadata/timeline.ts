import type { SegmentParticipants } from '../../../api/index.ts'

export type Participant = SegmentParticipants['participants'][number]
export type Stream = SegmentParticipants['streams'][number]
type Span = Participant['present'][number]

/** What the picture is of, in milliseconds of the epoch. */
export type Window = { startMs: number; endMs: number }

/** A stretch of a row, in hundredths of the window. */
export type Bar = {
  left: number
  width: number
  /** `hold`: there, and not sending. */
  kind: 'present' | 'sends' | 'hold'
  span: Span
  /** It goes on before the window, or since when is not known; so too the end. */
  isOpenLeft: boolean
  isOpenRight: boolean
}

export type Row = {
  key: string
  participant: Participant
  /** Null for the participant's own row, above those of their streams. */
  stream: { id: string; label: string | null; kind: string | null } | null
  bars: Bar[]
}

const ms = (instant: string | null): number | null => (instant === null ? null : Date.parse(instant))

function timesOf({ participants, streams }: Pick<SegmentParticipants, 'participants' | 'streams'>): number[] {
  const spans = [
    ...participants.flatMap(({ present, flows }) => [...present, ...flows.flatMap((flow) => flow.spans)]),
    ...streams.flatMap((stream) => stream.spans),
  ]
  return spans.flatMap(({ from, until }) => [ms(from), ms(until)]).filter((time) => time !== null)
}

/**
 * The segment's time; where that is not known, or the recorder's times lie elsewhere as those of a wrong clock do, the
 * stretch that its times span. Undefined where there is no time at all.
 */
export function windowOf(view: SegmentParticipants): Window | undefined {
  const { startedAt, durationMs } = view.segment
  const times = timesOf(view)
  const startMs = ms(startedAt)
  if (startMs !== null && durationMs !== null && durationMs > 0) {
    const endMs = startMs + durationMs
    const isToldElsewhere = times.length > 0 && times.every((time) => time >= endMs || time < startMs - durationMs)
    if (!isToldElsewhere) return { startMs, endMs }
  }
  const earliest = Math.min(...times)
  const latest = Math.max(...times)
  if (times.length === 0) return undefined
  return { startMs: earliest, endMs: Math.max(latest, earliest + (durationMs ?? 0), earliest + 1_000) }
}

function barOf(span: Span, { startMs, endMs }: Window, kind: Bar['kind']): Bar | undefined {
  const from = ms(span.from)
  const until = ms(span.until)
  const left = Math.max(from ?? startMs, startMs)
  const right = Math.min(until ?? endMs, endMs)
  if (right < left || left > endMs) return undefined
  const hundredths = (length: number) => (100 * length) / (endMs - startMs)
  return {
    ...{ kind, span, left: hundredths(left - startMs), width: hundredths(right - left) },
    isOpenLeft: from === null || from < startMs,
    isOpenRight: until === null || until > endMs,
  }
}

const bars = (spans: readonly Span[], window: Window, kind: Bar['kind']): Bar[] =>
  spans.flatMap((span) => barOf(span, window, kind) ?? [])

/** When somebody was there and sent nothing that the recorder tells of: a hold. */
export function holdsOf({ present, flows }: Participant): Span[] {
  const sent = flows.filter(({ role }) => role === 'sends').flatMap(({ spans }) => spans)
  const timed = sent
    .map(({ from, until }) => ({
      from: ms(from) ?? Number.NEGATIVE_INFINITY,
      until: ms(until) ?? Number.POSITIVE_INFINITY,
    }))
    .sort((a, b) => a.from - b.from)
  if (timed.length === 0) return []
  return present.flatMap((stay) => {
    const end = ms(stay.until) ?? Number.POSITIVE_INFINITY
    const holds: Span[] = []
    // What was sent first begins with the stay, whatever its own time.
    let silentFrom: number | undefined
    for (const { from, until } of timed) {
      if (silentFrom !== undefined && from > silentFrom) holds.push(spanOf(silentFrom, from, end))
      if (until >= (ms(stay.from) ?? Number.NEGATIVE_INFINITY)) silentFrom = Math.max(silentFrom ?? until, until)
    }
    if (silentFrom !== undefined && silentFrom < end) holds.push(spanOf(silentFrom, Number.POSITIVE_INFINITY, end))
    return holds
  })
}

function spanOf(fromMs: number, untilMs: number, end: number): Span {
  const until = Math.min(untilMs, end)
  const isKnown = Number.isFinite(until)
  return {
    from: new Date(fromMs).toISOString(),
    until: isKnown ? new Date(until).toISOString() : null,
    hasEnded: isKnown,
  }
}

/** The rows of the picture: each participant, and beneath them the streams that they send. */
export function rowsOf({ participants, streams }: SegmentParticipants, window: Window): Row[] {
  const byId = new Map(streams.map((stream) => [stream.streamId, stream]))
  return participants.flatMap((participant) => {
    const own: Row = {
      ...{ key: participant.participantId, participant, stream: null },
      bars: [...bars(participant.present, window, 'present'), ...bars(holdsOf(participant), window, 'hold')],
    }
    const sent = participant.flows
      .filter(({ role }) => role === 'sends')
      .map(({ streamId, spans }): Row => {
        const stream = byId.get(streamId)
        // A stream has times of its own where its sender's are not told.
        const told = spans.some(({ from }) => from !== null) ? spans : (stream?.spans ?? spans)
        return {
          key: `${participant.participantId} ${streamId}`,
          participant,
          stream: { id: streamId, label: stream?.label ?? null, kind: stream?.kind ?? null },
          bars: bars(told, window, 'sends'),
        }
      })
    return [own, ...sent]
  })
}

/** Steps of the scale below the picture: so many that each is a round time and there are four to eight. */
export function stepsOf({ startMs, endMs }: Window): number[] {
  const lengthMs = endMs - startMs
  const stepMs = roundSteps.find((step) => lengthMs / step <= 6) ?? Math.ceil(lengthMs / 6 / 3_600_000) * 3_600_000
  const count = Math.floor(lengthMs / stepMs)
  return Array.from({ length: count + 1 }, (_, index) => index * stepMs)
}

const roundSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400].map((s) => s * 1_000)
