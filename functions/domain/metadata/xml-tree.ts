import { SaxesParser } from 'saxes'
import type { Diagnostics } from './diagnostics.ts'
import type { Excerpt } from './envelope.ts'
import { keyOf } from './texts.ts'

export type XmlAttribute = {
  /** Without its prefix; so too `XmlElement.name`. */
  name: string
  key: string
  value: string
}

export type XmlElement = {
  name: string
  /** The name as all dialects write it: in lower case, without hyphens. */
  key: string
  namespace: string
  attributes: readonly XmlAttribute[]
  children: XmlElement[]
  /** The element's own text, without its children's. */
  text: string
  line: number
}

/** Metadata nests six deep; extensions somewhat deeper. */
const maxDepth = 32
/** A document of 256 kB could hold 60,000 empty ones; a call of a hundred participants takes two thousand. */
const maxElements = 10_000

/** A prefix that is bound to nothing is an error of every element that has it. */
const maxErrors = 2_000

/** Thrown to leave the parser, which has no other way to stop. */
class StoppedReading extends Error {}

/**
 * The elements of an XML document as far as it could be read. There are no entities but XML's own five, no DOCTYPE and no
 * external reference, so a document can neither grow nor reach out (OWASP XXE). A bare `&` and the like are noted and
 * read over, as recorders do write them.
 */
export function readXml({ text, line: firstLine }: Excerpt, diagnostics: Diagnostics): XmlElement | undefined {
  const parser = new SaxesParser({ xmlns: true })
  const open: XmlElement[] = []
  let elements = 0
  let errors = 0
  let root: XmlElement | undefined
  const line = () => firstLine + parser.line - 1
  const stop = (message: string): never => {
    diagnostics.addLast(line(), message)
    throw new StoppedReading()
  }

  parser.on('doctype', () => stop('The document has a DOCTYPE, which is not read: send it without one.'))
  parser.on('opentag', (tag) => {
    if (open.length >= maxDepth) stop(`Elements nest deeper than ${maxDepth}: what follows was not read.`)
    elements += 1
    if (elements > maxElements) stop(`There are more than ${maxElements} elements: what follows was not read.`)
    const attributes: XmlAttribute[] = []
    for (const name in tag.attributes) {
      const attribute = tag.attributes[name]
      if (!attribute || attribute.prefix === 'xmlns' || name === 'xmlns') continue
      attributes.push({ name: attribute.local, key: keyOf(attribute.local), value: attribute.value })
    }
    const element: XmlElement = {
      ...{ name: tag.local, key: keyOf(tag.local), namespace: tag.uri, attributes },
      ...{ children: [], text: '', line: line() },
    }
    open.at(-1)?.children.push(element)
    root ??= element
    open.push(element)
  })
  const addText = (text: string) => {
    const element = open.at(-1)
    if (element) element.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    open.pop()
  })
  parser.on('error', (error) => {
    errors += 1
    if (errors > maxErrors) stop(`There are more than ${maxErrors} errors: what follows was not read.`)
    diagnostics.add(line(), `Not well-formed XML: ${causeOf(error.message)}`)
  })

  try {
    parser.write(withAmpersandsEscaped(text, firstLine, diagnostics)).close()
  } catch (error) {
    if (!(error instanceof StoppedReading)) throw error
  }
  return root
}

/** saxes puts "line:column: " in front, which is given apart, and repeats names of the document, which may be anything. */
const causeOf = (message: string): string =>
  message
    .replace(/^[\d:]+\s*/, '')
    .slice(0, 160)
    .toWellFormed()

const notMarkup =
  /<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<!--[\s\S]*?(?:-->|$)|&(?!#\d{1,7};|#x[\da-f]{1,6};|(?:amp|lt|gt|quot|apos);)/gi

/** `Archer & Sons` as it should have been written: saxes would take all up to the next semicolon for an entity's name. */
function withAmpersandsEscaped(text: string, firstLine: number, diagnostics: Diagnostics): string {
  if (!text.includes('&')) return text
  let line = firstLine
  let counted = 0
  return text.replace(notMarkup, (match, offset: number) => {
    if (match !== '&') return match
    line += text.slice(counted, offset).split('\n').length - 1
    counted = offset
    diagnostics.add(line, 'Not well-formed XML: an & that begins no known entity was read as it stands.')
    return '&amp;'
  })
}

/** The value of an element's attribute, by its name in any dialect; undefined for an empty one. */
export function attribute(element: XmlElement, ...keys: readonly string[]): string | undefined {
  for (const key of keys) {
    for (const candidate of element.attributes) {
      const value = candidate.key === key ? candidate.value.trim() : ''
      if (value !== '') return value
    }
  }
  return undefined
}
