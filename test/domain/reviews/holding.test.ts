import { describe, expect, it } from 'vitest'
import { releaseReview, startReview } from '../../../functions/domain/reviews/index.ts'
import type { Principal, Recording } from '../../../functions/model/index.ts'
import type { ChangedRecording, RecordingStore } from '../../../functions/ports/index.ts'
import { givenPrincipal, givenRecording, givenSettings } from '../given.ts'

const minuteMs = 60_000
const start = Date.parse('2026-11-23T10:00:00.000Z')

/** A recording, and a clock that a test moves. */
function givenCall() {
  let recording: Recording = givenRecording()
  let minutes = 0
  const written: ChangedRecording[] = []
  const recordings = {
    find: async () => recording,
    change: async (_: unknown, changed: ChangedRecording) => {
      written.push(changed)
      recording = changed.recording
      return 'written' as const
    },
  }
  const at = () => new Date(start + minutes * minuteMs).toISOString()
  const settings = { current: async () => givenSettings(), recent: async () => givenSettings() }
  const ports = {
    recordings: recordings as unknown as RecordingStore, // no more of it is asked for
    ...{ settings, reviews: { edits: async () => [] }, clock: { now: at, businessNow: at } },
  }
  return {
    written,
    later: (by: number) => {
      minutes += by
    },
    take: (principal: Principal, takeOver = false) => startReview(ports, principal, recording.id, takeOver),
    release: (principal: Principal) => releaseReview(ports, principal, recording.id),
  }
}

describe('a review that somebody holds', () => {
  const [ann, ben] = [givenPrincipal(), givenPrincipal()]

  it('is free once they have done nothing for 30 minutes, to the millisecond', async () => {
    const { take, later } = givenCall()
    await take(ann)
    later(30 - 1 / minuteMs)
    await expect(take(ben)).rejects.toMatchObject({ code: 'in_review' })
    later(1 / minuteMs)
    expect((await take(ben)).review).toMatchObject({ status: 'inReview', isHeldByYou: true })
  })

  it('stays theirs for as long as they say so, which is no news for the history', async () => {
    const { take, later, written } = givenCall()
    const { statusSince } = (await take(ann)).review
    for (let turn = 0; turn < 3; turn++) {
      later(29)
      expect((await take(ann)).review).toMatchObject({ isHeldByYou: true, statusSince })
    }
    later(29)
    await expect(take(ben)).rejects.toMatchObject({ code: 'in_review' })
    expect(written.map(({ edit }) => edit !== null)).toEqual([true, false, false, false])
  })

  it('that was idle for too long is taken again as if anew, and is not let go of once more', async () => {
    const { take, later, release, written } = givenCall()
    const first = await take(ann)
    later(31)
    await release(ann)
    expect(written).toHaveLength(1)
    expect((await take(ann)).review.statusSince).not.toBe(first.review.statusSince)
  })
})
