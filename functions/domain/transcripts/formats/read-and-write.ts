import type { TranscriptFormat } from '../../../contract/index.ts'
import type { CueContent } from '../../../model/index.ts'
import type { ReadFile } from './faults.ts'
import { readJson, writeJson } from './json.ts'
import { readPlainText, writePlainText } from './plain-text.ts'
import { readSubRip, writeSubRip } from './sub-rip.ts'
import { readWebVtt, writeWebVtt } from './web-vtt.ts'

type ReadOptions = { hasSpeakers: boolean }

const readers: Record<TranscriptFormat, (text: string, options: ReadOptions) => ReadFile> = {
  vtt: readWebVtt,
  srt: readSubRip,
  text: readPlainText,
  json: readJson,
}

export const readFile = (format: TranscriptFormat, text: string, options: ReadOptions): ReadFile =>
  readers[format](text, options)

type TimedCue = CueContent & { startMs: number; endMs: number }

const timedWriters = { vtt: writeWebVtt, srt: writeSubRip } as const
const writers = { text: writePlainText, json: writeJson } as const

const hasTimes = (cue: CueContent): cue is TimedCue => cue.startMs !== null && cue.endMs !== null

/** @returns 'notTimed' where the format needs times and a cue has none */
export function writeFile(format: TranscriptFormat, cues: readonly CueContent[]): string | 'notTimed' {
  if (format === 'text' || format === 'json') return writers[format](cues)
  const timed = cues.filter(hasTimes)
  return timed.length < cues.length ? 'notTimed' : timedWriters[format](timed)
}
