import * as z from 'zod'
import type { RecordingId, TenantId } from '../../model/index.ts'
import { type Item, parseItem } from './item.ts'
import { type Key, keys } from './keys.ts'

// An item takes 400 KB, the API a body of 1 MiB.
const PART_BYTES = 350 * 1024
const MAX_PARTS = 3

/** Keys of all parts that a document may have. */
export function siprecKeys(tenantId: TenantId, id: RecordingId): Key[] {
  return Array.from({ length: MAX_PARTS }, (_, part) => keys.siprecPart(tenantId, id, part))
}

/**
 * A document in as many items as it needs, and undefined for each part that it has not.
 *
 * @throws {Error} for a document of more than 1 MiB
 */
export function siprecItems(tenantId: TenantId, id: RecordingId, text: string): { key: Key; item: Item | undefined }[] {
  const bytes = new TextEncoder().encode(text)
  if (bytes.length > PART_BYTES * MAX_PARTS) throw new Error('A SIPREC document of more than 1 MiB cannot be kept')
  return siprecKeys(tenantId, id).map((key, part) => {
    const document = bytes.slice(part * PART_BYTES, (part + 1) * PART_BYTES)
    return { key, item: document.length === 0 ? undefined : { ...key, document } }
  })
}

const partSchema = z.object({ SK: z.string(), document: z.instanceof(Uint8Array) })

/** @returns null where there is no part */
export function readSiprec(items: readonly unknown[]): string | null {
  if (items.length === 0) return null
  const decoder = new TextDecoder()
  const parts = items.map((item) => parseItem('siprec', partSchema, item)).sort((a, b) => (a.SK < b.SK ? -1 : 1))
  return parts.map(({ document }) => decoder.decode(document, { stream: true })).join('') + decoder.decode()
}
