import type { FieldError } from '../../contract/index.ts'
import type { MediaFile, RecordingId } from '../../model/index.ts'
import type { Clock, Ids } from '../../ports/index.ts'
import { Refusal } from '../problems/index.ts'
import type { IngestBody } from './facts.ts'

export type Announced = NonNullable<IngestBody['media']>[number]

/** Most files that one recording holds. */
const maxFiles = 500

/** Announced files beside those that are there: which file each one is, and which are new. */
export type MatchedMedia = {
  /** In the request's order. */
  files: MediaFile[]
  added: MediaFile[]
  contradictions: FieldError[]
}

const comparedFields = ['lengthBytes', 'startOffsetMs', 'contentType'] as const

function newFile(
  announced: Announced,
  recordingId: RecordingId,
  { clock, ids }: { clock: Clock; ids: Ids },
): MediaFile {
  const { segment, kind, startOffsetMs, channels, lengthBytes, sha256, contentType, fileName } = announced
  return {
    ...{ id: ids.mediaId(), recordingId, seq: segment, kind, startOffsetMs, channels, lengthBytes, sha256 },
    ...{ contentType, fileName: fileName ?? null, state: 'pending', problem: null, problemDetail: null },
    ...{ uploadId: ids.uploadId(), announcedAt: clock.businessNow(), versionId: null },
    ...{ container: null, codec: null, durationMs: null, isPlayable: false },
  }
}

/**
 * Recognises announced files by segment, kind and checksum.
 * @throws Refusal invalid_request past the number of files that one recording holds
 */
export function matchMedia(
  known: readonly MediaFile[],
  announced: readonly Announced[],
  recordingId: RecordingId,
  sources: { clock: Clock; ids: Ids },
): MatchedMedia {
  const added: MediaFile[] = []
  const contradictions: FieldError[] = []
  const files = announced.map((item, index) => {
    const match = [...known, ...added].find(
      (file) => file.seq === item.segment && file.kind === item.kind && file.sha256 === item.sha256,
    )
    if (!match) {
      const file = newFile(item, recordingId, sources)
      added.push(file)
      return file
    }
    const differing = comparedFields.filter((field) => match[field] !== item[field])
    if (item.channels.length > 0 && item.channels.join() !== match.channels.join()) {
      contradictions.push(differs(index, 'channels'))
    }
    contradictions.push(...differing.map((field) => differs(index, field)))
    return match
  })
  if (added.length > 0 && known.length + added.length > maxFiles) {
    throw new Refusal('invalid_request', `A recording holds at most ${maxFiles} media files.`, [
      { field: 'media', message: `would be file ${known.length + added.length} of this recording` },
    ])
  }
  return { files, added, contradictions }
}

function differs(index: number, field: string): FieldError {
  return { field: `media[${index}].${field}`, message: 'differs from what was announced for this file' }
}
