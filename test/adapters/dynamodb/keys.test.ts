import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deletionSKPrefix, platformTenantId, readKey } from '../../../functions/adapters/dynamodb/index.ts'
import {
  agentTimePartition,
  auditByPartition,
  auditOfPartition,
  categoryPartition,
  customFieldPartition,
  deletionPartition,
  groupMemberPartition,
  groupPartition,
  justAfter,
  justBefore,
  keys,
  lookupPartition,
  pendingPartition,
  policyPartition,
  ratingTimePartition,
  readTimeSK,
  recorderActivityPartition,
  recorderPartition,
  routePartition,
  routeTimePartition,
  tenantPartition,
  timePartition,
  timeSK,
  userPartition,
} from '../../../functions/adapters/dynamodb/keys.ts'
import { ulids } from '../../../functions/adapters/system/index.ts'
import { newListeningId } from '../../domain/audit/given.ts'
import { newCategoryId, newCustomFieldId, newGroupId, newPolicyId, newUserId } from '../../domain/given.ts'
import { newMediaId, newRecorderId, newRecordingId, newRouteId, newTenantId } from './given.ts'

const [tenantId, id, mediaId, routeId] = [newTenantId(), newRecordingId(), newMediaId(), newRouteId()]
const recorderId = newRecorderId()
const [userId, groupId, policyId] = [newUserId(), newGroupId(), newPolicyId()]
const [categoryId, customFieldId] = [newCategoryId(), newCustomFieldId()]
const noteId = ulids.noteId()
const foreign = '😀'.repeat(255)

const ofTenant = [
  keys.recording(tenantId, id),
  keys.media(tenantId, id, 9_999, mediaId),
  keys.siprecPart(tenantId, id, 50, 2),
  keys.segmentCustomData(tenantId, id, 9_999),
  keys.rendition(tenantId, { recordingId: id, seq: 9_999, mediaId, kind: 'peaks' }),
  keys.rendition(tenantId, { recordingId: id, seq: 9_999, mediaId, kind: 'copy' }),
  keys.idempotencyNote(tenantId, id, 12),
  keys.history(tenantId, id, 9_999_999_999),
  keys.note(tenantId, id, noteId),
  keys.noteIdempotency(tenantId, id, foreign),
  keys.rating(tenantId, id, 12),
  keys.lookup(tenantId, 'callId', foreign, id),
  keys.lookup(tenantId, 'callGroupId', foreign, id),
  keys.session(tenantId, foreign),
  keys.checksum(tenantId, 'a'.repeat(64)),
  keys.idempotency(tenantId, foreign),
  keys.deletion(tenantId, id),
  keys.route(tenantId, routeId),
  keys.recorder(tenantId, recorderId),
  keys.category(tenantId, categoryId),
  keys.categoryName(tenantId, '😀'.repeat(64)),
  keys.customField(tenantId, customFieldId),
  keys.customFieldName(tenantId, 'n'.repeat(48)),
  keys.recorderName(tenantId, '😀'.repeat(128)),
  keys.recorderHour(tenantId, recorderId, '2026-03-01T09:30:00.000Z'),
  keys.recorderFailure(tenantId, recorderId, 19),
  keys.recorderState(tenantId, recorderId),
  keys.user(tenantId, userId),
  keys.userEmail(tenantId, `${'a'.repeat(242)}@example.com`),
  keys.group(tenantId, groupId),
  keys.groupName(tenantId, '😀'.repeat(128)),
  keys.groupMember(tenantId, groupId, userId),
  keys.policy(tenantId, policyId),
  keys.policyName(tenantId, '😀'.repeat(128)),
  keys.routeName(tenantId, '\uFDFA'.repeat(128)),
  keys.boundary(tenantId, 'a'.repeat(64)),
  ...(['route', 'user', 'group', 'policy', 'category', 'customField'] as const).map((kind) =>
    keys.entityIdempotency(tenantId, kind, `${userId}#${'k'.repeat(255)}`),
  ),
  keys.settings(tenantId),
  keys.supportAccess(tenantId),
  keys.audit(tenantId, '2026-03-01T09:30:00.000Z', id),
  keys.auditListening(tenantId, newListeningId()),
  keys.auditSignIn(tenantId, 'f'.repeat(64)),
  keys.auditLastSignIn(tenantId, userId),
  keys.auditSession(tenantId, foreign, id),
]
const partitions = [
  lookupPartition(tenantId, 'callId', foreign),
  deletionPartition(tenantId),
  routePartition(tenantId),
  recorderPartition(tenantId),
  categoryPartition(tenantId),
  customFieldPartition(tenantId),
  recorderActivityPartition(tenantId, recorderId),
  timePartition(tenantId),
  routeTimePartition(tenantId, routeId),
  pendingPartition(tenantId),
  ratingTimePartition(tenantId),
  userPartition(tenantId),
  groupPartition(tenantId),
  groupMemberPartition(tenantId, groupId),
  policyPartition(tenantId),
  agentTimePartition(tenantId, foreign),
  auditOfPartition(tenantId, id),
  auditByPartition(tenantId, userId),
]

describe('keys', () => {
  it('of a tenant all start with it, those of indexes too', () => {
    for (const partition of [...ofTenant.map(({ PK }) => PK), ...partitions]) {
      expect(partition.startsWith(`T#${tenantId}#`)).toBe(true)
    }
  })

  it('of tenants and people start with the reserved tenant', () => {
    for (const { PK } of [keys.tenant(tenantId), keys.person(foreign)]) {
      expect(PK.startsWith(`T#${'0'.repeat(26)}#`)).toBe(true)
    }
    expect(tenantPartition).toBe(keys.tenant(platformTenantId).PK)
  })

  it('fit DynamoDB, whatever ids recorders send', () => {
    for (const { PK, SK } of ofTenant) {
      expect(Buffer.byteLength(PK)).toBeLessThanOrEqual(2_048)
      expect(Buffer.byteLength(SK)).toBeLessThanOrEqual(1_024)
    }
  })

  it('of names are the same whatever the case of their letters, and others for other names', () => {
    const keyOf = (name: string) => keys.groupName(tenantId, name).PK
    expect(keyOf('ＳＡＬＥＳ')).toBe(keyOf('sales'))
    expect(keyOf('sales')).not.toBe(keyOf('sale'))
    const long = '\uFDFA'.repeat(127)
    expect(keyOf(`${long}A`)).toBe(keyOf(`${long}a`))
    expect(keyOf(`${long}A`)).not.toBe(keyOf(`${long}b`))
  })

  it('say what they are of', () => {
    expect(readKey(keys.recording(tenantId, id))).toEqual({ kind: 'recording', tenantId, recordingId: id })
    const media = { kind: 'media', tenantId, recordingId: id, seq: 7, mediaId }
    expect(readKey(keys.media(tenantId, id, 7, mediaId))).toEqual(media)
    expect(readKey(keys.deletion(tenantId, id))).toEqual({ kind: 'deletion', tenantId, recordingId: id })
    expect(readKey(keys.siprecPart(tenantId, id, 1, 0))).toMatchObject({ kind: 'siprec' })
    expect(readKey(keys.segmentCustomData(tenantId, id, 1))).toMatchObject({ kind: 'segmentCustomData' })
    for (const kind of ['peaks', 'copy'] as const) {
      const place = { recordingId: id, seq: 12, mediaId, kind }
      expect(readKey(keys.rendition(tenantId, place))).toMatchObject(place)
    }
    expect(readKey(keys.idempotencyNote(tenantId, id, 1))).toMatchObject({ kind: 'idempotencyNote' })
    expect(readKey(keys.history(tenantId, id, 1))).toMatchObject({ kind: 'history' })
    expect(readKey(keys.note(tenantId, id, noteId))).toMatchObject({ kind: 'note' })
    expect(readKey(keys.noteIdempotency(tenantId, id, 'key'))).toMatchObject({ kind: 'noteKey' })
    expect(readKey(keys.rating(tenantId, id, 1))).toMatchObject({ kind: 'rating' })
    expect(readKey(keys.dtmf(tenantId, id))).toMatchObject({ kind: 'dtmf' })
    const ofTranscripts = [
      ...[keys.transcript(tenantId, id, 1), keys.transcriptText(tenantId, id, 1, mediaId)],
      ...[keys.editedCue(tenantId, id, 1, mediaId, 3), keys.pastCue(tenantId, id, 1, 3, 2)],
      keys.cueIdempotency(tenantId, id, 1, 'x#REC'),
    ]
    for (const key of ofTranscripts) expect(readKey(key)).toMatchObject({ kind: 'transcript', recordingId: id })
  })

  it('of deletions, and no others, begin as the filter of the stream asks', () => {
    const begins = ofTenant.filter(({ SK }) => SK.startsWith(deletionSKPrefix))
    expect(begins).toEqual([keys.deletion(tenantId, id)])
  })

  it('of other kinds, and texts that are no keys, say nothing', () => {
    const others = [keys.session(tenantId, 'x'), keys.route(tenantId, routeId), keys.person('x'), keys.tenant(tenantId)]
    for (const key of others) expect(readKey(key)).toBeUndefined()
    expect(readKey({ PK: '', SK: '' })).toBeUndefined()
    expect(readKey(keys.session(tenantId, `x#R#${id}`))).toBeUndefined()
    expect(readKey({ PK: `T#${tenantId}#R#${'z'.repeat(26)}`, SK: 'REC' })).toBeUndefined()
    fc.assert(fc.property(fc.string(), fc.string(), (PK, SK) => readKey({ PK, SK }) === undefined))
  })
})

describe('sort keys by time', () => {
  const anySortKey = fc
    .tuple(fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }), fc.nat())
    .map(([date]) => timeSK(date.toISOString(), newRecordingId()))

  it('say the instant and the id', () => {
    expect(readTimeSK(timeSK('2026-03-01T09:30:00.000Z', id))).toEqual({ instant: '2026-03-01T09:30:00.000Z', id })
    expect(readTimeSK('2026-03-01#x')).toBeUndefined()
  })

  it('have nothing between one and just before or just after it', () => {
    fc.assert(
      fc.property(anySortKey, anySortKey, (one, other) => {
        expect(other < one).toBe(other <= justBefore(one))
        expect(other > one).toBe(other >= justAfter(one))
        expect(one > justBefore(one)).toBe(true)
        expect(one < justAfter(one)).toBe(true)
      }),
    )
  })
})
