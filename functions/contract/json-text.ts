/** How large a JSON text may be in structure, whatever its length. */
export type JsonBounds = {
  /** Arrays and objects within each other. */
  maxDepth: number
  /** Values and names together. */
  maxNodes: number
}

/**
 * What is wrong with a JSON text that its grammar lets pass: `deep` and `large` go past the bounds, `repeated` has an object
 * with a name twice (RFC 8259 section 4: parsers differ in which one counts), `half` names half of a surrogate pair (section
 * 8.2), `number` is none that a double holds (section 6), `proto` names `__proto__`, which some code takes for the prototype.
 */
export type JsonFault = 'deep' | 'large' | 'repeated' | 'half' | 'number' | 'proto'

/** The names of an open object; undefined for an array. */
type Open = Set<string> | undefined

const number = /-?[0-9][0-9.eE+-]*/y
const word = /[a-z]+/y

/**
 * Holds a text to the bounds before anything parses it: one pass, no recursion, no more memory than its depth and names take.
 * @returns the first fault, undefined for a text without; whether it is JSON at all is the parser's to say
 */
export function jsonFault(text: string, { maxDepth, maxNodes }: JsonBounds): JsonFault | undefined {
  if (!text.isWellFormed()) return 'half'
  const open: Open[] = []
  let nodes = 0
  let isName = false
  for (let at = 0; at < text.length; ) {
    const token = tokenAt(text, at)
    at += token.length
    switch (token[0]) {
      case '{':
      case '[':
        open.push(token === '{' ? new Set() : undefined)
        nodes += 1
        isName = token === '{'
        if (open.length > maxDepth) return 'deep'
        break
      case '}':
      case ']':
        open.pop()
        isName = false
        break
      case ',':
        isName = open.at(-1) !== undefined
        break
      case ':':
        isName = false
        break
      case ' ':
      case '\t':
      case '\n':
      case '\r':
        break
      default: {
        nodes += 1
        const fault = token[0] === '"' ? textFault(token, isName ? open.at(-1) : undefined) : numberFault(token)
        if (fault) return fault
      }
    }
    if (nodes > maxNodes) return 'large'
  }
  return undefined
}

/** A string with its quotes, a number, a word, or one character; what has no end goes to the end, for the parser to refuse. */
function tokenAt(text: string, at: number): string {
  const first = text.charCodeAt(at)
  if (first === quote) return text.slice(at, endOfString(text, at + 1))
  const pattern = first === minus || (first >= digits.first && first <= digits.last) ? number : word
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? text.charAt(at)
}

const [quote, backslash, minus] = [0x22, 0x5c, 0x2d]
const digits = { first: 0x30, last: 0x39 }

function endOfString(text: string, start: number): number {
  let at = start
  for (; at < text.length && text.charCodeAt(at) !== quote; at++) if (text.charCodeAt(at) === backslash) at++
  return Math.min(at + 1, text.length)
}

function numberFault(token: string): JsonFault | undefined {
  return Math.abs(Number(token)) === Number.POSITIVE_INFINITY ? 'number' : undefined
}

function textFault(token: string, names: Open): JsonFault | undefined {
  const text = unescaped(token)
  if (text === undefined) return undefined
  if (!text.isWellFormed()) return 'half'
  if (!names) return undefined
  if (text === '__proto__') return 'proto'
  if (names.has(text)) return 'repeated'
  names.add(text)
  return undefined
}

/** Undefined for what the parser is going to refuse. */
function unescaped(token: string): string | undefined {
  if (!token.includes('\\')) return token.slice(1, -1)
  try {
    return String(JSON.parse(token))
  } catch {
    return undefined
  }
}
