/** An element's content: text, child elements in order, or a list that repeats the element. Undefined leaves it out. */
export type XmlValue = string | number | boolean | undefined | XmlElements | readonly XmlValue[]
export type XmlElements = { readonly [name: string]: XmlValue }

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/'

/** A document of S3's namespace. */
export function xmlDocument(root: string, content: XmlElements): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="${NAMESPACE}">${elements(content)}</${root}>`
}

/** An error document, which has no namespace. */
export function xmlError(content: XmlElements): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error>${elements(content)}</Error>`
}

function elements(content: XmlElements): string {
  return Object.entries(content)
    .map(([name, value]) => element(name, value))
    .join('')
}

function element(name: string, value: XmlValue): string {
  if (value === undefined) return ''
  if (isList(value)) return value.map((item) => element(name, item)).join('')
  const inner = typeof value === 'object' ? elements(value) : escapeText(String(value))
  return `<${name}>${inner}</${name}>`
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value)
}

const ESCAPES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

// Keys may hold control characters, which XML 1.0 cannot; S3 writes them as character references all the same, and a
// client that must read such keys asks for encoding-type=url.
function escapeText(text: string): string {
  return text.replace(/[&<>"\p{Cc}]/gu, (char) => ESCAPES[char] ?? `&#x${char.charCodeAt(0).toString(16)};`)
}
