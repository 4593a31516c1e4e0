import type { Specificity } from '../../contract/index.ts'
import type { CallNumber } from '../../model/index.ts'
import { isWrittenAsPhoneNumber } from './numbers.ts'

type Step =
  | { kind: 'literal'; character: string }
  | { kind: 'range'; digits: string }
  | { kind: 'place' }
  | { kind: 'run' }

/**
 * `number`: digits alone matter, so separators and a leading + are passed over on both sides. `address`: a SIP URI or a
 * word such as "anonymous", held against what was sent, letter by letter in any case.
 */
export type NumberPattern = { kind: 'number' | 'address'; steps: readonly Step[]; specificity: Specificity }

/** More would be no pattern that a person means, and each makes matching slower. */
const maxRuns = 8
const digits = '0123456789'
const separators = new Set(' ()-./')
const numberSteps = new Set(`${digits}#xX*?`)

/**
 * Reads a number pattern:
 *
 * | written | stands for |
 * | --- | --- |
 * | a digit, `#` | itself |
 * | `X`, `?` | any one digit |
 * | `[2-9]`, `[135]` | one digit of these |
 * | `*` | any run of characters, none included |
 * | `+` at the beginning | nothing: whether a number is sent with it or not is the same |
 * | space `(` `)` `-` `.` `/` | nothing: for reading |
 *
 * A pattern with any other character is an address: its characters, `X`, `+` and separators among them, stand for
 * themselves, and `?` for any one character.
 *
 * @returns what is wrong with it, in words for who wrote it, else the pattern
 */
export function readPattern(text: string): NumberPattern | { problem: string } {
  const kind = isNumberPattern(text) ? 'number' : 'address'
  if (kind === 'address' && isNumberPattern(text.replaceAll('+', '')))
    return { problem: 'has a + that is not at its beginning' }
  const characters = [...(kind === 'number' ? text.trim().replace(/^\+/, '') : text.trim().toLowerCase())]
  const steps: Step[] = []
  for (let index = 0; index < characters.length; index++) {
    const character = characters[index] ?? ''
    if (character === '[') {
      const end = characters.indexOf(']', index)
      const inside = characters.slice(index + 1, end === -1 ? undefined : end).join('')
      const set = end === -1 ? undefined : digitsOf(inside)
      if (set === undefined) return { problem: 'has a [ that is not followed by digits and ], such as [2-9]' }
      steps.push({ kind: 'range', digits: set })
      index = end
      continue
    }
    if (character === ']') return { problem: 'has a ] without its [' }
    const step = stepOf(character, kind)
    const isRepeatedRun = step?.kind === 'run' && steps.at(-1)?.kind === 'run'
    if (step && !isRepeatedRun) steps.push(step)
  }
  if (steps.length === 0) return { problem: 'names no number: write digits, or * for every number' }
  const specificity = specificityOf(steps)
  if (specificity.runs > maxRuns) return { problem: `holds more than ${maxRuns} *` }
  return { kind, steps, specificity }
}

/** Brackets are looked at later, as whatever stands in them. */
function isNumberPattern(text: string): boolean {
  const outside = text
    .trim()
    .replace(/^\+/, '')
    .replace(/\[[^\]]*\]/g, '')
  return [...outside].every((each) => numberSteps.has(each) || separators.has(each) || each === '[' || each === ']')
}

function stepOf(character: string, kind: NumberPattern['kind']): Step | undefined {
  if (character === '*') return { kind: 'run' }
  if (character === '?') return { kind: 'place' }
  if (kind === 'address') return { kind: 'literal', character }
  if (character === 'x' || character === 'X') return { kind: 'place' }
  return separators.has(character) ? undefined : { kind: 'literal', character }
}

/** `2-57` gives `23457`; undefined for what is no set of digits. */
function digitsOf(inside: string): string | undefined {
  let found = ''
  for (let index = 0; index < inside.length; index++) {
    const first = digits.indexOf(inside[index] ?? '')
    const isSpan = inside[index + 1] === '-'
    const last = isSpan ? digits.indexOf(inside[index + 2] ?? '?') : first
    if (first === -1 || last < first) return undefined
    found += digits.slice(first, last + 1)
    if (isSpan) index += 2
  }
  return found === '' ? undefined : found
}

function specificityOf(steps: readonly Step[]): Specificity {
  const count = (kind: Step['kind']) => steps.filter((step) => step.kind === kind).length
  return { literals: count('literal'), ranges: count('range'), places: count('place'), runs: count('run') }
}

/** Whether the pattern matches the number in one of its forms. */
export function matchesNumber(pattern: NumberPattern, number: CallNumber): boolean {
  return formsOf(pattern.kind, number).some((form) => matches(pattern, form))
}

function formsOf(kind: NumberPattern['kind'], { asSent, e164 }: CallNumber): string[] {
  if (kind === 'address') return [asSent.toLowerCase(), bareAddress(asSent.toLowerCase())]
  const sent = isWrittenAsPhoneNumber(asSent)
    ? [...asSent].filter((each) => !separators.has(each) && each !== '+').join('')
    : asSent
  return e164 === null ? [sent] : [e164.slice(1), sent]
}

/** A SIP URI without scheme, parameters and headers (RFC 3261 section 19.1.1). */
function bareAddress(address: string): string {
  const [withoutHeaders = ''] = address.replace(/^sips?:/, '').split('?')
  const [user, host] = withoutHeaders.split('@')
  return host === undefined ? withoutHeaders : `${user}@${host.split(';')[0]}`
}

/**
 * Walks both once and, where they part, goes back to the last run alone: no choice before it can matter. At most pattern
 * times text, without regular expressions.
 */
function matches({ kind, steps }: NumberPattern, form: string): boolean {
  const text = [...form]
  let step = 0
  let at = 0
  let run = -1
  let runEnd = 0
  while (at < text.length) {
    const current = steps[step]
    if (current?.kind === 'run') {
      run = step
      runEnd = at
      step += 1
    } else if (current && takes(current, text[at] ?? '', kind)) {
      step += 1
      at += 1
    } else if (run !== -1) {
      runEnd += 1
      at = runEnd
      step = run + 1
    } else return false
  }
  return steps.slice(step).every((rest) => rest.kind === 'run')
}

function takes(step: Exclude<Step, { kind: 'run' }>, character: string, kind: NumberPattern['kind']): boolean {
  switch (step.kind) {
    case 'literal':
      return step.character === character
    case 'range':
      return step.digits.includes(character)
    case 'place':
      return kind === 'address' || digits.includes(character)
  }
}
