import type { CueContent } from '../../../model/index.ts'
import { type Block, blocksOf } from './blocks.ts'
import { type Fault, lineAt, linesOf, type ReadCue, type ReadFile } from './faults.ts'
import { splitSpeaker, withSpeaker } from './speaker-prefix.ts'
import { formatTime, hasArrow, isSubRipTime, readTimingLine } from './times.ts'

const isNumber = (line: string) => /^\s*\d+\s*$/.test(line)

/** Tags that players know, and `{\an8}`, which says where on the screen. */
const markup = /<\/?(?:b|i|u|s|font)(?:\s[^<>]*)?>|\{\\[^{}]*\}/gi

/**
 * Reads SubRip, which nobody has laid down, as it occurs: times with commas or points, numbers that are missing or wrong,
 * places on the screen behind the times, and tags.
 * @param hasSpeakers `Name: ` at the start of a cue says who speaks
 */
export function readSubRip(text: string, { hasSpeakers }: { hasSpeakers: boolean }): ReadFile {
  const cues: ReadCue[] = []
  const faults: Fault[] = []
  for (const block of blocksOf(linesOf(text), 0, (line) => line.trim() === '')) {
    const read = readCue(block, hasSpeakers)
    if ('message' in read) faults.push(read)
    else cues.push(read)
  }
  return { cues, faults }
}

function readCue({ firstLine, lines }: Block, hasSpeakers: boolean): ReadCue | Fault {
  const timingAt = isNumber(lines[0] ?? '') && lines.length > 1 ? 1 : 0
  const place = lineAt(firstLine + timingAt)
  const timingLine = lines[timingAt] ?? ''
  if (!hasArrow(timingLine)) {
    return { place, message: 'should be the times of a cue, such as 00:00:01,000 --> 00:00:04,000' }
  }
  const timing = readTimingLine(timingLine, isSubRipTime)
  if (typeof timing === 'string') return { place, message: timing }
  const payload = lines.slice(timingAt + 1)
  const nextAt = payload.findIndex(hasArrow)
  if (nextAt >= 0) {
    return { place: lineAt(firstLine + timingAt + 1 + nextAt), message: 'needs an empty line before the cue' }
  }
  const words = payload.join('\n').replace(markup, '').trim()
  if (words === '') return { place, message: 'is of a cue without words' }
  return { ...timing, ...(hasSpeakers ? splitSpeaker(words) : { speaker: null, text: words }), source: place }
}

type TimedCue = CueContent & { startMs: number; endMs: number }

export function writeSubRip(cues: readonly TimedCue[]): string {
  const blocks = cues.map((cue, index) => {
    const times = `${formatTime(cue.startMs, ',')} --> ${formatTime(cue.endMs, ',')}`
    // An arrow within the words would be read as times.
    return `${index + 1}\n${times}\n${withSpeaker(cue).replaceAll('-->', '->')}\n`
  })
  return blocks.join('\n')
}
