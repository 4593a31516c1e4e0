import type { TenantId } from '../../model/index.ts'
import type { Idempotency } from '../../ports/index.ts'
import { Refusal } from '../problems/index.ts'

/** An Idempotency-Key and a hash of the request that it came with. */
export type Repeatable = { key: string; requestHash: string }

type Store<Id extends string, Thing> = {
  findByIdempotencyKey(tenantId: TenantId, key: string): Promise<Idempotency<Id> | undefined>
  find(tenantId: TenantId, id: Id): Promise<Thing | undefined>
}

/**
 * What the first request with this Idempotency-Key made. Ask after what has the name was read: a name that the same request
 * took a moment ago is then known to be its own.
 * @throws Refusal idempotency_key_reused for another request, and where what it made is gone
 */
export async function madeBefore<Id extends string, Thing>(
  store: Store<Id, Thing>,
  tenantId: TenantId,
  repeatable: Repeatable | null,
): Promise<Thing | undefined> {
  const first = repeatable && (await store.findByIdempotencyKey(tenantId, repeatable.key))
  if (!first) return undefined
  if (first.requestHash !== repeatable.requestHash) {
    throw new Refusal('idempotency_key_reused', 'Use a new Idempotency-Key for a different request.')
  }
  const made = await store.find(tenantId, first.id)
  if (!made) throw new Refusal('idempotency_key_reused', 'What that request made is gone. Use a new key.')
  return made
}
