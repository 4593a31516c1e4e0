import type { DtmfEvent, WithheldStretch } from '../../model/index.ts'

/** A longer silence ends a run: slower than this nobody presses the number of a card. */
const gapMs = 20_000
/** In which the expiry date and the security code follow. */
const minuteAfterMs = 60_000

/** Lengths of payment card numbers (ISO/IEC 7812-1). */
const cardDigits = { fewest: 12, most: 19 } as const

/** The check digit of ISO/IEC 7812-1, annex B. */
export function passesLuhn(digits: readonly number[]): boolean {
  const sum = digits.toReversed().reduce((total, digit, place) => {
    const doubled = place % 2 === 0 ? digit : digit * 2
    return total + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return sum % 10 === 0
}

/** Whether 12 to 19 digits in a row, anywhere among these, could be the number of a card. */
export function holdsCardNumber(digits: readonly number[]): boolean {
  return digits.some((_, start) => {
    for (let length = cardDigits.fewest; length <= cardDigits.most && start + length <= digits.length; length++) {
      if (passesLuhn(digits.slice(start, start + length))) return true
    }
    return false
  })
}

/** Digits of one participant, or of nobody in particular, which belong to whoever pressed the rest. */
type Stream = { participantId: string | null; events: DtmfEvent[] }

/**
 * One press may be told by both sources: each is looked at alone, where it does not stand twice, and both together, where a
 * number is told half by one and half by the other.
 */
function streamsOf(events: readonly DtmfEvent[]): Stream[] {
  const participants = new Set(events.map(({ participantId }) => participantId))
  return [...participants].flatMap((participantId) => {
    const own = events.filter((event) => event.participantId === participantId || event.participantId === null)
    const bySource = Map.groupBy(own, ({ source }) => source)
    const all = bySource.size > 1 ? [own, ...bySource.values()] : [own]
    return all.map((each) => ({ participantId, events: each }))
  })
}

type Run = { participantId: string | null; run: DtmfEvent[] }

const isNumber = ({ digit }: DtmfEvent) => digit >= '0' && digit <= '9'

/** Digits one after another in a segment. `#` ends an entry; other keys and other people do not come between. */
function runsOf(events: readonly DtmfEvent[]): DtmfEvent[][] {
  const runs: DtmfEvent[][] = []
  let open: DtmfEvent[] | undefined
  for (const event of events) {
    if (event.digit === '#') open = undefined
    if (!isNumber(event)) continue
    const last = open?.at(-1)
    const isNext = last?.seq === event.seq && event.offsetMs - last.offsetMs <= gapMs
    if (open && isNext) open.push(event)
    else {
      open = [event]
      runs.push(open)
    }
  }
  return runs
}

/**
 * Runs that go over into the next segment put together: a segment goes on where the one before had its last event, for how
 * long that one was is not known when digits come.
 */
function joinOver(runs: readonly DtmfEvent[][], lastOffsets: ReadonlyMap<number, number>): DtmfEvent[][] {
  const joined: DtmfEvent[][] = []
  for (const run of runs) {
    const [last, first] = [joined.at(-1)?.at(-1), run[0]]
    const toEndMs = last ? (lastOffsets.get(last.seq) ?? last.offsetMs) - last.offsetMs : 0
    const goesOn = last && first && first.seq === last.seq + 1 && toEndMs + first.offsetMs <= gapMs
    if (goesOn) joined.at(-1)?.push(...run)
    else joined.push([...run])
  }
  return joined
}

export function isWithheld({ seq, offsetMs, participantId }: DtmfEvent, withheld: readonly WithheldStretch[]): boolean {
  return withheld.some(
    (stretch) =>
      stretch.seq === seq &&
      stretch.fromMs <= offsetMs &&
      offsetMs <= stretch.toMs &&
      (stretch.participantId === null || participantId === null || stretch.participantId === participantId),
  )
}

/** The stretches that a run covers, segment by segment, and so long after it. */
function stretchesOf(
  run: readonly DtmfEvent[],
  participantId: string | null,
  afterMs: number,
  lastOffsets: ReadonlyMap<number, number>,
): WithheldStretch[] {
  const bySegment = [...Map.groupBy(run, ({ seq }) => seq)]
  const stretches = bySegment.map(([seq, digits]): WithheldStretch => {
    const offsets = digits.map(({ offsetMs }) => offsetMs)
    return {
      seq,
      fromMs: Math.min(...offsets),
      toMs: Math.max(...offsets) + afterMs,
      participantId,
      reason: 'cardLike',
    }
  })
  const last = run.at(-1)
  // It may have been pressed at the very end of its segment.
  const isLastOfSegment = last !== undefined && lastOffsets.get(last.seq) === last.offsetMs
  if (!isLastOfSegment) return stretches
  return [...stretches, { seq: last.seq + 1, fromMs: 0, toMs: afterMs, participantId, reason: 'cardLike' }]
}

/**
 * Where digits look like the number of a card: the whole run that holds one and the minute after, and every run that has a
 * part in what is withheld, for its other part could be told by it.
 * @param events by segment and time, those too that are withheld already where they came again
 * @param known what was withheld before
 * @returns the stretches to withhold, `known` among them; `known` itself where there are no others
 */
export function withholdCardLike(
  events: readonly DtmfEvent[],
  known: readonly WithheldStretch[],
): readonly WithheldStretch[] {
  const lastOffsets = new Map(events.map(({ seq, offsetMs }) => [seq, offsetMs]))
  const isCard = (run: readonly DtmfEvent[]) => holdsCardNumber(run.map(({ digit }) => Number(digit)))
  const runs = streamsOf(events).flatMap(({ participantId, events: own }): Run[] => {
    // What holds a number by itself does not take the end of the segment before along.
    const { card = [], other = [] } = Object.groupBy(runsOf(own), (run) => (isCard(run) ? 'card' : 'other'))
    return [...card, ...joinOver(other, lastOffsets)].map((run) => ({ run, participantId }))
  })
  const { card = [], other = [] } = Object.groupBy(runs, ({ run }) => (isCard(run) ? 'card' : 'other'))
  const withhold = (stretches: readonly WithheldStretch[], { run, participantId }: Run, afterMs: number) =>
    joinStretches(stretches, stretchesOf(run, participantId, afterMs, lastOffsets))
  const ofCards = card.reduce((all, each) => withhold(all, each, minuteAfterMs), known)
  // What goes on beyond a minute may go on in what comes later.
  const cut = other.filter(({ run }) => run.some((event) => isWithheld(event, ofCards)))
  return cut.reduce((all, each) => withhold(all, each, gapMs), ofCards)
}

/** Stretches that touch are one; the very same list where nothing is added. */
function joinStretches(
  known: readonly WithheldStretch[],
  added: readonly WithheldStretch[],
): readonly WithheldStretch[] {
  return added.reduce((all, stretch) => {
    const touching = all.filter(
      (other) =>
        other.seq === stretch.seq &&
        other.participantId === stretch.participantId &&
        other.fromMs <= stretch.toMs &&
        stretch.fromMs <= other.toMs,
    )
    if (touching.some(({ fromMs, toMs }) => fromMs <= stretch.fromMs && stretch.toMs <= toMs)) return all
    const fromMs = Math.min(stretch.fromMs, ...touching.map((other) => other.fromMs))
    const toMs = Math.max(stretch.toMs, ...touching.map((other) => other.toMs))
    return [...all.filter((other) => !touching.includes(other)), { ...stretch, fromMs, toMs }]
  }, known)
}
