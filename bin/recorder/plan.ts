import { readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import type { Defaults, NamedCall, NamedFile, Plan, PlannedCall, PlannedFile, PlanProblem } from './calls.ts'
import { messageOf, systemCodeOf, UsageError } from './errors.ts'
import { readFacts } from './fields.ts'
import { fileTypeOf } from './media-types.ts'
import type { TimeRules } from './times.ts'
import { type Facts, limits, type Voice } from './wire.ts'

/**
 * Looks at the files of the calls that were named, and joins what belongs to one recording. A call of which anything
 * cannot be read is a problem and left out whole: half a call would look like all of it.
 */
export function planCalls(named: readonly NamedCall[], defaults: Defaults, rules: TimeRules): Plan {
  const problems: PlanProblem[] = []
  const byKey = new Map<string, PlannedCall>()
  for (const [i, one] of named.entries()) {
    try {
      const call = planCall(one, defaults, rules)
      const { sessionId } = call.facts
      const key = sessionId ? `session ${sessionId}` : call.callKey ? `call ${call.callKey}` : `row ${i}`
      const same = byKey.get(key)
      byKey.set(key, same ? joined(same, call) : call)
    } catch (error) {
      if (!(error instanceof UsageError)) throw error
      problems.push({ source: one.source, message: error.message })
    }
  }
  return { calls: [...byKey.values()].map(withOffsets), problems }
}

/** The most by which the files of one segment can begin apart: more is a mistaken clock or a segment not told apart. */
const mostOffsetMs = 3_600_000

/** Files of a segment that say different starts are set apart by the difference, so that they run together in time. */
function withOffsets(call: PlannedCall): PlannedCall {
  const firstOf = (wanted: number) =>
    call.files.flatMap(({ segment, startedAt }) => (segment === wanted && startedAt ? [startedAt] : [])).sort()[0]
  return {
    ...call,
    files: call.files.map((file) => ({ ...file, startOffsetMs: offsetFrom(firstOf(file.segment), file.startedAt) })),
  }
}

function offsetFrom(first: string | undefined, startedAt: string | undefined): number {
  if (first === undefined || startedAt === undefined) return 0
  const offsetMs = Date.parse(startedAt) - Date.parse(first)
  return offsetMs > 0 && offsetMs <= mostOffsetMs ? offsetMs : 0
}

/**
 * A call as an addition to what went in of it before: its start is known, and that of a later file is not the call's.
 * `startOfSegment` gives when the first file of a segment began.
 */
export function asAddition(call: PlannedCall, startOfSegment: (segment: number) => string | undefined): PlannedCall {
  const facts = { ...call.facts }
  delete facts.startedAt
  const files = call.files.map((file) => {
    const firsts = [startOfSegment(file.segment), file.startedAt].filter((time) => time !== undefined).sort()
    return { ...file, startOffsetMs: Math.max(file.startOffsetMs, offsetFrom(firsts[0], file.startedAt)) }
  })
  return { ...call, facts, files }
}

function planCall(named: NamedCall, defaults: Defaults, rules: TimeRules): PlannedCall {
  const { facts, problems } = readFacts({ ...defaults.raw, ...named.raw }, rules)
  if (problems.length > 0) throw new UsageError(problems.join('; '))
  const files = withVoices(named.files, defaults.channels).map((file) => planFile(file, defaults, facts.startedAt))
  if (files.length === 0 && facts.sessionId === undefined) {
    throw new UsageError('names no file: only a call whose session id is given can go without.')
  }
  const siprecPath = named.siprecPath ?? defaults.siprecPath
  return {
    source: named.source,
    facts,
    sipHeaders: defaults.sipHeaders,
    siprec: siprecPath === undefined ? undefined : readDocument(siprecPath),
    files,
    callKey: named.callKey,
  }
}

/**
 * Gives each file its voices. Channels named for the whole call go one to each file, or one to each audio file, or all to
 * the only audio file; files that say their own are left alone.
 */
function withVoices(files: readonly NamedFile[], channels: readonly Voice[]): readonly NamedFile[] {
  const silent = files.filter((file) => file.channels === undefined)
  if (channels.length === 0 || silent.length === 0) return files
  const audio = silent.filter((file) => fileTypeOf(file.path).kind === 'audio')
  const takers = silent.length === channels.length ? silent : audio
  const voicesOf = (file: NamedFile): readonly Voice[] | undefined => {
    if (!takers.includes(file)) return file.channels
    if (takers.length === 1) return channels
    return channels.slice(takers.indexOf(file), takers.indexOf(file) + 1)
  }
  if (takers.length !== 1 && takers.length !== channels.length) {
    throw new UsageError(
      `${channels.length} channels for ${takers.length} files: name one for each file, or all those of a single file.`,
    )
  }
  return files.map((file) => ({ ...file, channels: voicesOf(file) }))
}

function planFile(file: NamedFile, defaults: Defaults, startedAt: string | undefined): PlannedFile {
  const { size, mtimeMs } = lookAt(file.path)
  if (size > limits.fileBytes)
    throw new UsageError(`${file.path} is larger than 5 GiB, the most that one upload takes.`)
  const type = fileTypeOf(file.path)
  // A kind given for all is about the pictures: the sound beside a screen recording stays sound.
  const mayShowPictures = type.kind === 'video' || type.contentType === 'application/octet-stream'
  return {
    path: file.path,
    name: basename(file.path),
    lengthBytes: size,
    modifiedMs: Math.round(mtimeMs),
    kind: file.kind ?? (mayShowPictures ? (defaults.kind ?? type.kind) : type.kind),
    contentType: type.contentType,
    channels: [...(file.channels ?? [])],
    labels: [...(file.labels ?? [])],
    segment: file.segment ?? defaults.segment,
    startedAt,
    startOffsetMs: 0,
  }
}

function lookAt(path: string) {
  try {
    const look = statSync(path)
    if (look.isFile()) return look
  } catch (error) {
    if (systemCodeOf(error) === 'ENOENT') throw new UsageError(`${path} does not exist.`)
    throw new UsageError(`${path} cannot be read: ${messageOf(error)}`)
  }
  throw new UsageError(`${path} is a folder: send what is in it with --watch, or name its files.`)
}

function readDocument(path: string): string {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    throw new UsageError(`The SIPREC document cannot be read: ${messageOf(error)}`)
  }
  if (text.length <= limits.siprecCharacters) return text
  throw new UsageError(`${path} is larger than 900 kB, the most that a SIPREC document may have.`)
}

/** Two pieces of one call: the whole lasts from the first start to the last end, and every other fact must agree. */
function joined(call: PlannedCall, more: PlannedCall): PlannedCall {
  const facts: Facts = { ...more.facts, ...call.facts }
  const startedAt = [call.facts.startedAt, more.facts.startedAt].filter((time) => time !== undefined).sort()[0]
  const endedAt = [call.facts.endedAt, more.facts.endedAt]
    .filter((time) => time !== undefined)
    .sort()
    .at(-1)
  if (startedAt !== undefined) facts.startedAt = startedAt
  if (endedAt !== undefined) facts.endedAt = endedAt
  // Of two stretches neither is the length of the call: the server counts it from the segments.
  if (call.facts.durationMs !== more.facts.durationMs) delete facts.durationMs
  for (const [name, value] of Object.entries(more.facts)) {
    const isSpan = name === 'startedAt' || name === 'endedAt' || name === 'durationMs'
    if (isSpan || Object.entries(call.facts).every(([other, before]) => other !== name || before === value)) continue
    throw new UsageError(`${name} differs from what ${call.source} says of the same call.`)
  }
  const known = new Set(call.files.map(({ path }) => path))
  return {
    ...call,
    facts,
    siprec: call.siprec ?? more.siprec,
    files: [...call.files, ...more.files.filter(({ path }) => !known.has(path))],
  }
}
