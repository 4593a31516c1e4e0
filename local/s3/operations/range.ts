import { S3Error } from '../errors.ts'

/** First and last byte, both included. */
export type ByteRange = { readonly firstByte: number; readonly lastByte: number }

/**
 * The one range that a Range header asks for. Undefined, for the whole object, when it asks for several or is no byte
 * range at all: S3 ignores those, as RFC 9110 §14.2 allows.
 *
 * @throws S3Error InvalidRange when the object has none of those bytes
 */
export function readRange(header: string | undefined, sizeBytes: number): ByteRange | undefined {
  const match = /^bytes=\s*(\d*)-(\d*)\s*$/i.exec(header ?? '')
  if (header === undefined || match === null) return undefined
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return undefined
  const firstByte = first === '' ? Math.max(sizeBytes - Number(last), 0) : Number(first)
  const lastByte = first === '' || last === '' ? sizeBytes - 1 : Math.min(Number(last), sizeBytes - 1)
  if (first !== '' && last !== '' && Number(last) < Number(first)) return undefined
  if (firstByte >= sizeBytes || (first === '' && Number(last) === 0)) {
    throw new S3Error('InvalidRange', {
      headers: { 'content-range': `bytes */${sizeBytes}` },
      details: { RangeRequested: header, ActualObjectSize: String(sizeBytes) },
    })
  }
  return { firstByte, lastByte }
}
