import type { Contract, ResponseOf } from '../../contract/index.ts'
import type { MediaFile, Principal, Rendition, RenditionPlace, TenantId } from '../../model/index.ts'
import type {
  AuditStore,
  Clock,
  RecordingStore,
  RenditionObjects,
  RenditionQueue,
  RenditionStore,
  SettingsReader,
} from '../../ports/index.ts'
import { entryOf } from '../audit/index.ts'
import { currentRendition, isDecodable, unpackPeaks } from '../renditions/index.ts'
import { type MediaPlace, requireMedia } from './deliver.ts'

type PeaksView = ResponseOf<Contract['media']['getPeaks']>
type CopyView = ResponseOf<Contract['media']['getPlayableCopy']>

type Stores = {
  recordings: RecordingStore
  settings: SettingsReader
  renditions: RenditionStore
  objects: Pick<RenditionObjects, 'get'>
  queue: RenditionQueue
  audit: AuditStore
  clock: Pick<Clock, 'now'>
}

/** `found`: what is stored. `current`: what there is of it today. */
type Found = { found: Rendition | undefined; current: Rendition | undefined }

async function findOf(
  { renditions, clock }: Pick<Stores, 'renditions' | 'clock'>,
  tenantId: TenantId,
  place: RenditionPlace,
  file: MediaFile,
): Promise<Found> {
  const found = await renditions.find(tenantId, place)
  return { found, current: currentRendition(found, file, clock.now()) }
}

/** The message first: asked for and not sent, it would be waited for in vain. */
async function askFor(
  { renditions, queue, clock }: Stores,
  tenantId: TenantId,
  place: RenditionPlace,
  { uploadId }: MediaFile,
  found: Rendition | undefined,
): Promise<void> {
  await queue.ask(tenantId, place)
  const stamp = { uploadId, updatedAt: clock.now(), version: (found?.version ?? 0) + 1 }
  // Refused: it is made already, or somebody else asked.
  await renditions.write(tenantId, { ...place, state: 'asked', progress: 0, ...stamp })
}

/** https://developer.mozilla.org/docs/Web/API/Window/btoa takes bytes as characters. */
function toBase64(bytes: Int8Array): string {
  const unsigned = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
  const pieces: string[] = []
  for (let at = 0; at < unsigned.length; at += 8_192) {
    pieces.push(String.fromCharCode(...unsigned.subarray(at, at + 8_192)))
  }
  return btoa(pieces.join(''))
}

/**
 * The outline of a file's sound. A file that arrived before outlines were made, or whose message was lost, has its own made
 * when somebody asks.
 * @throws Refusal not_found, route_permission, media_not_ready
 */
export async function getPeaks(stores: Stores, principal: Principal, media: MediaPlace): Promise<PeaksView> {
  const { file } = await requireMedia(stores, principal, media, 'recording:Play')
  const { tenantId } = principal
  const place: RenditionPlace = { ...media, kind: 'peaks' }
  const { found, current } = await findOf(stores, tenantId, place, file)
  if (current === undefined) await askFor(stores, tenantId, place, file, found)
  if (current === undefined || current.state === 'asked') return { state: 'pending' }
  if (current.state === 'impossible') return { state: 'impossible', reason: current.reason }
  const { pointsPerSecond, durationMs, channels } = unpackPeaks(await stores.objects.get(tenantId, current))
  return { state: 'ready', pointsPerSecond, durationMs, channels: channels.map(toBase64) }
}

/** Why no copy is made of a file, as far as its facts tell. */
function reasonAgainst({ kind, isPlayable, container, codec, problem }: MediaFile) {
  if (isPlayable) return 'not_needed'
  if (kind !== 'audio') return 'pictures'
  if (problem === 'empty') return 'no_sound'
  if (problem === 'unreadable') return 'unreadable'
  return isDecodable(container, codec) ? undefined : 'no_decoder'
}

function viewCopy(file: MediaFile, current: Rendition | undefined): CopyView {
  const reason = reasonAgainst(file)
  if (reason) return { state: 'impossible', reason }
  switch (current?.state) {
    case undefined:
      return { state: 'none' }
    case 'asked':
      return { state: 'making', progress: current.progress }
    case 'ready':
      return { state: 'ready' }
    case 'impossible':
      return { state: 'impossible', reason: current.reason }
  }
}

/** @throws Refusal not_found, route_permission, media_not_ready */
export async function getPlayableCopy(stores: Stores, principal: Principal, media: MediaPlace): Promise<CopyView> {
  const { file } = await requireMedia(stores, principal, media, 'recording:Play')
  const { current } = await findOf(stores, principal.tenantId, { ...media, kind: 'copy' }, file)
  return viewCopy(file, current)
}

/**
 * Has a copy made, unless there is one, one is being made, or none can be. Safe to repeat.
 * @throws Refusal not_found, route_permission, media_not_ready
 */
export async function makePlayableCopy(stores: Stores, principal: Principal, media: MediaPlace): Promise<CopyView> {
  const { file, recording } = await requireMedia(stores, principal, media, 'recording:Play')
  const { tenantId } = principal
  const place: RenditionPlace = { ...media, kind: 'copy' }
  const { found, current } = await findOf(stores, tenantId, place, file)
  const view = viewCopy(file, current)
  if (view.state !== 'none') return view
  const { id: recordingId, sessionId } = recording
  const entry = entryOf(principal, 'makePlayableCopy', { recordingId, sessionId, mediaId: file.id })
  await stores.audit.write(tenantId, entry)
  await askFor(stores, tenantId, place, file, found)
  return { state: 'making', progress: 0 }
}
