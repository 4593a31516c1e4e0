import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { customData } from '../../functions/contract/index.ts'
import { type Ask, anyVersion, askingAs } from './asking.ts'

const values = z.record(z.string(), z.json())

const tenantSchema = z.object({
  /** Who makes it all. */
  administrator: z.string(),
  categories: z.array(z.looseObject({ name: z.string(), isRetired: z.boolean().optional() })),
  fields: z.array(z.looseObject({ name: z.string(), isRetired: z.boolean().optional() })),
  /** By session id. */
  recordings: z.record(
    z.string(),
    z.object({ categories: z.array(z.string()), values, segments: z.record(z.string(), values).default({}) }),
  ),
  /** Choices that were taken away once they were chosen. */
  narrowed: z.record(z.string(), z.array(z.string())),
})
type TenantData = z.output<typeof tenantSchema>

type SeedOptions = { apiUrl: string; tokenOf: (person: string) => Promise<string>; signal?: AbortSignal | undefined }

const idOf = (made: unknown) => z.object({ id: z.string() }).parse(made).id

async function seedTenant(ask: Ask, { categories, fields, recordings, narrowed }: TenantData): Promise<void> {
  /** Made once: a repeat with the same key gives what is there. */
  const make = async (path: string, { isRetired = false, ...body }: TenantData['fields'][number]) => {
    const id = idOf(await ask('POST', path, body, { 'idempotency-key': `demo-${encodeURIComponent(body.name)}` }))
    if (isRetired) await ask('PATCH', `${path}/${id}`, { isRetired }, anyVersion)
    return [body.name, id] as const
  }
  const categoryIds = new Map<string, string>()
  const fieldIds = new Map<string, string>()
  for (const category of categories) categoryIds.set(...(await make(customData.listCategories.path, category)))
  for (const field of fields) fieldIds.set(...(await make(customData.listCustomFields.path, field)))
  for (const [sessionId, added] of Object.entries(recordings)) {
    const { items } = z
      .object({ items: z.array(z.object({ id: z.string() })) })
      .parse(await ask('GET', `/recordings?sessionId=${sessionId}`))
    const [recording] = items
    if (!recording) continue
    const path = `/recordings/${recording.id}`
    await ask('PATCH', `${path}/custom-data`, { values: added.values }, anyVersion)
    const named = added.categories.map((name) => categoryIds.get(name))
    await ask('PATCH', `${path}/review`, { categoryIds: named }, anyVersion)
    for (const [seq, ofSegment] of Object.entries(added.segments)) {
      await ask('PATCH', `${path}/segments/${seq}/custom-data`, { values: ofSegment }, anyVersion)
    }
  }
  for (const [name, choices] of Object.entries(narrowed)) {
    await ask('PATCH', `${customData.listCustomFields.path}/${fieldIds.get(name)}`, { choices }, anyVersion)
  }
}

/**
 * Makes categories and custom fields through the API as the tenants' administrators do, and fills some in. Run again before
 * it is through, it goes on.
 * @throws Error naming what was refused
 */
export async function seedCustomData({ apiUrl, tokenOf, signal }: SeedOptions): Promise<void> {
  const text = await readFile(join(import.meta.dirname, 'custom-data.json'), 'utf8')
  const tenants = z.record(z.string(), tenantSchema).parse(JSON.parse(text))
  for (const tenant of Object.values(tenants)) {
    signal?.throwIfAborted()
    await seedTenant(askingAs(apiUrl, await tokenOf(tenant.administrator)), tenant)
  }
}
