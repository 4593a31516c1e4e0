import { setTimeout as delay } from 'node:timers/promises'
import type { PlannedCall, PlannedFile } from './calls.ts'
import type { Client } from './client.ts'
import { messageOf } from './errors.ts'
import type { Journal } from './journal.ts'
import { uploadInParts } from './parts.ts'
import { checksumOf, type Sending, saysOtherBytes, uploadFile } from './upload.ts'
import { type AnnouncedMedia, type IngestedMedia, limits, type MediaState } from './wire.ts'

/** What became of a file. `sent`: it is there, and nobody waited for the server to check it. */
export type FileOutcome = {
  file: PlannedFile
  mediaId: string | null
  state: Exclude<MediaState, 'pending'> | 'sent' | 'failed'
  /** Why it failed. */
  message: string | null
}

export type CallOutcome =
  | { status: 'in'; call: PlannedCall; recordingId: string; sessionId: string; isNew: boolean; files: FileOutcome[] }
  | { status: 'failed'; call: PlannedCall; error: unknown }

export type SendingCalls = Omit<Sending, 'onBytes'> & {
  journal: Journal
  waits: boolean
  /** Keeps the number of files under way within bounds. */
  limited<T>(task: () => Promise<T>): Promise<T>
  firstPollMs: number
  onBytes(bytes: number): void
  onFile(file: PlannedFile, wasThere: boolean): void
}

/** The server checks a file within seconds of its arrival; its sweep finds what it missed, much later. */
const patienceForChecksMs = 60_000
const mostPollMs = 2_000

/**
 * Announces a call, uploads what is not there yet, and waits for the server's checks if asked to. Throws only when it was
 * told to stop; everything else is an outcome.
 */
export async function sendCall(call: PlannedCall, sending: SendingCalls): Promise<CallOutcome> {
  try {
    return await send(call, sending)
  } catch (error) {
    if (sending.signal.aborted) throw error
    return { status: 'failed', call, error }
  }
}

async function send(call: PlannedCall, sending: SendingCalls): Promise<CallOutcome> {
  const { client, journal, limited } = sending
  const announced = await Promise.all(call.files.map((file) => limited(() => announcementOf(file, sending))))
  const earlier = call.callKey === undefined ? undefined : journal.sessionIdOf(call.callKey)
  const first = await client.announce(
    {
      ...call.facts,
      ...(call.facts.sessionId === undefined && earlier !== undefined && { sessionId: earlier }),
      ...(call.siprec !== undefined && { siprec: call.siprec }),
      ...(call.sipHeaders.length > 0 && { sipHeaders: call.sipHeaders }),
      ...(announced.length > 0 && { media: announced.slice(0, limits.filesPerRequest) }),
    },
    crypto.randomUUID(),
  )
  const { recordingId, sessionId } = first.result
  const media = [...first.result.media]
  for (let at = limits.filesPerRequest; at < announced.length; at += limits.filesPerRequest) {
    const more = await client.announce({ sessionId, media: announced.slice(at, at + limits.filesPerRequest) })
    media.push(...more.result.media)
  }

  const files = await Promise.all(
    call.files.map((file, i) => limited(() => sendFile(file, media[i], { ...sending, recordingId, sessionId, call }))),
  )
  if (sending.waits) await waitForChecks(files, announced, media, sessionId, client, sending)
  for (const { file, state } of files) {
    if (state !== 'failed') journal.note(file, { recordingId, sessionId, progress: state, callKey: call.callKey })
  }
  return { status: 'in', call, recordingId, sessionId, isNew: first.isNew, files }
}

async function announcementOf(file: PlannedFile, { journal, signal }: SendingCalls): Promise<AnnouncedMedia> {
  let sha256 = journal.find(file)?.sha256
  if (sha256 === undefined) {
    sha256 = await checksumOf(file, signal)
    journal.noteChecksum(file, sha256)
  }
  const { segment, kind, startOffsetMs, channels, labels, lengthBytes, contentType, name } = file
  const voices = { channels, ...(labels.length > 0 && { labels }) }
  return { segment, kind, startOffsetMs, ...voices, lengthBytes, sha256, contentType, fileName: fitForJson(name) }
}

/** A file's name may hold what the API takes in no text. */
const fitForJson = (name: string): string =>
  name
    .replace(/\p{Cc}/gu, '_')
    .toWellFormed()
    .slice(0, 255)

async function sendFile(
  file: PlannedFile,
  media: IngestedMedia | undefined,
  sending: SendingCalls & { recordingId: string; sessionId: string; call: PlannedCall },
): Promise<FileOutcome> {
  const { journal, recordingId, sessionId, call, onBytes, onFile } = sending
  if (!media) return { file, mediaId: null, state: 'failed', message: 'The server did not answer for this file.' }
  const outcome = (state: FileOutcome['state'], message: string | null = null): FileOutcome => ({
    file,
    mediaId: media.id,
    state,
    message,
  })
  if (media.upload === null) {
    onBytes(file.lengthBytes)
    onFile(file, true)
    return outcome(media.state === 'pending' ? 'sent' : media.state)
  }
  journal.note(file, { recordingId, sessionId, progress: 'announced', callKey: call.callKey })
  try {
    const place = { recordingId, segment: media.segment, mediaId: media.id }
    if (media.parts?.isAdvised) await uploadInParts(file, place, sending)
    else await uploadFile(file, place, media.upload, sending)
  } catch (error) {
    if (sending.signal.aborted) throw error
    if (saysOtherBytes(error)) journal.forget(file)
    return outcome('failed', messageOf(error))
  }
  journal.note(file, { recordingId, sessionId, progress: 'sent', callKey: call.callKey })
  onFile(file, false)
  return outcome('sent')
}

/** A recorder may only ingest, so it asks by announcing the same files again, which answers with their states. */
async function waitForChecks(
  files: FileOutcome[],
  announced: readonly AnnouncedMedia[],
  before: readonly IngestedMedia[],
  sessionId: string,
  client: Client,
  { signal, firstPollMs }: SendingCalls,
): Promise<void> {
  const deadlineMs = Date.now() + patienceForChecksMs
  for (let pauseMs = firstPollMs; ; pauseMs = Math.min(pauseMs * 2, mostPollMs)) {
    const open = files.flatMap((outcome, i) => (outcome.state === 'sent' ? [{ outcome, i }] : []))
    if (open.length === 0 || Date.now() > deadlineMs) return
    await delay(pauseMs, undefined, { signal })
    const asked = open.slice(0, limits.filesPerRequest)
    const media = asked.flatMap(({ i }) => announced[i] ?? [])
    const { result } = await client.announce({ sessionId, media })
    asked.forEach(({ outcome, i }, at) => {
      const state = result.media[at]?.state ?? 'pending'
      // Until the server has looked at the new bytes it may still show what it thought of the old ones.
      if (state !== 'pending' && (state !== before[i]?.state || Date.now() > deadlineMs)) outcome.state = state
    })
  }
}

/** Whether everything of the call is where it should be. */
export function isWhole(outcome: CallOutcome): boolean {
  return outcome.status === 'in' && outcome.files.every(({ state }) => state === 'available' || state === 'sent')
}
