import { createHash } from 'node:crypto'
import type { Principal } from '../model/index.ts'

/** An Idempotency-Key, whose own everybody has, and a hash of the request that it came with; null without a key. */
export function repeatableOf(
  { id }: Principal,
  idempotencyKey: string | undefined,
  body: unknown,
): { key: string; requestHash: string } | null {
  if (idempotencyKey === undefined) return null
  return {
    key: `${id}#${idempotencyKey}`,
    requestHash: createHash('sha256').update(JSON.stringify(body)).digest('base64url'),
  }
}
