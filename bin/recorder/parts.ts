import type { PlannedFile } from './calls.ts'
import type { FilePlace } from './client.ts'
import { PassingError } from './errors.ts'
import { withPatience } from './retry.ts'
import { checksumOf, put, refuseIfChanged, type Sending, type Stretch } from './upload.ts'
import type { ArrivedParts } from './wire.ts'

/** URLs that are asked for at once: used up long before they end. */
const partsAskedFor = 8
/** How often it begins anew where the store gave the parts up meanwhile. */
const mostRounds = 3

type Cut = Pick<ArrivedParts, 'partBytes' | 'count'>

/**
 * Sends a large file in parts, several at once, and leaves out what has arrived: so it goes on after a cut, and after the
 * program was ended. A part whose line broke is tried again by itself.
 */
export async function uploadInParts(file: PlannedFile, place: FilePlace, sending: Sending): Promise<void> {
  const counted = countBytes(sending)
  for (let round = 0; round < mostRounds; round++) {
    refuseIfChanged(file)
    const before = await sending.client.arrivedParts(place)
    const isThere =
      before === undefined || (await sendMissing(file, place, before, { ...sending, onBytes: counted.add }))
    // What was put together before, or came another way, needs no completing.
    if (before === undefined || (isThere && (await sending.client.completeUpload(place)) !== undefined)) {
      counted.add(file.lengthBytes - counted.total())
      return
    }
    counted.add(-counted.total())
  }
  throw new PassingError(`The store did not keep the parts of ${file.name}: send it again.`)
}

function countBytes({ onBytes }: Pick<Sending, 'onBytes'>) {
  let countedBytes = 0
  return {
    add(bytes: number) {
      countedBytes += bytes
      onBytes(bytes)
    },
    total: () => countedBytes,
  }
}

/** @returns false where the file is cut in another way by now: what has arrived must be looked at anew */
async function sendMissing(
  file: PlannedFile,
  place: FilePlace,
  { partBytes, count, arrived }: ArrivedParts,
  sending: Sending,
): Promise<boolean> {
  const cut = { partBytes, count }
  const isThere = new Set(
    arrived
      .filter(({ number, lengthBytes }) => lengthBytes === lengthOf(stretchOf(file, cut, number)))
      .map(({ number }) => number),
  )
  for (const number of isThere) sending.onBytes(lengthOf(stretchOf(file, cut, number)))
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !isThere.has(number))
  for (let at = 0; at < missing.length; at += partsAskedFor) {
    const isSent = await sendSome(file, place, cut, missing.slice(at, at + partsAskedFor), sending)
    if (!isSent) return false
  }
  return true
}

async function sendSome(
  file: PlannedFile,
  place: FilePlace,
  cut: Cut,
  numbers: readonly number[],
  sending: Sending,
): Promise<boolean> {
  const { client, signal, patience, limitedParts } = sending
  const parts: { number: number; sha256: string }[] = []
  for (const number of numbers) {
    parts.push({ number, sha256: await checksumOf(file, signal, stretchOf(file, cut, number)) })
  }
  const answer = await client.uploadParts(place, parts)
  if (answer === undefined || answer.partBytes !== cut.partBytes) return false

  const sendOne = async (part: (typeof parts)[number]): Promise<boolean> => {
    let countedBytes = 0
    const onBytes = (bytes: number) => {
      countedBytes += bytes
      sending.onBytes(bytes)
    }
    return withPatience(patience, signal, async (attempt) => {
      onBytes(-countedBytes)
      const given = answer.uploads.find(({ number }) => number === part.number)
      const isFresh = attempt === 1 && given !== undefined && Date.parse(given.expiresAt) > Date.now() + 5_000
      const upload = isFresh ? given : (await client.uploadParts(place, [part]))?.uploads[0]
      if (upload) await put(file, upload, { ...sending, onBytes }, stretchOf(file, cut, part.number))
      return upload !== undefined
    })
  }
  // All come to an end before the first failure is told: none goes on behind the caller's back.
  const outcomes = await Promise.allSettled(parts.map((part) => limitedParts(() => sendOne(part))))
  const failed = outcomes.find((outcome) => outcome.status === 'rejected')
  if (failed) throw failed.reason
  return outcomes.every((outcome) => outcome.status === 'fulfilled' && outcome.value)
}

function stretchOf({ lengthBytes }: PlannedFile, { partBytes }: Cut, number: number): Stretch {
  const start = (number - 1) * partBytes
  return { start, end: Math.min(start + partBytes, lengthBytes) - 1 }
}

const lengthOf = ({ start, end }: Stretch) => end - start + 1
