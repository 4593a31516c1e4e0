import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { anyVersion, askingAs } from './asking.ts'

const reviewSchema = z.object({
  session: z.string(),
  by: z.string(),
  /** Whether they are at it. */
  start: z.boolean().default(false),
  said: z.record(z.string(), z.json()),
  notes: z.array(z.object({ by: z.string(), text: z.string(), momentMs: z.int().optional() })),
})

const listSchema = z.object({ items: z.array(z.object({ id: z.string() })) })

type SeedOptions = { apiUrl: string; tokenOf: (person: string) => Promise<string>; signal?: AbortSignal | undefined }

/**
 * Reviews some of the demo calls through the API, as their people do. Run again before it is through, it goes on.
 * @throws Error naming what was refused
 */
export async function seedReviews({ apiUrl, tokenOf, signal }: SeedOptions): Promise<void> {
  const text = await readFile(join(import.meta.dirname, 'reviews.json'), 'utf8')
  const asking = async (person: string) => askingAs(apiUrl, await tokenOf(person))
  for (const { session, by, start, said, notes } of z.array(reviewSchema).parse(JSON.parse(text))) {
    signal?.throwIfAborted()
    const ask = await asking(by)
    const [recording] = listSchema.parse(await ask('GET', `/recordings?sessionId=${session}`)).items
    if (!recording) continue
    const path = `/recordings/${recording.id}`
    if (start) await ask('POST', `${path}/review/start`, {})
    await ask('PATCH', `${path}/review`, said, anyVersion)
    for (const [index, { by: author, ...note }] of notes.entries()) {
      await (await asking(author))('POST', `${path}/notes`, note, { 'idempotency-key': `demo-${index}` })
    }
  }
}
