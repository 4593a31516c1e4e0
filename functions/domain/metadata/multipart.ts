import type { Diagnostics } from './diagnostics.ts'

/** A stretch of the text given, and the line on which it begins. */
export type Excerpt = { text: string; line: number }

const metadataTypes = new Set(['application/rs-metadata+xml', 'application/rs-metadata'])
const xmlTypes = /^(?:application|text)\/(?:[\w.-]+\+)?xml$/

/**
 * The metadata document within `text`: the text itself where it is XML, else the part of a multipart body
 * (RFC 2046 section 5.1, RFC 7866 section 9.1) that holds it. The boundary is read off the body, because a recorder often
 * keeps the INVITE's body without its headers; lines before the first boundary, such as the INVITE's own, are a preamble.
 */
export function findMetadata(text: string, diagnostics: Diagnostics): Excerpt | undefined {
  const withoutMark = text.startsWith('\uFEFF') ? text.slice(1) : text
  if (withoutMark.trim() === '') {
    diagnostics.add(null, 'The metadata document is empty.')
    return undefined
  }
  const leading = withoutMark.length - withoutMark.trimStart().length
  if (withoutMark[leading] === '<') {
    // An XML declaration may only stand at the very start (XML 1.0 section 2.8).
    return { text: withoutMark.slice(leading), line: linesIn(withoutMark.slice(0, leading)) + 1 }
  }
  const parts = splitParts(withoutMark)
  const part =
    parts.find(hasType((type) => metadataTypes.has(type))) ?? parts.find(hasType((type) => xmlTypes.test(type)))
  if (!part) {
    diagnostics.add(
      null,
      parts.length === 0
        ? 'This is neither XML nor a multipart body: send the metadata document, or the body of the recording INVITE.'
        : 'No part of the multipart body is application/rs-metadata+xml.',
    )
    return undefined
  }
  const encoding = part.headers.get('content-transfer-encoding')?.toLowerCase() ?? 'binary'
  if (encoding === 'base64' || encoding === 'quoted-printable') {
    diagnostics.add(
      part.line,
      `The metadata part is encoded as ${encoding}: send it as plain text (RFC 3261 section 7.4).`,
    )
    return undefined
  }
  const before = part.body.length - part.body.trimStart().length
  return { text: part.body.trim(), line: part.bodyLine + linesIn(part.body.slice(0, before)) }
}

type Part = { headers: Map<string, string>; line: number; body: string; bodyLine: number }

const hasType = (wanted: (type: string) => boolean) => (part: Part) => {
  const type = part.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase()
  return type !== undefined && wanted(type)
}

function splitParts(text: string): Part[] {
  const lines = text.split(/\r\n|\n|\r/)
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
  const headerLines = blank === -1 ? [] : lines.slice(0, blank)
  const headers = new Map<string, string>()
  let name = ''
  for (const text of headerLines) {
    const colon = text.indexOf(':')
    if (/^[ \t]/.test(text) && name !== '') headers.set(name, `${headers.get(name)} ${text.trim()}`)
    else if (colon > 0) {
      name = text.slice(0, colon).trim().toLowerCase()
      headers.set(compactForms.get(name) ?? name, text.slice(colon + 1).trim())
    }
  }
  return { headers, line, body: lines.slice(blank + 1).join('\n'), bodyLine: line + blank + 1 }
}

/** RFC 3261 section 7.3.3. */
const compactForms = new Map([['c', 'content-type']])

const linesIn = (text: string): number => text.split(/\r\n|\n|\r/).length - 1
