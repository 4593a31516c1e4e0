import type { SipHeader } from '../../model/index.ts'
import type { Diagnostics } from './diagnostics.ts'

/** A stretch of the text given, and the line on which it begins. */
export type Excerpt = { text: string; line: number }

/** What came with the metadata: the whole INVITE, its body, or the document alone. */
export type Envelope = {
  metadata: Excerpt | undefined
  /** The session description that the metadata's labels refer to. */
  sdp: string | undefined
  /** The INVITE's, where it was sent whole. */
  headers: SipHeader[]
}

const metadataTypes = new Set(['application/rs-metadata+xml', 'application/rs-metadata'])
const xmlTypes = /^(?:application|text)\/(?:[\w.-]+\+)?xml$/
const recordingTag = /<(?:[\w.-]+:)?recording[\s>/]/
const maxHeaders = 64
const maxHeaderCharacters = 1_024

/**
 * The metadata document within `text`: the text itself where it is XML, else the part of a multipart body
 * (RFC 2046 section 5.1, RFC 7866 section 9.1) that holds it. The boundary is read off the body, because a recorder often
 * keeps the INVITE's body without its headers; lines before the first boundary, such as the INVITE's own, are a preamble.
 * Parts of other types are none of ours.
 */
export function openEnvelope(text: string, diagnostics: Diagnostics): Envelope {
  const nothing: Envelope = { metadata: undefined, sdp: undefined, headers: [] }
  const whole = text.startsWith('\uFEFF') ? text.slice(1) : text
  const leading = whole.length - whole.trimStart().length
  if (leading === whole.length) {
    diagnostics.add(null, 'The metadata document is empty.')
    return nothing
  }
  // An XML declaration may only stand at the very start (XML 1.0 section 2.8).
  const alone = { text: whole.slice(leading), line: linesIn(whole.slice(0, leading)) + 1 }
  if (whole[leading] === '<') return { ...nothing, metadata: alone }
  if (alone.text.startsWith('&lt;')) return { ...nothing, metadata: unescaped(alone, diagnostics) }

  const lines = whole.split(/\r\n|\n|\r/)
  const parts = splitParts(lines)
  if (parts.length === 0) return messageOf(lines, nothing, diagnostics)
  const headers = headersOf(lines.slice(0, (parts[0]?.line ?? 2) - 2))
  const sdp = parts.find(hasType((type) => type === 'application/sdp'))?.body
  const part =
    parts.find(hasType((type) => metadataTypes.has(type))) ??
    parts.find(hasType((type) => xmlTypes.test(type))) ??
    parts.find(({ headers: own, body }) => !own.has('content-type') && recordingTag.test(body))
  if (!part) {
    diagnostics.add(null, 'No part of the multipart body is application/rs-metadata+xml.')
    return { ...nothing, sdp, headers }
  }
  const encoding = part.headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary'
  if (encoding === 'base64' || encoding === 'quoted-printable') {
    const advice = 'send it as plain text (RFC 3261 section 7.4)'
    diagnostics.add(part.line, `The metadata part is encoded as ${encoding}: ${advice}.`)
    return { ...nothing, sdp, headers }
  }
  const before = part.body.length - part.body.trimStart().length
  const found = { text: part.body.trim(), line: part.bodyLine + linesIn(part.body.slice(0, before)) }
  return { metadata: withTags(found, diagnostics), sdp, headers }
}

/** A message of one part, as an UPDATE with metadata alone is; else a text that cannot be read. */
function messageOf(lines: string[], nothing: Envelope, diagnostics: Diagnostics): Envelope {
  const first = lines.findIndex((line) => line.trim() !== '')
  const blank = lines.findIndex((line, index) => index > first && line.trim() === '')
  const headers = blank === -1 ? [] : headersOf(lines.slice(0, blank))
  const start = blank === -1 ? -1 : lines.findIndex((line, index) => index > blank && line.trim() !== '')
  const body = start === -1 ? '' : lines.slice(start).join('\n')
  if (body.trimStart().startsWith('<')) {
    return { ...nothing, headers, metadata: { text: body.trimStart(), line: start + 1 } }
  }
  diagnostics.add(
    first + 1,
    'This is neither XML nor a multipart body, or its tags were stripped: send the metadata document, or the body of the recording INVITE, as the recorder got it.',
  )
  return { ...nothing, headers }
}

function withTags(found: Excerpt, diagnostics: Diagnostics): Excerpt | undefined {
  if (found.text.startsWith('&lt;')) return unescaped(found, diagnostics)
  if (found.text.includes('<')) return found
  diagnostics.add(
    found.line,
    found.text === ''
      ? 'The metadata part is empty.'
      : 'The metadata has no tags: they were stripped and only text is left. Send the document as the recorder got it.',
  )
  return undefined
}

const escapes: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
  '&amp;': '&',
}

/** A document that went through a page or another document on its way. */
function unescaped({ text, line }: Excerpt, diagnostics: Diagnostics): Excerpt {
  diagnostics.add(line, 'The tags came as &lt; and &gt; and were read as < and >: send the document as it is.')
  return { text: text.replace(/&(?:lt|gt|quot|apos|amp);/g, (escaped) => escapes[escaped] ?? escaped), line }
}

type Part = { headers: Map<string, string>; line: number; body: string; bodyLine: number }

const hasType = (wanted: (type: string) => boolean) => (part: Part) => {
  const type = part.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  return type !== undefined && wanted(type)
}

function splitParts(lines: string[]): Part[] {
  const first = lines.findIndex((line) => /^---*[^\s-]/.test(line))
  if (first === -1) return []
  const delimiter = lines[first]?.trimEnd() ?? ''
  const parts: Part[] = []
  let start = first + 1
  for (let i = start; i <= lines.length; i++) {
    // A body that was cut short has no last boundary: its last part runs to the end.
    const line = lines[i]?.trimEnd()
    const isLast = line === undefined || line === `${delimiter}--`
    if (!isLast && line !== delimiter) continue
    parts.push(readPart(lines.slice(start, i), start + 1))
    if (isLast) break
    start = i + 1
  }
  return parts
}

function readPart(lines: string[], line: number): Part {
  const blank = lines.findIndex((text) => text.trim() === '')
  const fields = blank === -1 ? [] : fieldsOf(lines.slice(0, blank))
  const headers = new Map(
    fields.map(({ name, value }) => [compactForms.get(name.toLowerCase()) ?? name.toLowerCase(), value]),
  )
  return { headers, line, body: lines.slice(blank + 1).join('\n'), bodyLine: line + blank + 1 }
}

/** Header fields, folded ones put together (RFC 3261 section 7.3.1). */
function fieldsOf(lines: readonly string[]): SipHeader[] {
  const fields: SipHeader[] = []
  for (const text of lines) {
    const colon = text.indexOf(':')
    const last = fields.at(-1)
    if (/^[ \t]/.test(text) && last) last.value += ` ${text.trim()}`
    else if (colon > 0) fields.push({ name: text.slice(0, colon).trim(), value: text.slice(colon + 1).trim() })
  }
  return fields
}

/** Those before the body that look like a SIP header, in their long form. */
function headersOf(lines: readonly string[]): SipHeader[] {
  const fields = fieldsOf(lines).flatMap(({ name, value }) => {
    const cut = value
      .slice(0, maxHeaderCharacters)
      .replace(/\p{Cc}+/gu, ' ')
      .trim()
      .toWellFormed()
    return /^[A-Za-z0-9!%*_+`'~.-]{1,64}$/.test(name) && cut !== ''
      ? [{ name: longForms.get(name.toLowerCase()) ?? name, value: cut }]
      : []
  })
  return fields.slice(0, maxHeaders)
}

/** RFC 3261 section 7.3.3. */
const compactForms = new Map([['c', 'content-type']])
const longForms = new Map<string, string>([
  ['f', 'From'],
  ['t', 'To'],
  ['i', 'Call-ID'],
  ['c', 'Content-Type'],
])

/** The value of the first header of that name. */
export function headerOf(headers: readonly SipHeader[], name: string): string | undefined {
  return headers.find((candidate) => candidate.name.toLowerCase() === name)?.value.trim() || undefined
}

const linesIn = (text: string): number => text.split(/\r\n|\n|\r/).length - 1
