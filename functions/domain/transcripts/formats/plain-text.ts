import type { CueContent } from '../../../model/index.ts'
import { lineAt, linesOf, type ReadFile } from './faults.ts'
import { splitSpeaker, withSpeaker } from './speaker-prefix.ts'

/** A cue without times for each line that is not empty. */
export function readPlainText(text: string, { hasSpeakers }: { hasSpeakers: boolean }): ReadFile {
  const cues = linesOf(text).flatMap((line, index) => {
    const said = line.trim()
    if (said === '') return []
    const voiced = hasSpeakers ? splitSpeaker(said) : { speaker: null, text: said }
    return { startMs: null, endMs: null, ...voiced, source: lineAt(index) }
  })
  return { cues, faults: [] }
}

export function writePlainText(cues: readonly CueContent[]): string {
  return cues.map((cue) => `${withSpeaker(cue).replaceAll('\n', ' ')}\n`).join('')
}
