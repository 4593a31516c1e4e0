import { describe, expect, it } from 'vitest'
import { levelsOf } from '../../../../web/player/engine/levels.ts'
import { initialMix, isAudible, sidesOf, toggled } from '../../../../web/player/engine/sides.ts'
import { buildTimeline } from '../../../../web/player/engine/timeline.ts'
import { givenFile, givenRecording } from '../given.ts'

describe('sides', () => {
  it('are the voices of all files, each once, the call parties first', () => {
    const recording = givenRecording(
      [
        [givenFile({ channels: ['mixed'] }), givenFile({ channels: ['participant:p1', 'agent'] })],
        [givenFile({ channels: ['agent'] }), givenFile({ channels: ['caller'] })],
      ],
      { participants: [{ participantId: 'p1', aor: 'sip:ann@example.com', name: 'Ann', labels: [] }] },
    )
    expect(sidesOf(recording).map(({ label }) => label)).toEqual(['Caller', 'Agent', 'Ann', 'Mixed'])
  })

  it('are named by what is known of a participant, and told apart when the names are equal', () => {
    const recording = givenRecording([[givenFile({ channels: ['participant:a', 'participant:b', 'participant:c'] })]], {
      participants: [
        { participantId: 'a', aor: 'sip:one@example.com', name: null, labels: [] },
        { participantId: 'b', aor: null, name: 'sip:one@example.com', labels: [] },
      ],
    })
    expect(sidesOf(recording).map(({ label }) => label)).toEqual([
      'sip:one@example.com',
      'sip:one@example.com (2)',
      'c',
    ])
  })

  it('keep two unknown voices of one segment apart', () => {
    const recording = givenRecording([[givenFile({ channels: ['unknown', 'unknown'] })], [givenFile({ channels: [] })]])
    expect(sidesOf(recording).map(({ label }) => label)).toEqual(['Unknown voice 1', 'Unknown voice 2'])
  })

  it('begin with the mixed file silent where its voices are also there one by one', () => {
    const split = [givenFile({ channels: ['caller'] }), givenFile({ channels: ['agent'] })]
    const mixed = givenFile({ channels: ['mixed'] })
    expect([...initialMix(givenRecording([[...split, mixed]])).muted]).toEqual(['mixed'])
    expect([...initialMix(givenRecording([[mixed]])).muted]).toEqual([])
    expect([...initialMix(givenRecording([[mixed], split])).muted]).toEqual([])
  })

  it('are heard unless muted, and alone when soloed', () => {
    const mix = { muted: new Set(['agent']), soloed: new Set<string>() }
    expect(['caller', 'agent'].map((side) => isAudible(mix, side))).toEqual([true, false])
    const solo = { ...mix, soloed: toggled(mix.soloed, 'agent') }
    expect(['caller', 'agent'].map((side) => isAudible(solo, side))).toEqual([false, true])
    expect(toggled(solo.soloed, 'agent').size).toBe(0)
  })

  it('silence a channel of a stereo file alone', () => {
    const timeline = buildTimeline(givenRecording([[givenFile({ channels: ['caller', 'agent'] })]]), new Map())
    const [clip] = timeline.clips
    expect(clip && levelsOf(clip, timeline, { muted: new Set(['caller']), soloed: new Set() })).toEqual([0, 1])
  })

  it('leave a picture without named voices silent where there is other sound', () => {
    const quiet = { muted: new Set<string>(), soloed: new Set<string>() }
    const video = givenFile({ kind: 'video', channels: [] })
    const levels = (files: ReturnType<typeof givenFile>[]) => {
      const timeline = buildTimeline(givenRecording([files]), new Map())
      const clip = timeline.clips.find(({ kind }) => kind === 'video')
      return clip && levelsOf(clip, timeline, quiet)
    }
    expect(levels([video, givenFile()])).toEqual([0])
    expect(levels([video])).toEqual([1])
  })
})
