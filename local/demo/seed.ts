import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { BodyInputOf, Contract, ResponseOf } from '../../functions/contract/index.ts'
import { demoDtmf } from './dtmf.ts'
import { siprecDocuments } from './siprec.ts'

/** Labels of the two voices of a call in its recorder's SIPREC documents. */
const labels: Readonly<Record<string, string>> = { caller: '1', agent: '2' }

const mediaFolder = join(import.meta.dirname, 'media')

const callSchema = z.object({
  key: z.string(),
  tenant: z.enum(['acme', 'globex']),
  route: z.string().nullish(),
  direction: z.enum(['inbound', 'outbound', 'internal', 'unknown']),
  from: z.string(),
  to: z.string(),
  fromName: z.string().nullish(),
  toName: z.string().nullish(),
  agentId: z.string().nullish(),
  agentName: z.string().nullish(),
  queue: z.string().nullish(),
  callGroup: z.string().nullish(),
  ingressCallId: z.string().nullish(),
  egressCallId: z.string().nullish(),
  sessionId: z.string(),
  startsDaysAgo: z.int(),
  startTime: z.string(),
  segments: z.array(
    z.object({
      seq: z.int(),
      durationMs: z.int(),
      files: z.array(
        z.object({
          path: z.string(),
          kind: z.enum(['audio', 'video', 'screen']),
          channels: z.array(z.enum(['caller', 'agent', 'mixed', 'unknown'])),
          startOffsetMs: z.int(),
        }),
      ),
    }),
  ),
  /** In milliseconds of their segment. */
  pauses: z
    .array(z.object({ segment: z.int(), startMs: z.int(), endMs: z.int(), mode: z.literal('silenced') }))
    .default([]),
  transcript: z
    .array(
      z.object({
        ...{ segment: z.int(), startMs: z.int(), endMs: z.int() },
        speaker: z.enum(['caller', 'agent']),
        text: z.string(),
      }),
    )
    .default([]),
})
export type Call = z.output<typeof callSchema>

const contentTypes: Record<string, string> = {
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  webm: 'video/webm',
  mp3: 'audio/mpeg',
}

type SeedOptions = {
  apiUrl: string
  /** Of recorders, and of who types what was said. */
  tokenOf: (login: string) => Promise<string>
  now: Date
  /** Ends it between two calls. */
  signal?: AbortSignal | undefined
}

/** The wall clock's time so many days ago; a time of today that is still to come is put before now. */
function startOf({ startsDaysAgo, startTime }: Call, now: Date): string {
  const [hours = 0, minutes = 0, seconds = 0] = startTime.split(':').map(Number)
  const day = now.getDate() - startsDaysAgo
  const start = new Date(now.getFullYear(), now.getMonth(), day, hours, minutes, seconds)
  const latest = now.getTime() - 600_000
  // So early in the day, the minutes of the hour still keep today's calls apart.
  return new Date(Math.min(start.getTime(), latest - (minutes * 60 + seconds) * 1_000)).toISOString()
}

/** Pauses as recorders declare them, by the clock on the wall. */
function pausesOf({ pauses, segments }: Call, startedAt: string) {
  return pauses.map(({ segment, startMs, endMs, mode }) => {
    const before = segments.filter(({ seq }) => seq < segment).reduce((sum, { durationMs }) => sum + durationMs, 0)
    const at = (ms: number) => new Date(Date.parse(startedAt) + before + ms).toISOString()
    return { startedAt: at(startMs), endedAt: at(endMs), mode, reason: 'Card number' }
  })
}

async function filesOf(call: Call) {
  return Promise.all(
    call.segments.flatMap(({ seq, files }) =>
      files.map(async (file) => {
        const bytes = await readFile(join(mediaFolder, file.path))
        return { seq, file, bytes, sha256: createHash('sha256').update(bytes).digest('hex') }
      }),
    ),
  )
}

/** Types what was said, as the person does whose call it is of the tenant; where that is done already it stays. */
async function seedTranscripts(call: Call, recordingId: string, { apiUrl, tokenOf }: SeedOptions): Promise<void> {
  const nameOf = { caller: nameOfCaller(call), agent: call.agentName ?? 'Agent' }
  for (const [seq, cues] of Map.groupBy(call.transcript, ({ segment }) => segment)) {
    const contents = cues.map(({ startMs, endMs, speaker, text }) => ({
      startMs,
      endMs,
      text,
      speaker: nameOf[speaker],
    }))
    const answer = await fetch(`${apiUrl}/recordings/${recordingId}/segments/${seq}/transcript/import`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${await tokenOf(call.tenant === 'acme' ? 'tara' : 'tom')}`,
        ...{ 'content-type': 'application/json', 'if-match': '"v0"' },
      },
      body: JSON.stringify({ format: 'json', text: JSON.stringify({ cues: contents }) }),
    })
    if (!answer.ok && answer.status !== 412) {
      throw new Error(`The transcript of the demo call ${call.key} was refused: ${await answer.text()}`)
    }
  }
}

/** Who is not the agent: of a call that goes out, whoever is called. */
function nameOfCaller({ fromName, toName, agentName }: Call): string {
  return [fromName, toName].find((name) => name && name !== agentName) ?? 'Caller'
}

async function seedCall(call: Call, options: SeedOptions, token: string): Promise<void> {
  const { apiUrl, now } = options
  const files = await filesOf(call)
  const startedAt = startOf(call, now)
  const [document, ...later] = siprecDocuments(call, startedAt)
  const body: BodyInputOf<Contract['ingest']['ingestRecording']> = {
    ...{ sessionId: call.sessionId, direction: call.direction, from: call.from, to: call.to },
    ...{ fromName: call.fromName ?? undefined, toName: call.toName ?? undefined },
    ...{ agentId: call.agentId ?? undefined, agentName: call.agentName ?? undefined, queue: call.queue ?? undefined },
    ...{ ingressCallId: call.ingressCallId ?? undefined, egressCallId: call.egressCallId ?? undefined },
    ...{ callGroupId: call.callGroup ?? undefined, route: call.route ?? undefined, startedAt },
    siprec: document,
    ...{ pauses: pausesOf(call, startedAt), dtmf: demoDtmf[call.key] },
    media: files.map(({ seq, file, bytes, sha256 }) => ({
      ...{ segment: seq, kind: file.kind, channels: file.channels, startOffsetMs: file.startOffsetMs },
      ...{ lengthBytes: bytes.length, sha256, fileName: file.path.split('/').at(-1) },
      contentType: contentTypes[file.path.split('.').at(-1) ?? ''] ?? 'application/octet-stream',
      ...(document !== undefined && { labels: file.channels.map((voice) => labels[voice] ?? null) }),
    })),
  }
  const announce = async (said: typeof body) => {
    const answer = await fetch(`${apiUrl}/recordings`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(said),
    })
    if (!answer.ok) throw new Error(`The demo call ${call.key} was refused: ${await answer.text()}`)
    return (await answer.json()) as ResponseOf<Contract['ingest']['ingestRecording']> // by the contract
  }
  const { media, recordingId } = await announce(body)
  for (const siprec of later) await announce({ sessionId: call.sessionId, siprec })
  for (const [index, { upload }] of media.entries()) {
    const bytes = files[index]?.bytes
    if (!upload || !bytes) continue
    const { 'content-length': _length, ...headers } = upload.headers // fetch sets it from the body
    const put = await fetch(upload.url, { method: 'PUT', headers, body: new Uint8Array(bytes) })
    if (!put.ok && put.status !== 412)
      throw new Error(`A file of the demo call ${call.key} was refused (${put.status}).`)
  }
  await seedTranscripts(call, recordingId, options)
}

/**
 * Sends the demo calls through the API as their recorders do. Run again, it goes on where it stopped.
 * @throws Error naming the call that was refused
 */
export async function seedCalls(options: SeedOptions): Promise<number> {
  const text = await readFile(join(mediaFolder, 'calls.json'), 'utf8')
  const calls = z.array(callSchema).parse(JSON.parse(text))
  const tokens = { acme: await options.tokenOf('rec-acme'), globex: await options.tokenOf('rec-globex') }
  for (const call of calls) {
    options.signal?.throwIfAborted()
    await seedCall(call, options, tokens[call.tenant])
  }
  return calls.length
}
