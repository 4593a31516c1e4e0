import { DeleteObjectCommand, ListObjectVersionsCommand } from '@aws-sdk/client-s3'
import { SQSClient } from '@aws-sdk/client-sqs'
import { STSClient } from '@aws-sdk/client-sts'
import { auditStore, recordingStore } from '../../../functions/adapters/dynamodb/index.ts'
import { mediaStore, renditionObjects } from '../../../functions/adapters/s3/index.ts'
import { workQueue } from '../../../functions/adapters/sqs/index.ts'
import { clientsFor, type TenantClientsFactory } from '../../../functions/adapters/sts/index.ts'
import { systemClock } from '../../../functions/adapters/system/index.ts'
import { managedPolicySchema } from '../../../functions/contract/index.ts'
import { arns, bucketName, region, tableName } from '../../../local/cloud.ts'
import { acme, demoRoutes } from '../../../local/demo/people.ts'
import type { FunctionName } from '../../../local/functions/index.ts'
import type { Call, GuardOptions, Verdict } from '../../../local/iam/index.ts'
import { newMediaId, newRecordingId } from '../../adapters/dynamodb/given.ts'
import { givenEntry } from '../../domain/audit/given.ts'
import { annCallsBen } from '../../domain/metadata/given.ts'
import {
  type Answer,
  announcementOf,
  type Client,
  type GivenCloud,
  givenCloud,
  onlyFile,
  sha256Of,
  shortWav,
  type Upload,
  until,
  upload,
} from '../../given/cloud.ts'
import { totpOf } from '../../given/totp.ts'
import { makeWav } from '../../given/wav.ts'

/** A call as the guard was asked about it, and what was going on. */
export type Decided = Call & { readonly verdict: Verdict; readonly during: string }

const ifMatch = { headers: { 'if-match': '*' } }
const inAcme = { headers: { 'soundkeep-tenant': acme.id } }
const sales = demoRoutes.find(({ tenantId, name }) => tenantId === acme.id && name === 'Sales')?.id

const document = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Action: 'recording:Delete', Resource: '*' }],
})
const wav = { bytes: shortWav() }
/** The shortest file that can be cut. */
const inTwoParts = { bytes: new Uint8Array(5 * 1024 ** 2 + 1) }
const listeningId = '01m8c5247zgzp73gfqfe68c8fm'
const heard = { ranges: [{ fromMs: 0, toMs: 100 }] }
const clock = systemClock()
const once = (key: string) => ({ 'idempotency-key': `${key}-of-the-day` })

type Day = {
  world: GivenCloud
  tara: Client
  /** @throws Error for an answer that refuses */
  ok(answer: Promise<Answer>): Promise<Record<string, unknown>>
  /** What a function reaches tenants by. */
  as(name: FunctionName): TenantClientsFactory
}

/** What the product does on a day, function by function: whatever a role is for happens here once. */
const steps: Readonly<Record<string, (day: Day) => Promise<void>>> = {
  async 'policies: one is made, changed, and removed'({ tara, ok }) {
    const { id } = await ok(tara.post('/policies', { body: { name: 'Deleting', document }, headers: once('policy') }))
    await ok(tara.post('/policies', { body: { name: 'Deleting', document }, headers: once('policy') }))
    await ok(tara.get('/policies'))
    await ok(tara.patch(`/policies/${id}`, { body: { name: 'Removing' }, ...ifMatch }))
    await ok(tara.delete(`/policies/${id}`, ifMatch))
    await tara.get(`/policies/${id}`)
  },

  async 'groups: one is made, changed, looked at, and removed'({ tara, ok }) {
    const policy = await ok(tara.post('/policies', { body: { name: 'Of a group', document } }))
    const body = { name: 'Listeners', policyIds: [policy.id] }
    const { id } = await ok(tara.post('/groups', { body, headers: once('group') }))
    await ok(tara.get('/groups'))
    await ok(tara.patch(`/groups/${id}`, { body: { name: 'Hearers' }, ...ifMatch }))
    await ok(tara.delete(`/groups/${id}`, ifMatch))
    await tara.get(`/groups/${id}`)
  },

  async 'users: people are invited, changed, helped, imported, and removed'({ world, tara, ok }) {
    const policy = await ok(tara.post('/policies', { body: { name: 'Of a person', document } }))
    const group = await ok(tara.post('/groups', { body: { name: 'Team' } }))
    const groups = [{ groupId: group.id, isSupervisor: true }]
    const body = { name: 'Pia', email: 'pia@example.com', policyIds: [policy.id], groups }
    const { id } = await ok(tara.post('/users', { body, headers: once('pia') }))
    await ok(tara.get('/users'))
    await ok(tara.post(`/users/${id}/invitation`))
    await ok(world.withToken(await world.cloud.tokenOf('pia@example.com')).get('/me/permissions'))
    await ok(tara.post(`/users/${id}/sign-out`))
    await ok(tara.delete(`/users/${id}/second-factor`))
    await tara.post(`/users/${id}/password-reset`)
    await ok(tara.patch(`/users/${id}`, { body: { groups: [] }, ...ifMatch }))
    await ok(tara.post('/users/import', { body: { csv: 'name,email\nQuinn,quinn@example.com', isDryRun: false } }))
    await ok(tara.delete(`/users/${id}`, ifMatch))
    await tara.get(`/users/${id}`)
  },

  async 'me: a person looks at themselves, changes their zone, and sets a second factor up'({ world, tara, ok }) {
    const group = await ok(tara.post('/groups', { body: { name: 'Mixed' } }))
    const groups = [{ groupId: group.id, isSupervisor: false }]
    await ok(tara.post('/users', { body: { name: 'Mia', email: 'mia@example.com', groups } }))
    const mia = world.withToken(await world.cloud.tokenOf('mia@example.com'))
    await ok(mia.get('/me'))
    await ok(mia.patch('/me', { body: { timeZone: 'Europe/Berlin' }, ...ifMatch }))
    await ok(mia.get('/me/permissions'))
    const { secret } = await ok(mia.post('/me/second-factor'))
    await ok(mia.post('/me/second-factor/confirmation', { body: { code: totpOf(String(secret)) } }))
  },

  async 'tenants: routes, a tenant, an administrator and support access come and go'({ world, tara, ok }) {
    const sam = world.as('sam')
    const { id } = await ok(tara.post('/routes', { body: { name: 'Lab' }, headers: once('route') }))
    await ok(tara.get('/routes'))
    await ok(tara.patch(`/routes/${id}`, { body: { name: 'Labs' }, ...ifMatch }))
    await ok(tara.delete(`/routes/${id}`, ifMatch))
    await tara.get(`/routes/${id}`)
    await ok(tara.patch('/tenants/current', { body: { description: 'Teeth' }, ...ifMatch }))
    await ok(sam.post('/tenants', { body: { name: 'Initech' } }))
    await ok(sam.get('/tenants'))
    await ok(tara.get('/support-access'))
    await ok(sam.post('/support-access', { body: { reason: 'A look', hours: 1 }, ...inAcme }))
    await ok(sam.delete('/support-access', inAcme))
    const administrator = { name: 'Abe', email: 'abe@example.com', role: 'accountAdministrator' }
    const abe = await ok(sam.post('/administrators', { body: administrator }))
    await ok(sam.patch(`/administrators/${abe.id}`, { body: { isEnabled: false }, ...ifMatch }))
    await sam.post('/administrators', { body: { ...administrator, email: 'quinn@example.com' } })
    await ok(sam.get('/administrators'))
    await ok(sam.delete(`/administrators/${abe.id}`, ifMatch))
    await tara.get('/tenants')
  },

  async 'recorders: one is made, gets another secret, and is removed'({ tara, ok }) {
    const { id } = await ok(tara.post('/recorders', { body: { name: 'PBX' }, headers: once('pbx') }))
    await ok(tara.get('/recorders'))
    await ok(tara.get(`/recorders/${id}`))
    const { id: secretId } = await ok(tara.post(`/recorders/${id}/secrets`))
    await ok(tara.delete(`/recorders/${id}/secrets/${secretId}`))
    await ok(tara.patch(`/recorders/${id}`, { body: { name: 'PBX 1' }, ...ifMatch }))
    await ok(tara.delete(`/recorders/${id}`, ifMatch))
    await tara.get(`/recorders/${id}`)
  },

  async 'ingest: calls are announced, again with more, and refused'({ world }) {
    await world.announce({ sessionId: 'day-1', from: '+12025550143', ingressCallId: 'day-1@pbx' })
    await world.announce({ sessionId: 'day-1', to: '1002', media: [announcementOf(wav)] }, 'rec-acme', once('day-1'))
    await world.announce({ siprec: annCallsBen, to: '2099' })
    await world.announce({ siprec: annCallsBen, to: '2099' })
    await world.announce({ sessionId: 'day-2', route: 'There is none' })
    await world.as('uma').post('/recordings', { body: { sessionId: 'day-2' } })
  },

  async 'ingest and recordings: a file comes in parts, is given up, and deleted while others come'({
    world,
    tara,
    ok,
  }) {
    const { result } = await world.announce({ sessionId: 'day-7', media: [announcementOf(inTwoParts)] })
    const path = `/recordings/${result.recordingId}/segments/1/media/${result.media[0]?.id}/upload`
    const recorder = world.as('rec-acme')
    const body = { parts: [{ number: 2, sha256: sha256Of(inTwoParts.bytes.subarray(-1)) }] }
    const { uploads } = await ok(recorder.post(`${path}/parts`, { body }))
    for (const place of uploads as Upload[]) await upload(place, inTwoParts.bytes.subarray(-1)) // held to the contract
    await ok(recorder.get(`${path}/parts`))
    await recorder.post(`${path}/complete`)
    await ok(recorder.delete(`${path}/parts`))
    await recorder.post(`${path}/complete`)
    await ok(recorder.post(`${path}/parts`, { body }))
    await ok(tara.delete(`/recordings/${result.recordingId}`, ifMatch))
  },

  async 'ingest and segments: digits are told, and words typed, imported, edited and read'({ world, tara, ok, as }) {
    const dtmf = [{ events: [{ digit: '1' as const, offsetMs: 10, source: 'rfc4733' as const }] }]
    const call = await world.ingestCall({ sessionId: 'day-9', dtmf, files: [wav] })
    const path = `/recordings/${call.recordingId}/segments/1`
    await ok(world.as('rec-acme').post(`${path}/dtmf`, { body: { events: [{ ...dtmf[0]?.events[0], offsetMs: 20 }] } }))
    await ok(tara.get(`${path}/dtmf`))
    const words = `${path}/transcript`
    await ok(tara.post(`${words}/cues`, { body: { text: 'Hello' }, headers: once('cue') }))
    await ok(tara.post(`${words}/import`, { body: { format: 'text', text: 'w'.repeat(100) }, ...ifMatch }))
    const long = Array.from({ length: 3_000 }, () => 'w'.repeat(80)).join('\n')
    await ok(tara.post(`${words}/import`, { body: { format: 'text', text: long }, ...ifMatch }))
    await ok(tara.get(words))
    await ok(tara.get(`${words}/cues/3/history`))
    // A cue of that number never was: who asks is told nothing, which is counted.
    await tara.get(`${words}/cues/9999/history`)
    await ok(tara.delete(`/recordings/${call.recordingId}`, ifMatch))
    // The recording went while a long text was put down, which nobody waits for here.
    await recordingStore(as('segments'), tableName, clock).noteLeftovers(acme.id, newRecordingId())
  },

  async 'arrivals, renditions and the reaper: a message comes again later, and a deletion is handed on'({ world }) {
    for (const name of ['arrivals', 'renditions', 'reaper'] as const) {
      const { queueUrl, failuresUrl } = world.cloud.queueUrls[name]
      const endpoint = new URL(failuresUrl).origin
      const sqs = new SQSClient({ region, endpoint, credentials: world.cloud.functionKey(name) })
      const queue = workQueue(sqs, { queue: queueUrl ?? '', deadLetters: failuresUrl })
      // Nobody holds that receipt, which is found out after the policies were asked.
      await queue.retryIn('none', 1).catch(() => {})
      if (name === 'reaper') {
        await queue.send(JSON.stringify({ tenantId: acme.id, recordingId: newRecordingId() }))
      }
      sqs.destroy()
    }
  },

  async 'arrivals, media and recordings: a call comes in, is found, heard, corrected and deleted'({ world, tara, ok }) {
    const call = await world.ingestCall({ sessionId: 'day-3', agentId: '42', callGroupId: 'g-1', files: [wav] })
    const path = `/recordings/${call.recordingId}`
    for (const [name, scope] of Object.entries({
      ofRoute: { routes: [sales] },
      ofAgent: { agentIds: ['42'], managedPolicies: ['myCalls'] },
    })) {
      const email = `${name}@example.com`
      await ok(tara.post('/users', { body: { name, email, ...scope } }))
      await ok(world.withToken(await world.cloud.tokenOf(email)).get('/recordings'))
    }
    await ok(tara.get('/recordings?callGroupId=g-1'))
    await ok(tara.get('/recordings/counts?startedFrom=2020-01-01T00:00:00Z&startedBefore=2040-01-01T00:00:00Z'))
    await ok(tara.get(path))
    const file = `${path}/segments/1/media/${onlyFile(call).id}`
    const { url } = await ok(tara.post(`${file}/playback?listeningId=${listeningId}`))
    await fetch(String(url))
    await ok(tara.post(`${file}/download`))
    await ok(tara.post(`${path}/listenings/${listeningId}`, { body: heard }))
    await ok(tara.patch(path, { body: { queue: 'q' }, ...ifMatch }))
    await ok(tara.delete(path, ifMatch))
    await until(async () => (await world.versionsOf(call.recordingId)).length === 0)
    await tara.get(path)
    await tara.post(`${file}/download`)
  },

  async 'renditions, media and recordings: a file is outlined and copied, and its copy goes with it'({
    world,
    tara,
    ok,
    as,
  }) {
    const gsm = makeWav({ format: 'gsm', channels: 1, sampleRateHz: 8_000, durationMs: 1_000 })
    const call = await world.ingestCall({ sessionId: 'day-6', files: [{ bytes: gsm }] })
    const file = `/recordings/${call.recordingId}/segments/1/media/${onlyFile(call).id}`
    await until(async () => (await ok(tara.get(`${file}/peaks`))).state === 'ready')
    await ok(tara.post(`${file}/playable-copy`))
    await until(async () => (await ok(tara.get(`${file}/playable-copy`))).state === 'ready')
    await ok(tara.post(`${file}/playback`))
    // One that broke off on its way.
    const place = { recordingId: newRecordingId(), seq: 1, mediaId: newMediaId(), kind: 'copy' } as const
    const upload = await renditionObjects(as('renditions'), bucketName, clock).beginCopy(acme.id, place, newMediaId())
    await upload.abort()
    await ok(tara.delete(`/recordings/${call.recordingId}`, ifMatch))
    await until(async () => (await world.versionsOf(call.recordingId)).length === 0)
    // One whose recording is gone: nothing is asked for, but what may be left is noted.
    const gone = { recordingId: newRecordingId(), seq: 1, mediaId: newMediaId(), kind: 'peaks' } as const
    await recordingStore(as('renditions'), tableName, clock).noteLeftovers(acme.id, gone.recordingId)
  },

  async 'recordings: one is deleted whose file is gone already'({ world, tara, ok }) {
    const call = await world.ingestCall({ sessionId: 'day-4', files: [wav] })
    const { Versions = [] } = await world.operator.send(new ListObjectVersionsCommand({ Bucket: bucketName }))
    for (const { Key, VersionId } of Versions) {
      if (!Key?.includes(call.recordingId)) continue
      await world.operator.send(new DeleteObjectCommand({ Bucket: bucketName, Key, VersionId }))
    }
    await ok(tara.delete(`/recordings/${call.recordingId}`, ifMatch))
  },

  async 'arrivals: a file comes after its recording was deleted, and others are asked after'({ world, tara, ok, as }) {
    const { result } = await world.announce({ sessionId: 'day-5', media: [announcementOf(wav)] })
    await ok(tara.delete(`/recordings/${result.recordingId}`, ifMatch))
    const place = result.media[0]?.upload
    if (!place) throw new Error('there is no place for the file')
    await upload(place, wav.bytes)
    await until(async () => (await world.versionsOf(result.recordingId)).length === 0)
    await world.cloud.runSchedule('arrivals')
    // A file whose event has not come for minutes, which nobody waits for here.
    const absent = { recordingId: newRecordingId(), seq: 1, mediaId: newMediaId(), uploadId: newMediaId() }
    await mediaStore(as('arrivals'), bucketName, clock).head(acme.id, absent)
  },

  async 'audit: what was done is listed by all that it can be found by, and taken along'({ world, tara, ok }) {
    await ok(tara.get('/audit'))
    const { recordingId } = await world.ingestCall({ sessionId: 'day-6' })
    await ok(tara.get(`/recordings/${recordingId}`))
    await ok(tara.get(`/audit?recordingId=${recordingId}`))
    const { id } = await ok(tara.get('/me'))
    await ok(tara.get(`/audit?personId=${id}`))
    await ok(tara.post('/audit/export', { body: {} }))
    await world.as('uma').get('/audit')
  },

  async 'sealer: seals an hour ago, twice'({ world }) {
    for (const hours of [2, 1]) {
      const past = { now: () => new Date(Date.now() - hours * 3_600_000).toISOString() }
      const store = auditStore(async () => ({ dynamodb: world.table }), tableName, past)
      await store.write(acme.id, givenEntry({ action: 'changeTenant' }))
      await world.cloud.runSchedule('sealer')
    }
  },

  async 'reaper: takes up what was left'({ world }) {
    await world.cloud.runSchedule('reaper')
  },
}

/** A Tenant Administrator in a group: whatever they ask, their group is looked up for it. */
async function givenAdministrator(world: GivenCloud): Promise<Client> {
  const made = await world.as('tara').post('/groups', { body: { name: 'Office' } })
  const groups = [{ groupId: Reflect.get(Object(made.body), 'id'), isSupervisor: false }]
  const managedPolicies = managedPolicySchema.options
  const person = { name: 'Ana', email: 'ana@example.com', role: 'tenantAdministrator', groups, managedPolicies }
  const { status, text } = await world.as('ada').post('/users', { body: person, ...inAcme })
  if (status !== 201) throw new Error(`the administrator was not made: ${text}`)
  return world.withToken(await world.cloud.tokenOf('ana@example.com'))
}

/** Lives the day in a cloud of its own. */
export async function livedDay(options: Partial<Omit<GuardOptions, 'names'>> = {}): Promise<Decided[]> {
  const decided: Decided[] = []
  let during = 'the start'
  const world = await givenCloud({
    iam: { ...options, onDecision: (call, verdict) => void decided.push({ ...call, verdict, during }) },
  })
  try {
    const tara = await givenAdministrator(world)
    for (const [name, step] of Object.entries(steps)) {
      during = name
      if (process.env.DAY) console.log(performance.now() | 0, name)
      await step({
        ...{ world, tara },
        as(function_) {
          const stsClient = new STSClient({ region, credentials: world.cloud.functionKey(function_) })
          return clientsFor({ roleArn: arns.tenantRole(function_), stsClient, region })
        },
        async ok(answer) {
          const { status, text, body } = await answer
          if (status >= 400) throw new Error(`${name}: ${status} ${text}`)
          return typeof body === 'object' && body !== null ? { ...body } : {}
        },
      })
    }
  } finally {
    await world.close()
  }
  return decided
}
