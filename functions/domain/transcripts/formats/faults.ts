import type { CueContent } from '../../../model/index.ts'

/** What is wrong, and where: a line as `line 12`, a place in JSON as `cues[3].endMs`. It holds no words of the file. */
export type Fault = { place: string; message: string }

/** A cue of a file, and where in it it stands. */
export type ReadCue = CueContent & { source: string }

/** A file as far as it can be read; with a fault in it nothing of it is used. */
export type ReadFile = { cues: ReadCue[]; faults: Fault[] }

export const lineAt = (index: number) => `line ${index + 1}`

/** Without a byte order mark, whatever ends its lines. */
export function linesOf(text: string): string[] {
  return text.replace(/^\uFEFF/, '').split(/\r\n|\n|\r/)
}

/** A file repeats what is wrong with it; the first of it is enough to set it right. */
export const mostFaults = 20
