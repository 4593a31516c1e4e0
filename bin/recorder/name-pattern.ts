import { basename, dirname, extname } from 'node:path'
import { UsageError } from './errors.ts'
import { type FieldName, fieldNames, type RawFields } from './fields.ts'
import { formPatternOf, nameForms } from './times.ts'
import type { Sides } from './voices.ts'
import type { Voice } from './wire.ts'

/** What a file's name says. */
export type NameReading = {
  raw: RawFields
  voice: Voice | undefined
  segment: number | undefined
  /** The same for the files of one call: all that the name says but the side and the segment. */
  callKey: string
}

export type NamePattern = {
  text: string
  hasSide: boolean
  /** Undefined where the name is not of the pattern. Paths are given with `/` or the system's separator. */
  read(path: string): NameReading | undefined
}

/** Parts that only a name has. */
type NamePart = FieldName | 'date' | 'time' | 'side' | 'segment'

const named = fieldNames.filter((name) => name !== 'start' && name !== 'duration' && name !== 'end')
const nameParts: readonly string[] = [...named, 'date', 'time', 'side', 'segment']

const isNamePart = (text: string): text is NamePart => nameParts.includes(text)

/**
 * Reads `{date}-{from}-{to}-{sessionId}` and the like. Each part takes as little as lets the rest match, so only the last
 * may hold the separator that follows it. `{*}` takes what holds no `-` or `_`, `{**}` anything. Where the pattern has a
 * `/`, the folders above the file are matched too. The file's extension belongs to no part. `%40` and the like are decoded:
 * recorders write so what a name cannot hold.
 */
export function readNamePattern(text: string, sides: Sides, dateFormat?: string): NamePattern {
  const pieces = text.split(/(\{[^{}]*\})/)
  const seen = new Set<string>()
  const hasTime = pieces.includes('{time}')
  const source = pieces.map((piece) => {
    if (!piece.startsWith('{')) return escaped(piece)
    const part = piece.slice(1, -1)
    if (part === '*') return '[^-_/]*'
    if (part === '**') return '.*?'
    if (!isNamePart(part)) {
      throw new UsageError(`--name-pattern has no {${part}}: it knows {${nameParts.join('}, {')}} {*} and {**}.`)
    }
    if (seen.has(part)) throw new UsageError(`--name-pattern names {${part}} twice: write {*} where it comes again.`)
    seen.add(part)
    return `(?<${part}>${formOf(part, { hasTime, sides, dateFormat })})`
  })
  if (seen.size === 0) throw new UsageError('--name-pattern names no part: write it as {date}-{from}-{to}-{sessionId}.')
  if (hasTime && !seen.has('date')) throw new UsageError('--name-pattern has a {time} but no {date}.')

  const whole = new RegExp(`^${source.join('')}$`, 'i')
  const depth = text.split('/').length
  return { text, hasSide: seen.has('side'), read: (path) => readName(whole, tailOf(path, depth), sides) }
}

const escaped = (literal: string) => literal.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')

function formOf(part: NamePart, rules: { hasTime: boolean; sides: Sides; dateFormat: string | undefined }): string {
  switch (part) {
    case 'date':
      if (rules.dateFormat !== undefined) return formPatternOf(rules.dateFormat)
      return rules.hasTime ? nameForms.day : nameForms.dayAndTime
    case 'time':
      return nameForms.time
    case 'side':
      // The longest first, or `in` would hide `inbound`.
      return [...rules.sides.keys()]
        .sort((a, b) => b.length - a.length)
        .map(escaped)
        .join('|')
    case 'segment':
      return '\\d{1,4}'
    default:
      return '[^/]+?'
  }
}

/** The last `depth` names of a path, joined by `/`, without the extension. */
function tailOf(path: string, depth: number): string {
  const names = [basename(path, extname(path))]
  for (let folder = dirname(path); names.length < depth && folder !== dirname(folder); folder = dirname(folder)) {
    names.unshift(basename(folder))
  }
  return names.join('/')
}

function readName(whole: RegExp, name: string, sides: Sides): NameReading | undefined {
  const groups = whole.exec(name)?.groups
  if (!groups) return undefined
  const raw: RawFields = {}
  for (const field of named) {
    const value = groups[field]
    if (value !== undefined) raw[field] = decoded(value)
  }
  const { date, time, side, segment } = groups
  if (date !== undefined) raw.start = time === undefined ? date : `${dayOf(date)} ${time.replace(/[-._]/g, ':')}`
  return {
    raw,
    voice: side === undefined ? undefined : sides.get(side.toLowerCase()),
    segment: segment === undefined ? undefined : Number(segment),
    callKey: JSON.stringify(raw),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** `20260301` and `2026_03_01` as `2026-03-01`, to which a time can be joined. */
const dayOf = (date: string) => date.replace(/^(\d{4})[-_.]?(\d\d)[-_.]?(\d\d)$/, '$1-$2-$3')
