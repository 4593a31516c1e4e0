import type { Cue, Transcript } from '../../../api/index.ts'

/** A cue as a line of the page; its times count from the start of the recording. */
export type Line = {
  /** One of its own on the page. */
  key: string
  seq: number
  cue: Cue
  startMs: number | null
  endMs: number | null
}

export const keyOf = (seq: number, cueId: number): string => `${seq}-${cueId}`

/** @param startMs of the segment; null while it is not known where it lies */
export function linesOf(seq: number, { cues }: Pick<Transcript, 'cues'>, startMs: number | null): Line[] {
  const at = (ms: number | null) => (ms === null || startMs === null ? null : startMs + ms)
  return cues.map((cue) => ({ key: keyOf(seq, cue.id), seq, cue, startMs: at(cue.startMs), endMs: at(cue.endMs) }))
}

export type TimedLine = Line & { startMs: number; endMs: number }

/** Those that have times, which are in the order of them. */
export const timedLines = (lines: readonly Line[]): TimedLine[] =>
  lines.filter((line): line is TimedLine => line.startMs !== null && line.endMs !== null)

/** As many may be said at once at most: further back nothing lasts. */
const mostAtOnce = 32

/** The lines that are said at a position; several where people talk at once. */
export function linesAt(timed: readonly TimedLine[], positionMs: number): TimedLine[] {
  let [low, high] = [0, timed.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((timed[middle]?.startMs ?? 0) <= positionMs) low = middle + 1
    else high = middle
  }
  return timed.slice(Math.max(0, low - mostAtOnce), low).filter(({ endMs }) => positionMs < endMs)
}

export type Match = { key: string; from: number; to: number }

const mostMatches = 1_000

/** Where the words stand, whatever the case of their letters. */
export function matchesIn(lines: readonly Line[], words: string): Match[] {
  const wanted = words.trim().toLocaleLowerCase()
  if (wanted === '') return []
  const found: Match[] = []
  for (const { key, cue } of lines) {
    const text = cue.text.toLocaleLowerCase()
    // Few languages have letters that change their length; then no place in the text would be true.
    const isTrue = text.length === cue.text.length
    for (let from = text.indexOf(wanted); from >= 0; from = text.indexOf(wanted, from + wanted.length)) {
      found.push({ key, from: isTrue ? from : 0, to: isTrue ? from + wanted.length : cue.text.length })
      if (found.length === mostMatches) return found
      if (!isTrue) break
    }
  }
  return found
}
