import * as z from 'zod'
import { mediaIdSchema, recordingIdSchema } from '../../contract/index.ts'
import type { Rendition } from '../../model/index.ts'
import type { RenditionStore } from '../../ports/index.ts'
import { parseItem } from './item.ts'
import { copyRange, keys } from './keys.ts'
import { getItem, queryItems, type Table } from './read.ts'
import type { ClientsFor } from './recordings.ts'
import { commit, isAbsent, isOfVersion } from './write.ts'

const MAX_COPIES = 1_000

const everyState = z.object({
  ...{ recordingId: recordingIdSchema, seq: z.number(), mediaId: mediaIdSchema, kind: z.enum(['peaks', 'copy']) },
  ...{ uploadId: z.string(), updatedAt: z.string(), version: z.number() },
})
const renditionSchema = z.discriminatedUnion('state', [
  everyState.extend({ state: z.literal('asked'), progress: z.number() }),
  everyState.extend({ state: z.literal('ready'), versionId: z.string(), lengthBytes: z.number() }),
  everyState.extend({
    state: z.literal('impossible'),
    reason: z.enum(['no_sound', 'no_decoder', 'unreadable', 'too_long']),
  }),
])

const readRendition = (item: unknown): Rendition => parseItem('rendition', renditionSchema, item)

/** Renditions over DynamoDB, each an item beside its recording's, which are deleted with it. */
export function renditionStore(clientsFor: ClientsFor, tableName: string): RenditionStore {
  const tableOf = async (tenantId: Parameters<ClientsFor>[0]): Promise<Table> => ({
    ...(await clientsFor(tenantId)),
    tableName,
  })
  return {
    async find(tenantId, place) {
      const item = await getItem(await tableOf(tenantId), keys.rendition(tenantId, place))
      return item === undefined ? undefined : readRendition(item)
    },

    async copies(tenantId, id) {
      const items = await queryItems(await tableOf(tenantId), {
        partition: keys.recording(tenantId, id).PK,
        range: copyRange,
        limit: MAX_COPIES,
      })
      return items.map(readRendition)
    },

    async write(tenantId, rendition) {
      const outcome = await commit(await tableOf(tenantId), [
        { check: keys.recording(tenantId, rendition.recordingId), when: { expression: 'attribute_exists(PK)' } },
        {
          put: { ...rendition, ...keys.rendition(tenantId, rendition) },
          when: rendition.version === 1 ? isAbsent : isOfVersion(rendition.version - 1),
        },
      ])
      if (outcome === 'contended') throw new Error('A rendition could not be written: try again')
      return outcome
    },
  }
}
