import { describe, expect, it } from 'vitest'
import { announcementOf } from '../../../web/player/announcements.ts'
import { PlaybackEngine } from '../../../web/player/engine/index.ts'
import { sidesOf } from '../../../web/player/engine/sides.ts'
import { FakeStage } from './fakes.ts'
import { givenFile, givenRecording } from './given.ts'

const recording = givenRecording([[givenFile({ channels: ['caller', 'agent'] })]])
const sides = sidesOf(recording)
const stage = new FakeStage()
const before = new PlaybackEngine(recording, { host: stage, sign: stage.sign }).getSnapshot()

describe('announcements', () => {
  it('tell of changes of state', () => {
    expect(announcementOf(before, { ...before, status: 'playing' }, sides)).toBe('Playing')
    expect(announcementOf(before, { ...before, rate: 1.5 }, sides)).toBe('Speed 1.5×')
    expect(announcementOf(before, { ...before, isMuted: true }, sides)).toBe('Sound off')
    expect(announcementOf(before, { ...before, isBlocked: true, status: 'paused' }, sides)).toMatch(/Press Play/)
  })

  it('tell of each side that is heard no more, however that came', () => {
    const soloed = { ...before, mix: { muted: new Set<string>(), soloed: new Set(['agent']) } }
    expect(announcementOf(before, soloed, sides)).toBe('Caller muted')
    expect(announcementOf(soloed, before, sides)).toBe('Caller on')
  })

  it('tell of a file that failed', () => {
    const mediaId = recording.segments[0]?.media[0]?.id
    const failures = mediaId ? [{ mediaId, reason: 'network' as const }] : []
    expect(announcementOf(before, { ...before, failures }, sides)).toMatch(/the rest plays on/)
  })

  it('say nothing of volume, loading or new lengths', () => {
    const quiet = { ...before, volume: 0.5, loaded: [{ startMs: 0, endMs: 5 }], timeline: { ...before.timeline } }
    expect(announcementOf(before, quiet, sides)).toBeNull()
  })
})
