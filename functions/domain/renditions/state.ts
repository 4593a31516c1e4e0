import type { Instant, MediaFile, Rendition } from '../../model/index.ts'

/** Asked for and not told of since: the message was given up, and asking sends another one. */
const waitsMs = 3_600_000
/** The store throws a copy away 30 days after it was made; it is not given out so late that it could be gone. */
const givenOutMs = 28 * 24 * 3_600_000

const isYounger = ({ updatedAt }: Rendition, now: Instant, ms: number) => Date.parse(now) - Date.parse(updatedAt) < ms

/**
 * What there is of a file's rendition; undefined where it has to be asked for, for the first time or again.
 * @param found as it is stored
 * @param now of the true clock
 */
export function currentRendition(
  found: Rendition | undefined,
  file: Pick<MediaFile, 'uploadId'>,
  now: Instant,
): Rendition | undefined {
  if (found?.uploadId !== file.uploadId) return undefined
  if (found.state === 'asked') return isYounger(found, now, waitsMs) ? found : undefined
  if (found.state === 'ready' && found.kind === 'copy') return isYounger(found, now, givenOutMs) ? found : undefined
  return found
}
