import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditItem } from '../../../functions/adapters/dynamodb/audit-item.ts'
import { platformTenantId } from '../../../functions/adapters/dynamodb/index.ts'
import type { Item } from '../../../functions/adapters/dynamodb/item.ts'
import { auditBlockKey } from '../../../functions/adapters/s3/keys.ts'
import { sealTenant } from '../../../functions/domain/audit/index.ts'
import type { TenantId } from '../../../functions/model/index.ts'
import type { AuditSeals, StoredBlock } from '../../../functions/ports/index.ts'
import { newRecordingId, newTenantId } from '../../adapters/dynamodb/given.ts'
import { RECORDINGS } from '../../local/s3/given.ts'
import { givenEntry, givenPlay, newListeningId } from './given.ts'
import { givenSealedWorld, type SealedWorld } from './sealed.ts'

const minutesMs = (minutes: number) => minutes * 60_000

let world: SealedWorld
beforeAll(async () => {
  world = await givenSealedWorld()
})
afterAll(() => world.dispose())

const write = (tenantId: TenantId) => world.audit.write(tenantId, givenPlay(newRecordingId()))
const idOf = (item: Item | undefined) => String(item?.id)

/** A tenant with an entry in each of four minutes, all of them sealed. */
async function givenSealed(): Promise<{ tenantId: TenantId; items: Item[] }> {
  const tenantId = newTenantId()
  for (let minute = 0; minute < 4; minute++) {
    await write(tenantId)
    world.clock.moveMs(minutesMs(1))
  }
  world.clock.moveMs(minutesMs(2))
  expect(await world.seal(tenantId)).toBe(4)
  return { tenantId, items: await world.items(tenantId) }
}

describe('sealing', () => {
  it('takes a minute two minutes after its end, and not before', async () => {
    const tenantId = newTenantId()
    await write(tenantId)
    world.clock.moveMs(minutesMs(3) - 1)
    await world.seal(tenantId)
    expect(await world.verify(tenantId)).toMatchObject({ sealedEntries: 0, unsealed: { entries: 1 } })
    world.clock.moveMs(1)
    await world.seal(tenantId)
    expect(await world.verify(tenantId)).toMatchObject({ sealedEntries: 1, unsealed: { entries: 0 }, findings: [] })
  })

  it('tells how long the oldest that it seals has waited, and nothing where all was sealed', async () => {
    const tenantId = newTenantId()
    await write(tenantId)
    world.clock.moveMs(minutesMs(40))
    const seal = async () => (await sealTenant(world.seals, tenantId, world.clock.now())).lagMinutes
    expect([await seal(), await seal()]).toEqual([40, 0])
  })

  it('makes a block of each minute that has entries, which names the one before', async () => {
    const { tenantId, items } = await givenSealed()
    const blocks = await world.seals.blocks(tenantId, 1)
    expect(blocks.map(({ block }) => block?.entries.map(({ id }) => id))).toEqual(items.map((item) => [item.id]))
    expect(blocks.map(({ block }) => block?.previous)).toEqual([
      null,
      ...blocks.slice(0, -1).map((each) => each.sha256),
    ])
  })

  it('done again does nothing, and done by several at once makes one chain', async () => {
    const { tenantId } = await givenSealed()
    expect(await world.seal(tenantId)).toBe(0)
    for (let minute = 0; minute < 5; minute++) {
      await write(tenantId)
      world.clock.moveMs(minutesMs(1))
    }
    world.clock.moveMs(minutesMs(2))
    const made = await Promise.all([world.seal(tenantId), world.seal(tenantId), world.seal(tenantId)])
    expect(made.reduce((sum, count) => sum + count)).toBe(5)
    expect(await world.verify(tenantId)).toMatchObject({ blocks: 9, sealedEntries: 9, findings: [] })
  })

  it('comes after a long stop in runs of at most 120 minutes', async () => {
    const tenantId = newTenantId()
    for (let minute = 0; minute < 130; minute++) {
      await write(tenantId)
      world.clock.moveMs(minutesMs(1))
    }
    world.clock.moveMs(minutesMs(2))
    expect(await world.seal(tenantId)).toBe(120)
    expect((await world.verify(tenantId)).findings).toEqual([
      { kind: 'sealingStopped', entries: 10, since: expect.any(String) },
    ])
    expect(await world.seal(tenantId)).toBe(10)
    expect(await world.verify(tenantId)).toMatchObject({ sealedEntries: 130, findings: [] })
  })

  it('says of a tenant at rest once a day that there was nothing', async () => {
    const tenantId = newTenantId()
    expect([await world.seal(tenantId), await world.seal(tenantId)]).toEqual([1, 0])
    world.clock.moveMs(minutesMs(23 * 60))
    expect(await world.seal(tenantId)).toBe(0)
    world.clock.moveMs(minutesMs(60))
    expect(await world.seal(tenantId)).toBe(1)
    world.clock.moveMs(minutesMs(40 * 24 * 60))
    expect([await world.seal(tenantId), await world.seal(tenantId)]).toEqual([1, 0])
    await write(tenantId)
    world.clock.moveMs(minutesMs(3))
    await world.seal(tenantId)
    expect(await world.verify(tenantId)).toMatchObject({ blocks: 4, sealedEntries: 1, findings: [] })
  })

  it('covers what administrators do above all tenants', async () => {
    await world.audit.write(platformTenantId, givenEntry({ action: 'createTenant' }))
    world.clock.moveMs(minutesMs(3))
    await world.seal(platformTenantId)
    expect(await world.verify(platformTenantId)).toMatchObject({ sealedEntries: 1, findings: [] })
  })

  it('covers counts and what was heard', async () => {
    const [tenantId, recordingId, listeningId] = [newTenantId(), newRecordingId(), newListeningId()]
    await world.audit.startListening(tenantId, listeningId, givenPlay(recordingId))
    for (let times = 0; times < 3; times++) await world.audit.count(tenantId, givenEntry({ outcome: 'denied' }))
    world.clock.moveMs(minutesMs(1))
    const heard = { listeningId, recordingId, personId: 'tara', ranges: [{ fromMs: 0, toMs: 10 }] }
    await world.audit.addHeard(tenantId, heard)
    world.clock.moveMs(minutesMs(3))
    await world.seal(tenantId)
    expect(await world.verify(tenantId)).toMatchObject({ blocks: 2, sealedEntries: 3, findings: [] })
    for (const item of await world.items(tenantId)) {
      const altered = item.kind === 'heard' ? { ranges: [{ fromMs: 0, toMs: 5 }] } : { count: 7 }
      await world.put({ ...item, ...altered })
    }
    expect((await world.verify(tenantId)).findings.map(({ kind }) => kind)).toEqual([
      ...['entryEdited', 'entryEdited', 'entryEdited'],
    ])
  })
})

describe('verifying', () => {
  it('names an entry that was removed', async () => {
    const { tenantId, items } = await givenSealed()
    const [, second] = items
    if (second) await world.remove(second)
    expect((await world.verify(tenantId)).findings).toMatchObject([
      { kind: 'entryRemoved', id: idOf(second), sequence: 2 },
    ])
  })

  it.each([
    ['another person', { personId: 'uma' }],
    ['another outcome', { outcome: 'denied' }],
    ['an attribute more', { more: 'text' }],
    ['an end of its life', { expiresAt: 1 }],
    ['no place among those of its recording', { timePK: undefined }],
    ['a place among those of another person', { routePK: 'T#x#AUDITBY#uma' }],
  ])('names an entry that was given %s', async (_, changes) => {
    const { tenantId, items } = await givenSealed()
    const [, , third] = items
    const altered = Object.entries({ ...third, ...changes }).filter(([, value]) => value !== undefined)
    await world.put(Object.fromEntries(altered) as Item) // the keys stay
    expect((await world.verify(tenantId)).findings).toMatchObject([
      { kind: 'entryEdited', id: idOf(third), sequence: 3 },
    ])
  })

  it('names an entry that was added to a sealed minute, and one to a minute that had none', async () => {
    const { tenantId, items } = await givenSealed()
    const sealedAt = String(items[0]?.at)
    const late = auditItem(tenantId, givenEntry(), sealedAt)
    const before = auditItem(tenantId, givenEntry(), new Date(Date.parse(sealedAt) - minutesMs(5)).toISOString())
    await world.put(late)
    await world.put(before)
    expect((await world.verify(tenantId)).findings).toMatchObject([
      { kind: 'entryAdded', id: idOf(before) },
      { kind: 'entryAdded', id: idOf(late) },
    ])
  })

  it('names an entry that was moved in time, and one that was doubled', async () => {
    const { tenantId, items } = await givenSealed()
    const [first, , third] = items
    if (!first || !third) throw new Error('four entries were written')
    await world.remove(first)
    await world.put({ ...first, PK: third.PK, SK: `${third.at}#${first.id}` })
    const doubled = `${String(third.at).slice(0, 17)}59.999Z`
    await world.put({ ...third, SK: `${doubled}#${third.id}`, at: doubled })
    expect((await world.verify(tenantId)).findings).toMatchObject([
      { kind: 'entryRemoved', id: idOf(first) },
      { kind: 'entryAdded', id: idOf(first) },
      { kind: 'entryAdded', id: idOf(third) },
    ])
  })

  it('names a block over which another was stored, and reads the one that was sealed', async () => {
    const { tenantId } = await givenSealed()
    const [, second] = await world.seals.blocks(tenantId, 1)
    const place = { Bucket: RECORDINGS, Key: auditBlockKey(tenantId, 2) }
    const Body = JSON.stringify({ ...second?.block, entries: [] })
    await world.s3.client.send(new PutObjectCommand({ ...place, Body }))
    expect((await world.verify(tenantId)).findings).toEqual([{ kind: 'blockAltered', sequence: 2 }])
  })

  it('names a block that was marked as deleted', async () => {
    const { tenantId } = await givenSealed()
    const place = { Bucket: RECORDINGS, Key: auditBlockKey(tenantId, 3) }
    await world.s3.client.send(new DeleteObjectCommand(place))
    expect((await world.verify(tenantId)).findings).toEqual([{ kind: 'blockAltered', sequence: 3 }])
  })

  /** What the lock of a bucket keeps from happening: a store of blocks that somebody has got into. */
  const without = (alter: (blocks: StoredBlock[]) => StoredBlock[]): AuditSeals => ({
    ...world.seals,
    blocks: async (tenantId, from) => (from === 1 ? alter(await world.seals.blocks(tenantId, 1)) : []),
  })
  const replaced = (blocks: StoredBlock[], sequence: number, change: Partial<StoredBlock>) =>
    blocks.map((each) => (each.sequence === sequence ? { ...each, ...change } : each))

  it('names blocks that are missing, and says nothing of what they may have sealed', async () => {
    const { tenantId } = await givenSealed()
    const torn = without((blocks) => blocks.filter(({ sequence }) => sequence !== 2 && sequence !== 3))
    expect((await world.verify(tenantId, torn)).findings).toEqual([{ kind: 'blocksMissing', from: 2, to: 3 }])
    const headless = without((blocks) => blocks.slice(1))
    expect((await world.verify(tenantId, headless)).findings).toEqual([{ kind: 'blocksMissing', from: 1, to: 1 }])
  })

  it('names the newest blocks’ absence as what it looks like: sealing that stopped', async () => {
    const { tenantId, items } = await givenSealed()
    const short = without((blocks) => blocks.slice(0, 2))
    world.clock.moveMs(minutesMs(10))
    expect((await world.verify(tenantId, short)).findings).toMatchObject([{ kind: 'sealingStopped', entries: 2 }])
    expect(items).toHaveLength(4)
  })

  it('names a block that was altered in its place, by the next one that does not name it', async () => {
    const { tenantId } = await givenSealed()
    const altered = without((blocks) => replaced(blocks, 2, { sha256: 'f'.repeat(64) }))
    expect((await world.verify(tenantId, altered)).findings).toEqual([{ kind: 'blockUnlinked', sequence: 3 }])
    const unreadable = without((blocks) => replaced(blocks, 2, { sha256: 'f'.repeat(64), block: undefined }))
    expect((await world.verify(tenantId, unreadable)).findings).toEqual([
      { kind: 'blockAltered', sequence: 2 },
      { kind: 'blockUnlinked', sequence: 3 },
    ])
  })

  it('lists at most a thousand findings and counts the others', async () => {
    const { tenantId } = await givenSealed()
    const many = Array.from({ length: 1_500 }, (_, at) => ({ id: `${at}`, sha256: '' }))
    const [, second] = await world.seals.blocks(tenantId, 1)
    if (!second?.block) throw new Error('four blocks were made')
    const block = { ...second.block, entries: [...second.block.entries, ...many] }
    const result = await world.verify(
      tenantId,
      without((blocks) => replaced(blocks, 2, { block })),
    )
    expect([result.findings.length, result.furtherFindings]).toEqual([1_000, 500])
  })

  it('finds nothing wrong with a tenant of which nothing is known', async () => {
    expect(await world.verify(newTenantId())).toEqual({
      ...{ blocks: 0, sealedEntries: 0, sealedTo: null, unsealed: { entries: 0, since: null } },
      ...{ findings: [], furtherFindings: 0 },
    })
  })
})

describe('whatever is written and sealed, in whatever order', () => {
  const anyStep = fc.oneof(
    { weight: 5, arbitrary: fc.record({ kind: fc.constantFrom('write', 'count', 'play'), afterMs: fc.nat(100_000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('seal' as const), afterMs: fc.nat(300_000) }) },
    { weight: 1, arbitrary: fc.record({ kind: fc.constant('write' as const), afterMs: fc.nat(minutesMs(4_000)) }) },
  )
  const anyHistory = fc.array(anyStep, { minLength: 1, maxLength: 25 })
  type Step = typeof anyHistory extends fc.Arbitrary<(infer S)[]> ? S : never

  /** @returns the tenant, all of whose entries are sealed */
  async function lived(steps: readonly Step[]): Promise<TenantId> {
    const tenantId = newTenantId()
    const [recordingId, listeningId] = [newRecordingId(), newListeningId()]
    for (const { kind, afterMs } of steps) {
      world.clock.moveMs(afterMs)
      if (kind === 'seal') await world.seal(tenantId)
      else if (kind === 'count') await world.audit.count(tenantId, givenEntry({ outcome: 'denied' }))
      else if (kind === 'write') await world.audit.write(tenantId, givenPlay(recordingId))
      else {
        const known = await world.audit.startListening(tenantId, listeningId, givenPlay(recordingId))
        const heard = { listeningId, recordingId, personId: 'tara', ranges: [{ fromMs: 0, toMs: afterMs + 1 }] }
        if (known === 'known') await world.audit.addHeard(tenantId, heard)
      }
    }
    await world.audit.write(tenantId, givenEntry())
    world.clock.moveMs(minutesMs(3))
    await world.seal(tenantId)
    return tenantId
  }

  it('all of it is sealed, and verifies', async () => {
    const property = fc.asyncProperty(anyHistory, async (steps) => {
      const tenantId = await lived(steps)
      const { length } = await world.items(tenantId)
      expect(await world.verify(tenantId)).toMatchObject({
        ...{ findings: [], sealedEntries: length, unsealed: { entries: 0, since: null } },
      })
    })
    await fc.assert(property, { numRuns: 25 })
  }, 120_000)

  it('one thing that is tampered with is found, and nothing else', async () => {
    const anyTampering = fc.record({
      how: fc.constantFrom('remove' as const, 'edit' as const, 'add' as const, 'cover' as const),
      where: fc.nat(1_000),
      attribute: fc.constantFrom('personId', 'requestId', 'at', 'id', 'routePK', 'new'),
    })
    const property = fc.asyncProperty(anyHistory, anyTampering, async (steps, { how, where, attribute }) => {
      const tenantId = await lived(steps)
      const items = await world.items(tenantId)
      const item = items[where % items.length]
      if (!item) throw new Error('something was written')
      const { blocks } = await world.verify(tenantId)
      const sequence = 1 + (where % blocks)
      const added = auditItem(tenantId, givenEntry(), String(item.at))
      if (how === 'remove') await world.remove(item)
      if (how === 'edit') await world.put({ ...item, [attribute]: `${item[attribute]}x` })
      if (how === 'add') await world.put(added)
      if (how === 'cover') {
        const place = { Bucket: RECORDINGS, Key: auditBlockKey(tenantId, sequence) }
        await world.s3.client.send(new PutObjectCommand({ ...place, Body: '{}' }))
      }
      const { findings } = await world.verify(tenantId)
      const place = item.SK.slice(25)
      const expected = {
        remove: { kind: 'entryRemoved', id: place },
        edit: { kind: 'entryEdited', id: place },
        add: { kind: 'entryAdded', id: added.id },
        cover: { kind: 'blockAltered', sequence },
      }[how]
      expect(findings).toEqual([expect.objectContaining(expected)])
    })
    await fc.assert(property, { numRuns: 40 })
  }, 120_000)
})
