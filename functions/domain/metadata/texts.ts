import type { Diagnostics } from './diagnostics.ts'

/** As long as the API takes a fact. */
export const maxTextCharacters = 255

/** Text fit for a fact: one line, without control characters, no longer than the API takes; undefined if nothing is left. */
export function clean(text: string | undefined): string | undefined {
  if (text === undefined) return undefined
  const line = isPlain(text) ? text.trim() : text.replace(/\p{Cc}+/gu, ' ').trim()
  if (line.length <= maxTextCharacters) return line.toWellFormed() || undefined
  // A cut may fall within a surrogate pair.
  const cut = line.slice(0, maxTextCharacters).replace(/[\uD800-\uDBFF]$/, '')
  return cut.trim().toWellFormed() || undefined
}

const isPlain = (text: string): boolean => !/\p{Cc}/u.test(text)

/** An id is taken whole or not at all: a shortened one would join calls that have nothing in common. */
export function wholeId(
  id: string | undefined,
  what: string,
  line: number | null,
  diagnostics: Diagnostics,
): string | undefined {
  const trimmed = id?.trim()
  if (trimmed === undefined || trimmed === '') return undefined
  if (trimmed.length <= maxTextCharacters && isPlain(trimmed)) return trimmed.toWellFormed()
  const limit = `longer than ${maxTextCharacters} characters or not plain text`
  diagnostics.add(line, `The ${what} id is ${limit} and was left out.`)
  return undefined
}

/** `start-time`, `startTime` and `start_time` are one word in the dialects. */
export function keyOf(name: string): string {
  return name.toLowerCase().replace(/[-_.]/g, '')
}
