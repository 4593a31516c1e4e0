const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/'

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&apos;',
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"']/g, (char) => ESCAPES[char] ?? char)
}

/** Element names and their text or children, in the order they are to be written. */
export type XmlTree = { readonly [element: string]: string | XmlTree }

function write(tree: XmlTree): string {
  return Object.entries(tree)
    .map(([name, inner]) => `<${name}>${typeof inner === 'string' ? escapeXml(inner) : write(inner)}</${name}>`)
    .join('')
}

/** The query protocol's answer to a call that went well. https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function resultXml(action: string, result: XmlTree, requestId: string): string {
  const body = write({ [`${action}Result`]: result, ResponseMetadata: { RequestId: requestId } })
  return `<${action}Response xmlns="${NAMESPACE}">${body}</${action}Response>`
}

/** The query protocol's answer to a call that was refused or failed. */
export function errorXml(code: string, message: string, fault: 'Sender' | 'Receiver', requestId: string): string {
  const body = write({ Error: { Type: fault, Code: code, Message: message }, RequestId: requestId })
  return `<ErrorResponse xmlns="${NAMESPACE}">${body}</ErrorResponse>`
}
