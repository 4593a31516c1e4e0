import * as z from 'zod'
import type { MetadataDocument, RecordingId, TenantId } from '../../model/index.ts'
import { type Item, parseItem } from './item.ts'
import { keys } from './keys.ts'

// An item takes 400 KB, the API a body of 1 MiB.
const PART_BYTES = 350 * 1024
const MAX_PARTS = 3

/**
 * A document in as many items as it needs.
 *
 * @throws {Error} for a document of more than 1 MiB
 */
export function siprecItems(
  tenantId: TenantId,
  id: RecordingId,
  { text, number, receivedAt, timeZone }: MetadataDocument,
): Item[] {
  const bytes = new TextEncoder().encode(text)
  const count = Math.max(1, Math.ceil(bytes.length / PART_BYTES))
  if (count > MAX_PARTS) throw new Error('A SIPREC document of more than 1 MiB cannot be kept')
  return Array.from({ length: count }, (_, part) => ({
    ...keys.siprecPart(tenantId, id, number, part),
    ...{ number, receivedAt, timeZone, document: bytes.slice(part * PART_BYTES, (part + 1) * PART_BYTES) },
  }))
}

const partSchema = z.object({
  SK: z.string(),
  number: z.number(),
  receivedAt: z.string(),
  timeZone: z.string(),
  document: z.instanceof(Uint8Array),
})

/** @param items all parts of all documents of a recording, in the order of their keys */
export function readSiprecItems(items: readonly unknown[]): MetadataDocument[] {
  const parts = items.map((item) => parseItem('siprec', partSchema, item))
  return [...Map.groupBy(parts, ({ number }) => number)].map(([number, ofDocument]) => {
    const [{ receivedAt, timeZone } = { receivedAt: '', timeZone: '' }] = ofDocument
    const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
    const texts = ofDocument.map(({ document }) => decoder.decode(document, { stream: true }))
    return { number, receivedAt, timeZone, text: texts.join('') + decoder.decode() }
  })
}
