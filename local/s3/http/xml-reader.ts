import { SaxesParser } from 'saxes'
import { S3Error } from '../errors.ts'

/** An element of a request document; `text` is what stands directly in it. */
export type XmlNode = {
  readonly name: string
  readonly children: readonly XmlNode[]
  readonly text: string
}

const MAX_DEPTH = 16

/**
 * Reads a request's XML document. DOCTYPE, processing instructions and entities other than XML's own five are refused, so
 * nothing in a document can grow or point elsewhere.
 *
 * @throws S3Error MalformedXML
 */
export function readXml(document: string, rootName: string): XmlNode {
  type Open = { name: string; children: XmlNode[]; text: string }
  const open: Open[] = []
  let root: XmlNode | undefined
  const parser = new SaxesParser({ position: false })
  const refuse = (): never => {
    throw new S3Error('MalformedXML')
  }
  parser.on('error', refuse)
  parser.on('doctype', refuse)
  parser.on('processinginstruction', refuse)
  parser.on('opentag', (tag) => {
    if (open.length >= MAX_DEPTH) refuse()
    open.push({ name: tag.name, children: [], text: '' })
  })
  const addText = (text: string): void => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  }
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('closetag', () => {
    const closed = open.pop()
    if (closed === undefined) return
    const parent = open.at(-1)
    if (parent === undefined) root = closed
    else parent.children.push(closed)
  })
  parser.write(document).close()
  if (root?.name !== rootName) throw new S3Error('MalformedXML')
  return root
}

/** The text of the only child of that name; undefined when there is none. */
export function childText(node: XmlNode, name: string): string | undefined {
  const found = childrenOf(node, name)
  if (found.length > 1) throw new S3Error('MalformedXML')
  return found[0]?.text
}

export function childrenOf(node: XmlNode, name: string): readonly XmlNode[] {
  return node.children.filter((child) => child.name === name)
}

/** Refuses a document that holds elements nobody here reads: what they ask for would silently not happen. */
export function onlyChildren(node: XmlNode, names: readonly string[]): void {
  if (node.children.some((child) => !names.includes(child.name))) throw new S3Error('MalformedXML')
}
