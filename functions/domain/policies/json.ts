/** Where in a text something is: line and column count from 1, in UTF-16 units, as editors count. */
export type Position = { readonly line: number; readonly column: number }

/** A JSON value that knows where it stands. `offset` is there only for what was read from text. */
export type JsonNode = { readonly path: string; readonly offset?: number } & (
  | { readonly kind: 'object'; readonly members: readonly JsonMember[] }
  | { readonly kind: 'array'; readonly items: readonly JsonNode[] }
  | { readonly kind: 'string'; readonly value: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null' }
)

export type JsonMember = { readonly name: string; readonly offset?: number; readonly value: JsonNode }

export type JsonFault = { readonly path: string; readonly offset?: number; readonly message: string }

export type JsonReading = { readonly node: JsonNode } | { readonly fault: JsonFault }

/** A policy nests six deep; deeper is a mistake or an attempt on the stack. */
const maxDepth = 16

class Unreadable extends Error {
  readonly fault: JsonFault
  constructor(fault: JsonFault) {
    super(fault.message)
    this.fault = fault
  }
}

/**
 * JSON (RFC 8259) with the place of every value, which JSON.parse does not give, and with repeated names kept, which
 * JSON.parse drops.
 */
export function readJson(text: string): JsonReading {
  return reading(() => {
    const reader = new JsonText(text)
    const node = reader.value('$', 0)
    reader.end()
    return node
  })
}

/** The same tree from a value that was parsed already; it has paths, but no places in a text. */
export function nodeOf(value: unknown): JsonReading {
  return reading(() => node(value, '$', 0))
}

/** Where an offset is in the text. */
export function positionAt(text: string, offset: number): Position {
  let line = 1
  let lineStart = 0
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line += 1
    lineStart = at + 1
  }
  return { line, column: offset - lineStart + 1 }
}

/** The JSON path of a member: `$.Statement`, or `$["key:with:colons"]` where a dot would not do. */
export function memberPath(path: string, name: string): string {
  return isPlainName(name) ? `${path}.${name}` : `${path}[${JSON.stringify(name)}]`
}

function isPlainName(name: string): boolean {
  for (const char of name) {
    const isLetter = (char >= 'a' && char <= 'z') || (char >= 'A' && char <= 'Z')
    if (!isLetter && !(char >= '0' && char <= '9')) return false
  }
  return name !== ''
}

function reading(read: () => JsonNode): JsonReading {
  try {
    return { node: read() }
  } catch (error) {
    if (error instanceof Unreadable) return { fault: error.fault }
    throw error
  }
}

function node(value: unknown, path: string, depth: number): JsonNode {
  if (depth > maxDepth) throw new Unreadable({ path, message: `This nests deeper than ${maxDepth}: flatten it.` })
  switch (typeof value) {
    case 'string':
      return { kind: 'string', path, value }
    case 'number':
      if (Number.isFinite(value)) return { kind: 'number', path, value }
      break
    case 'boolean':
      return { kind: 'boolean', path, value }
    case 'object':
      if (value === null) return { kind: 'null', path }
      if (Array.isArray(value)) {
        return { kind: 'array', path, items: value.map((item, index) => node(item, `${path}[${index}]`, depth + 1)) }
      }
      return {
        kind: 'object',
        path,
        // As JSON.stringify does, a member that is undefined is not there.
        members: Object.entries(value)
          .filter(([, member]) => member !== undefined)
          .map(([name, member]) => ({ name, value: node(member, memberPath(path, name), depth + 1) })),
      }
  }
  throw new Unreadable({ path, message: 'This is not a JSON value: use text, a number, true or false.' })
}

const whitespace = ' \t\n\r'
const numberChars = '+-.0123456789eE'

class JsonText {
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  value(path: string, depth: number): JsonNode {
    this.#skipWhitespace()
    if (depth > maxDepth) this.#fail(path, `This nests deeper than ${maxDepth}: flatten it.`)
    const offset = this.#at
    switch (this.#text[offset]) {
      case '{':
        return { kind: 'object', path, offset, members: this.#members(path, depth) }
      case '[':
        return { kind: 'array', path, offset, items: this.#items(path, depth) }
      case '"':
        return { kind: 'string', path, offset, value: this.#string(path) }
      case 't':
        return this.#word('true', { kind: 'boolean', path, offset, value: true })
      case 'f':
        return this.#word('false', { kind: 'boolean', path, offset, value: false })
      case 'n':
        return this.#word('null', { kind: 'null', path, offset })
      case undefined:
        return this.#fail(path, 'The text ends where a value should be: complete it.')
      default:
        return { kind: 'number', path, offset, value: this.#number(path) }
    }
  }

  end(): void {
    this.#skipWhitespace()
    if (this.#at < this.#text.length) this.#fail('$', 'Something follows after the end of the policy: remove it.')
  }

  #members(path: string, depth: number): JsonMember[] {
    const members: JsonMember[] = []
    this.#at += 1
    if (this.#take('}')) return members
    do {
      this.#skipWhitespace()
      const offset = this.#at
      if (this.#text[offset] !== '"') this.#fail(path, 'A name in double quotes should be here (JSON).')
      const name = this.#string(path)
      if (!this.#take(':')) this.#fail(memberPath(path, name), 'A colon should follow the name (JSON).')
      members.push({ name, offset, value: this.value(memberPath(path, name), depth + 1) })
    } while (this.#take(','))
    if (!this.#take('}')) this.#fail(path, 'A comma or } should be here (JSON).')
    return members
  }

  #items(path: string, depth: number): JsonNode[] {
    const items: JsonNode[] = []
    this.#at += 1
    if (this.#take(']')) return items
    do items.push(this.value(`${path}[${items.length}]`, depth + 1))
    while (this.#take(','))
    if (!this.#take(']')) this.#fail(path, 'A comma or ] should be here (JSON).')
    return items
  }

  #string(path: string): string {
    const start = this.#at
    let end = start + 1
    while (end < this.#text.length && this.#text[end] !== '"') end += this.#text[end] === '\\' ? 2 : 1
    if (end >= this.#text.length) this.#fail(path, 'This text has no closing quote (JSON).')
    const value = this.#native(start, end + 1)
    if (typeof value !== 'string') {
      return this.#fail(path, 'This text holds a line break or an escape that JSON does not know: escape it (JSON).')
    }
    this.#at = end + 1
    return value
  }

  #number(path: string): number {
    const start = this.#at
    let end = start
    while (end < this.#text.length && numberChars.includes(this.#text.charAt(end))) end += 1
    const value = this.#native(start, end)
    if (typeof value !== 'number') return this.#fail(path, 'This is no JSON value: put text in double quotes.')
    if (!Number.isFinite(value)) return this.#fail(path, 'This number is too large: write a smaller one.')
    this.#at = end
    return value
  }

  #native(start: number, end: number): unknown {
    try {
      return JSON.parse(this.#text.slice(start, end))
    } catch {
      return undefined
    }
  }

  #word(word: string, node: JsonNode): JsonNode {
    if (!this.#text.startsWith(word, this.#at))
      this.#fail(node.path, 'This is no JSON value: put text in double quotes.')
    this.#at += word.length
    return node
  }

  #take(char: string): boolean {
    this.#skipWhitespace()
    if (this.#text[this.#at] !== char) return false
    this.#at += 1
    return true
  }

  #skipWhitespace(): void {
    while (this.#at < this.#text.length && whitespace.includes(this.#text.charAt(this.#at))) this.#at += 1
  }

  #fail(path: string, message: string): never {
    throw new Unreadable({ path, offset: this.#at, message })
  }
}
