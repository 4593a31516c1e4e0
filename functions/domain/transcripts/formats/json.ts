import * as z from 'zod'
import { cueContentSchema, jsonFault } from '../../../contract/index.ts'
import type { CueContent } from '../../../model/index.ts'
import { mostFaults, type ReadCue, type ReadFile } from './faults.ts'

const fileSchema = z.object({ cues: z.array(z.unknown()) })
const bounds = { maxDepth: 8, maxNodes: 200_000 }

const placeOf = (index: number, path: readonly PropertyKey[]) =>
  [`cues[${index}]`, ...path.map((part) => String(part))].join('.')

const messageOf = ({ code, message }: z.core.$ZodIssue) =>
  code === 'unrecognized_keys' ? 'holds fields that a cue has not' : message

/** Reads `{"cues": [{"startMs": 0, "endMs": 900, "speaker": "Uma", "text": "Hello"}]}`. */
export function readJson(text: string): ReadFile {
  const broken = (message: string): ReadFile => ({ cues: [], faults: [{ place: 'text', message }] })
  const file = fileSchema.safeParse(parse(text))
  if (!file.success) return broken('must be JSON of the form {"cues": [...]}, each field once')
  const cues: ReadCue[] = []
  const faults: ReadFile['faults'] = []
  for (const [index, value] of file.data.cues.entries()) {
    const { data, error } = cueContentSchema.safeParse(value)
    if (data) cues.push({ ...data, source: placeOf(index, []) })
    const [issue] = error?.issues ?? []
    if (issue) faults.push({ place: placeOf(index, issue.path), message: messageOf(issue) })
    if (faults.length === mostFaults) break
  }
  return { cues, faults }
}

function parse(text: string): unknown {
  if (jsonFault(text, bounds) !== undefined) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function writeJson(cues: readonly CueContent[]): string {
  const contents = cues.map(({ startMs, endMs, speaker, text }) => ({ startMs, endMs, speaker, text }))
  return `${JSON.stringify({ cues: contents }, null, 2)}\n`
}
