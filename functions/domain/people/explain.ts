import type { BodyOf, Contract } from '../../contract/index.ts'
import type { Principal, Recording, RecordingId, UserId } from '../../model/index.ts'
import type { PersonStore, RecordingStore, SettingsReader, StandingReader } from '../../ports/index.ts'
import {
  type Explanation,
  explainAtAll,
  explainRecording,
  explainTrial,
  limitsOf,
  mayDo,
  reaches,
  thingTarget,
} from '../permissions/index.ts'
import { notFound } from '../problems/index.ts'
import { principalOf } from '../tenancy/index.ts'
import { requireGoodPolicy } from './policies.ts'

export type ExplainPorts = {
  recordings: Pick<RecordingStore, 'find'>
  settings: SettingsReader
  standings: StandingReader
  people: PersonStore
}

/** The recording, if the asker may know of it. @throws Refusal not_found */
async function requireKnown({ recordings }: ExplainPorts, asker: Principal, id: RecordingId): Promise<Recording> {
  const recording = await recordings.find(asker.tenantId, id)
  if (!recording || !reaches(asker, 'recording:Read', recording)) throw notFound()
  return recording
}

/** Another person as if they asked at this moment, from the asker's address. @throws Refusal not_found */
async function standingIn(ports: ExplainPorts, asker: Principal, userId: UserId): Promise<Principal> {
  const link = { kind: 'user', tenantId: asker.tenantId, id: userId } as const
  const standing = await ports.standings.standing('current', link)
  if (standing?.kind !== 'user' || !mayDo(asker, 'user:Read', thingTarget(`user/${userId}`))) throw notFound()
  const person = await ports.people.find(standing.user.subject)
  if (!person) throw notFound()
  return principalOf({ person, signedInAt: asker.signedInAt, signInId: null, request: asker.request }, standing)
}

/**
 * Whether a request would be allowed, and by what that is decided: one's own, or another person's for who may read people.
 * @throws Refusal not_found for a recording or person that the asker may not know of
 */
export async function explainPermission(
  ports: ExplainPorts,
  asker: Principal,
  { userId, action, recordingId }: BodyOf<Contract['policies']['explainPermission']>,
): Promise<Explanation> {
  const principal = userId === null || userId === asker.id ? asker : await standingIn(ports, asker, userId)
  if (recordingId === null) return explainAtAll(principal, action)
  const recording = await requireKnown(ports, asker, recordingId)
  const limits = limitsOf(await ports.settings.current(asker.tenantId))
  return explainRecording(principal, action, recording, limits)
}

/**
 * What a policy alone says of a request, with the values of a person's variables.
 * @throws Refusal invalid_policy; not_found for a recording or person that the asker may not know of
 */
export async function testPolicy(
  ports: ExplainPorts,
  asker: Principal,
  { document, action, userId, recordingId, context }: BodyOf<Contract['policies']['testPolicy']>,
): Promise<Explanation> {
  requireGoodPolicy(document)
  const person = userId === null ? undefined : await standingIn(ports, asker, userId)
  const recording = recordingId === null ? undefined : await requireKnown(ports, asker, recordingId)
  return explainTrial(asker, { document, action, user: person?.grant, recording, context })
}
