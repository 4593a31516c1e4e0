import type { CueContent } from '../../../model/index.ts'
import { type Block, blocksOf } from './blocks.ts'
import { type Fault, lineAt, linesOf, type ReadCue, type ReadFile } from './faults.ts'
import { formatTime, hasArrow, isWebVttTime, readTimingLine } from './times.ts'
import { encodeText, readVoices } from './web-vtt-text.ts'

const isNamed = (line: string, name: string) =>
  line === name || line.startsWith(`${name} `) || line.startsWith(`${name}\t`)
const isNote = ({ lines: [first = ''] }: Block) => isNamed(first, 'NOTE')
const isOfLooks = ({ lines: [first = ''] }: Block) => first.trimEnd() === 'STYLE' || first.trimEnd() === 'REGION'

/**
 * Reads WebVTT (https://www.w3.org/TR/webvtt1/#file-structure). Browsers forgive what is broken and drop it; a transcript
 * must not lose words unseen, so here each fault is named. Notes, looks, regions, cue ids and settings say nothing of what
 * was said and are left behind.
 */
export function readWebVtt(text: string): ReadFile {
  const lines = linesOf(text)
  if (!isNamed(lines[0] ?? '', 'WEBVTT')) {
    return { cues: [], faults: [{ place: lineAt(0), message: 'must be WEBVTT, with which such a file begins' }] }
  }
  const afterHeader = lines.indexOf('', 1)
  const header = lines.slice(1, afterHeader < 0 ? undefined : afterHeader)
  const faults: Fault[] = header.flatMap((line, index) => {
    if (hasArrow(line)) return { place: lineAt(index + 1), message: 'needs an empty line before the cue' }
    if (!line.startsWith('X-TIMESTAMP-MAP')) return []
    return { place: lineAt(index + 1), message: 'moves all times: send the file without it, its times from the start' }
  })
  const cues: ReadCue[] = []
  for (const block of blocksOf(lines, header.length + 1, (line) => line === '')) {
    if (isNote(block)) faults.push(...faultsOfNote(block))
    else if (isOfLooks(block) && cues.length === 0) continue
    else {
      const read = readCue(block)
      if (Array.isArray(read)) cues.push(...read)
      else faults.push(read)
    }
  }
  return { cues, faults }
}

const faultsOfNote = ({ firstLine, lines }: Block): Fault[] =>
  lines.flatMap((line, index) =>
    hasArrow(line) ? { place: lineAt(firstLine + index), message: 'is in a note, which must not hold an arrow' } : [],
  )

/** The cue of a block, as many as it has voices. */
function readCue({ firstLine, lines }: Block): ReadCue[] | Fault {
  const timingAt = hasArrow(lines[0] ?? '') ? 0 : 1
  const timing = readTimingLine(lines[timingAt] ?? '', isWebVttTime)
  if (!hasArrow(lines[timingAt] ?? '')) {
    const place = lineAt(firstLine + Math.min(timingAt, lines.length - 1))
    return { place, message: 'should be the times of a cue, such as 00:01.000 --> 00:04.000' }
  }
  const source = lineAt(firstLine + timingAt)
  if (typeof timing === 'string') return { place: source, message: timing }
  const payload = lines.slice(timingAt + 1)
  const nextAt = payload.findIndex(hasArrow)
  if (nextAt >= 0) {
    return { place: lineAt(firstLine + timingAt + 1 + nextAt), message: 'needs an empty line before the cue' }
  }
  const voices = readVoices(payload.join('\n'))
  if (!voices) return { place: source, message: 'has a tag that is not closed' }
  const said = Map.groupBy(
    voices.filter((voiced) => voiced.text.trim() !== ''),
    ({ speaker }) => speaker,
  )
  if (said.size === 0) return { place: source, message: 'is of a cue without words' }
  return [...said].map(([speaker, stretches]) => ({
    ...{ ...timing, speaker, source },
    text: stretches.map((stretch) => stretch.text).join('\n'),
  }))
}

type TimedCue = CueContent & { startMs: number; endMs: number }

export function writeWebVtt(cues: readonly TimedCue[]): string {
  const blocks = cues.map(({ startMs, endMs, speaker, text }) => {
    const voice = speaker === null ? '' : `<v ${encodeText(speaker)}>`
    return `${formatTime(startMs, '.')} --> ${formatTime(endMs, '.')}\n${voice}${encodeText(text)}\n`
  })
  return ['WEBVTT\n', ...blocks].join('\n')
}
