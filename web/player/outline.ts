export type NoOutlineReason = 'no_sound' | 'no_decoder' | 'unreadable' | 'too_long'

/** What stands where the waveform would be. */
export const noOutlineWords: Record<NoOutlineReason, string> = {
  no_sound: 'No sound in the file',
  no_decoder: 'No waveform of this format',
  unreadable: 'No waveform: the file is damaged',
  too_long: 'No waveform of so long a file',
}

/** The outline of a file's sound, as the server has it. `late`: it was asked for often enough. */
export type Outline =
  | { state: 'pending' | 'late' }
  | { state: 'impossible'; reason: NoOutlineReason }
  | {
      state: 'ready'
      pointsPerSecond: number
      /** Of each channel: least and greatest sample of each point by turns. */
      channels: readonly Int8Array[]
    }
export type ReadyOutline = Outline & { state: 'ready' }

/** A stretch of the timeline that is in view. */
export type TimeWindow = { fromMs: number; toMs: number }

/** What is drawn: the outline's channels that belong to a lane, and where on the timeline it begins and ends. */
export type Strand = {
  startMs: number
  endMs: number
  pointsPerSecond: number
  channels: readonly Int8Array[]
}

/** A file whose channels are not told apart is one strand of all of them. */
export function strandOf(
  outline: ReadyOutline,
  { startMs, endMs, channels }: { startMs: number; endMs: number; channels: readonly string[] },
  side: string,
): Strand {
  const { pointsPerSecond } = outline
  const own = channels.length === 1 ? undefined : outline.channels[channels.indexOf(side)]
  return { startMs, endMs, pointsPerSecond, channels: own ? [own] : outline.channels }
}

/** Least and greatest samples by turns, of `count` columns that cover the window; 0 and 0 where there is no sound. */
export function columnsOf(strands: readonly Strand[], { fromMs, toMs }: TimeWindow, count: number): Int8Array {
  const columns = new Int8Array(2 * count)
  const msPerColumn = (toMs - fromMs) / count
  for (const { startMs, endMs, pointsPerSecond, channels } of strands) {
    const firstColumn = Math.max(0, Math.floor((startMs - fromMs) / msPerColumn))
    const endColumn = Math.min(count, Math.ceil((endMs - fromMs) / msPerColumn))
    const pointAt = (column: number) => ((fromMs + column * msPerColumn - startMs) * pointsPerSecond) / 1000
    for (let column = firstColumn; column < endColumn; column += 1) {
      const first = Math.max(0, Math.floor(pointAt(column)))
      const end = Math.max(first + 1, Math.floor(pointAt(column + 1)))
      let low = columns[2 * column] ?? 0
      let high = columns[2 * column + 1] ?? 0
      for (const points of channels) {
        for (let point = first; point < end && 2 * point < points.length; point += 1) {
          low = Math.min(low, points[2 * point] ?? 0)
          high = Math.max(high, points[2 * point + 1] ?? 0)
        }
      }
      columns[2 * column] = low
      columns[2 * column + 1] = high
    }
  }
  return columns
}

const mostGain = 6

/** By how much all lanes are drawn larger, so that quiet calls can be seen; the same for all, so that they compare. */
export function gainOf(outlines: Iterable<Outline>): number {
  let loudest = 0
  for (const outline of outlines) {
    if (outline.state !== 'ready') continue
    for (const points of outline.channels) for (const value of points) loudest = Math.max(loudest, Math.abs(value))
  }
  return loudest === 0 ? 1 : Math.max(1, Math.min(mostGain, 120 / loudest))
}

/** Louder than the noise of a line. */
const audible = 4
/** Speech has pauses between words that nobody calls a silence. */
const leastSilenceMs = 1_000

export type SoundFacts = { soundMs: number; silence: { startMs: number; lengthMs: number } | null }

/** What a waveform shows, for those who do not see it: for how long there is sound, and the longest silence. */
export function soundFactsOf(strands: readonly Strand[]): SoundFacts {
  let soundMs = 0
  let silence: SoundFacts['silence'] = null
  for (const { startMs, pointsPerSecond, channels } of strands) {
    const msPerPoint = 1000 / pointsPerSecond
    const count = Math.max(0, ...channels.map((points) => points.length / 2))
    let quietFrom = 0
    for (let point = 0; point <= count; point += 1) {
      const isHeard = channels.some(
        (points) => Math.max(-(points[2 * point] ?? 0), points[2 * point + 1] ?? 0) >= audible,
      )
      if (point < count && !isHeard) continue
      const lengthMs = (point - quietFrom) * msPerPoint
      if (lengthMs >= leastSilenceMs && lengthMs > (silence?.lengthMs ?? 0)) {
        silence = { startMs: startMs + quietFrom * msPerPoint, lengthMs }
      }
      // Shorter ones are breaths within the sound.
      if (quietFrom > 0 && lengthMs < leastSilenceMs) soundMs += lengthMs
      if (point < count) soundMs += msPerPoint
      quietFrom = point + 1
    }
  }
  return { soundMs: Math.round(soundMs), silence }
}
