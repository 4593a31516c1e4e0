import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Permission, routePermissionSchema } from '../../../functions/contract/index.ts'
import {
  type Cover,
  decide,
  mayAtAll,
  mayHoldRoute,
  narrow,
  recordingTarget,
  type Target,
} from '../../../functions/domain/permissions/index.ts'
import { countRecordings, listRecordings } from '../../../functions/domain/recordings/index.ts'
import type { Principal, Recording, TenantDetails, TenantSettings } from '../../../functions/model/index.ts'
import type { Cursors } from '../../../functions/ports/index.ts'
import { pairs, seed } from '../policies/given.ts'
import { memoryLists } from './memory-recordings.ts'
import { askedActions, somePrincipal, someRecordings, startsAt, worldTenantId, worldThings } from './random-worlds.ts'

const worlds = Math.ceil(pairs / 20)

const isAllowed = (principal: Principal, permission: Permission, target: Target) =>
  decide(principal, permission, target).isAllowed

function covers({ places, from, before }: Cover, { routeId, agentId, startedAt }: Recording): boolean {
  const isPlaced = !places || places.routes.has(routeId) || (agentId !== null && places.agents.has(agentId))
  return isPlaced && (from === undefined || startedAt >= from) && (before === undefined || startedAt < before)
}

const tenant: TenantDetails = {
  ...{ id: worldTenantId, name: 'World', description: null, homeCountry: null, timeZone: 'UTC', locale: 'en' },
  ...{ recordDtmf: false, storeCardDigits: false, requiresSecondFactor: false, version: 1 },
  // An entry for each option.
  routePermissions: Object.fromEntries(
    routePermissionSchema.options.map((name) => [name, true]),
  ) as TenantDetails['routePermissions'],
}
const settled: TenantSettings = { tenant, routes: [] }
const settings = { current: async () => settled, recent: async () => settled }

/** A cursor that anybody can read: what seals them has tests of its own. */
const cursors: Cursors = {
  seal: async (position, boundTo) => JSON.stringify([position, ...boundTo]),
  async open(cursor, boundTo) {
    const [position, ...madeFor] = JSON.parse(cursor)
    return madeFor.join() === boundTo.join() ? position : undefined
  },
}

/** All pages of the list, one after the other. */
async function listed(principal: Principal, all: readonly Recording[], limit: number, range: object) {
  const ports = { recordings: memoryLists(all).store, settings, cursors }
  const ids: string[] = []
  let cursor: string | undefined
  // More pages than there are recordings: the list does not end.
  for (let page = 0; page <= all.length + 1; page++) {
    const { items, nextCursor } = await listRecordings(ports, principal, { limit, ...(cursor && { cursor }), ...range })
    expect(items.length).toBeLessThanOrEqual(limit)
    ids.push(...items.map(({ id }) => id))
    if (nextCursor === null) return ids
    cursor = nextCursor
  }
  throw new Error('the list has no end')
}

const newestFirst = (one: Recording, other: Recording) =>
  `${one.startedAt}${one.id}` > `${other.startedAt}${other.id}` ? -1 : 1

describe('narrowing a list', () => {
  it(
    'covers every recording that is allowed, whatever it is asked for',
    () => {
      const seen = { allowed: 0, denied: 0, left: 0 }
      fc.assert(
        fc.property(somePrincipal, someRecordings, (principal, recordings) => {
          for (const permission of ['recording:List', 'recording:Play'] as const) {
            const cover = narrow(principal, permission)
            for (const recording of recordings) {
              const allowed = isAllowed(principal, permission, recordingTarget(recording))
              const covered = covers(cover, recording)
              if (allowed && !covered) expect({ cover, recording }).toBe('covered, since it is allowed')
              if (allowed && !mayHoldRoute(cover, recording.routeId)) expect(recording.routeId).toBe('may be held')
              seen[allowed ? 'allowed' : 'denied'] += 1
              if (!covered) seen.left += 1
            }
          }
        }),
        { numRuns: worlds, ...seed },
      )
      // It has to come down to something, or nothing was narrowed.
      for (const count of Object.values(seen)) expect(count).toBeGreaterThan(worlds)
    },
    Number.POSITIVE_INFINITY,
  )

  it(
    'lists and counts just what deciding one by one allows, in order and each once',
    async () => {
      const seen = { shown: 0, hidden: 0 }
      const someStart = fc.option(fc.constantFrom(...startsAt), { nil: undefined, freq: 2 })
      const someRange = fc.record({ startedFrom: someStart, startedBefore: someStart })
      await fc.assert(
        fc.asyncProperty(
          fc.tuple(somePrincipal, someRecordings, fc.integer({ min: 1, max: 4 }), someRange),
          async ([principal, recordings, limit, range]) => {
            const { startedFrom = '', startedBefore = '~' } = range
            const wanted = recordings
              .filter(({ startedAt }) => startedAt >= startedFrom && startedAt < startedBefore)
              .filter((recording) => isAllowed(principal, 'recording:List', recordingTarget(recording)))
              .sort(newestFirst)
              .map(({ id }) => id)
            expect(await listed(principal, recordings, limit, range)).toEqual(wanted)
            const { store } = memoryLists(recordings)
            const counted = await countRecordings(store, principal, { startedFrom, startedBefore })
            expect(counted).toMatchObject({ recordings: wanted.length, isComplete: true })
            seen.shown += wanted.length
            seen.hidden += recordings.length - wanted.length
          },
        ),
        { numRuns: worlds, ...seed },
      )
      for (const count of Object.values(seen)) expect(count).toBeGreaterThan(worlds / 2)
    },
    Number.POSITIVE_INFINITY,
  )
})

describe('asking whether anything is allowed at all', () => {
  it(
    'says no only where nothing is',
    () => {
      const seen = { none: 0, some: 0 }
      fc.assert(
        fc.property(somePrincipal, someRecordings, (principal, recordings) => {
          const targets = [...recordings.map(recordingTarget), ...worldThings]
          for (const permission of askedActions) {
            const allowed = targets.find((target) => isAllowed(principal, permission, target))
            const atAll = mayAtAll(principal, permission)
            if (allowed && !atAll) expect({ permission, allowed }).toBe('nothing')
            seen[atAll ? 'some' : 'none'] += 1
          }
        }),
        { numRuns: worlds, ...seed },
      )
      for (const count of Object.values(seen)) expect(count).toBeGreaterThan(worlds)
    },
    Number.POSITIVE_INFINITY,
  )
})
