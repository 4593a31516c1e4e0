import { attribute, type XmlElement } from './xml-tree.ts'

/** One element or attribute of a vendor's own, in the order sent. */
export type ExtensionValue = {
  /** Steps from the owner down, without namespaces: `header[From]/value`, `agent@id`. */
  path: string
  /** Without its prefix; an attribute's begins with `@`. */
  name: string
  /** Null where it has none. */
  namespace: string | null
  /** 0 for an element that stands in its owner. */
  depth: number
  /** Null for an element that only holds others. */
  value: string | null
}

/** One element that a vendor added to a session, a participant and so on, with all that it holds. */
export type Extension = { name: string; namespace: string | null; values: ExtensionValue[] }

const maxNameCharacters = 255
/** Nested long names would make each of many values cost all of them: what lies deeper is in the document alone. */
const maxPathCharacters = 512

/** A document's extension data is bounded by its elements; what names them is bounded here. */
const short = (text: string): string => text.slice(0, maxNameCharacters).toWellFormed()

/** Attributes that say which of many like elements this is: `<header name="From">`. */
const tellingKeys = ['name', 'label', 'key']
const telling = /^[^\p{Cc}[\]/@]{1,64}$/u

/** @param element of a vendor's own, or `extensiondata` that holds nothing but text */
export function extensionOf(element: XmlElement): Extension {
  const values: ExtensionValue[] = []
  gather(element, '', 0, values)
  return { name: short(element.name), namespace: short(element.namespace) || null, values }
}

function gather(element: XmlElement, parent: string, depth: number, values: ExtensionValue[]): void {
  const text = element.text.trim()
  const label = attribute(element, ...tellingKeys)
  const isTold = label !== undefined && telling.test(label)
  const name = short(element.name)
  const path = `${parent === '' ? '' : `${parent}/`}${name}${isTold ? `[${label}]` : ''}`
  if (path.length > maxPathCharacters) return
  const namespace = short(element.namespace) || null
  values.push({
    ...{ path, name, namespace, depth },
    value: text === '' && element.children.length > 0 ? null : text.toWellFormed(),
  })
  for (const { name: attributeName, value } of element.attributes) {
    const step = `@${short(attributeName)}`
    if (path.length + step.length > maxPathCharacters) continue
    values.push({ path: path + step, name: step, namespace, depth: depth + 1, value: value.toWellFormed() })
  }
  for (const child of element.children) gather(child, path, depth + 1, values)
}

/**
 * What is known of an owner's extension data after another document spoke of it: an element replaces those of its own name,
 * for it says what holds now; the others stay.
 */
export function mergeExtensions(known: Extension[], said: readonly Extension[]): Extension[] {
  if (said.length === 0) return known
  if (known.length === 0) return [...said]
  const nameOf = ({ name, namespace }: Extension) => `${name} ${namespace}`
  const names = new Set(said.map(nameOf))
  return [...known.filter((one) => !names.has(nameOf(one))), ...said]
}
