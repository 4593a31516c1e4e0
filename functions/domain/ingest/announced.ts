import type { FieldError } from '../../contract/index.ts'
import type { MediaFile, RecordingId } from '../../model/index.ts'
import type { Clock, Ids } from '../../ports/index.ts'
import { Refusal } from '../problems/index.ts'
import type { IngestBody } from './facts.ts'

export type Announced = NonNullable<IngestBody['media']>[number]

type Sources = { clock: Pick<Clock, 'businessNow'>; ids: Pick<Ids, 'mediaId' | 'uploadId'> }

/** Most files that one recording holds. */
const maxFiles = 500

/** Announced files beside those that are there: which file each one is, which are new, and which learn something. */
export type MatchedMedia = {
  /** In the request's order. */
  files: MediaFile[]
  added: MediaFile[]
  changed: MediaFile[]
  contradictions: FieldError[]
}

const comparedFields = ['lengthBytes', 'startOffsetMs', 'contentType'] as const

function newFile(announced: Announced, recordingId: RecordingId, { clock, ids }: Sources): MediaFile {
  const { segment, kind, startOffsetMs, channels, labels, lengthBytes, sha256, contentType, fileName } = announced
  return {
    ...{ id: ids.mediaId(), recordingId, seq: segment, kind, startOffsetMs, channels, labels, lengthBytes, sha256 },
    ...{ contentType, fileName: fileName ?? null, state: 'pending', problem: null, problemDetail: null },
    ...{ uploadId: ids.uploadId(), announcedAt: clock.businessNow(), multipart: null, versionId: null },
    ...{ container: null, codec: null, durationMs: null, isPlayable: false },
  }
}

function isOfChannels(file: MediaFile, { channels }: Announced): boolean {
  return channels.length === 0 || channels.join() === file.channels.join()
}

function isOfLabels(file: MediaFile, { labels }: Announced): boolean {
  return labels.length === 0 || file.labels.length === 0 || labels.join() === file.labels.join()
}

/** The file with what the request adds to it; the same object where that is nothing. */
function fillFile(file: MediaFile, { channels, labels, fileName }: Announced): MediaFile {
  const learnsChannels = file.channels.length === 0 && channels.length > 0
  const learnsLabels = file.labels.length === 0 && labels.length > 0
  const learnsName = file.fileName === null && fileName !== undefined
  if (!learnsChannels && !learnsLabels && !learnsName) return file
  return {
    ...file,
    ...(learnsChannels && { channels }),
    ...(learnsLabels && { labels }),
    ...(learnsName && { fileName }),
  }
}

/**
 * Recognises announced files by segment, kind and checksum, and by their channels and labels where two files hold the same
 * bytes, as two silent sides of a call do.
 * @throws Refusal invalid_request past the number of files that one recording holds
 */
export function matchMedia(
  known: readonly MediaFile[],
  announced: readonly Announced[],
  recordingId: RecordingId,
  sources: Sources,
): MatchedMedia {
  const contradictions: FieldError[] = []
  const before = new Map(known.map((file) => [file.id, file]))
  const current = new Map(before)
  const named = new Set<string>()
  const ids = announced.map((item, index) => {
    const alike = [...current.values()].filter(
      (file) => file.seq === item.segment && file.kind === item.kind && file.sha256 === item.sha256,
    )
    const match =
      alike.find((file) => isOfChannels(file, item) && isOfLabels(file, item)) ??
      alike.find((file) => !named.has(file.id))
    const file = match ? fillFile(match, item) : newFile(item, recordingId, sources)
    const differing = comparedFields.filter((field) => file[field] !== item[field])
    if (!isOfChannels(file, item)) contradictions.push(differs(index, 'channels'))
    if (!isOfLabels(file, item)) contradictions.push(differs(index, 'labels'))
    contradictions.push(...differing.map((field) => differs(index, field)))
    current.set(file.id, file)
    named.add(file.id)
    return file.id
  })
  const added = [...current.values()].filter((file) => !before.has(file.id))
  if (added.length > 0 && current.size > maxFiles) {
    throw new Refusal('invalid_request', `A recording holds at most ${maxFiles} media files.`, [
      { field: 'media', message: `would be file ${current.size} of this recording` },
    ])
  }
  return {
    files: ids.flatMap((id) => current.get(id) ?? []),
    added,
    changed: [...current.values()].filter((file) => before.has(file.id) && before.get(file.id) !== file),
    contradictions,
  }
}

function differs(index: number, field: string): FieldError {
  return { field: `media[${index}].${field}`, message: 'differs from what was announced for this file' }
}
