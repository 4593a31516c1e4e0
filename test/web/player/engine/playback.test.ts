import { describe, expect, it } from 'vitest'
import { PlaybackEngine } from '../../../../web/player/engine/engine.ts'
import type { MediaFile, Recording } from '../../../../web/player/engine/recording.ts'
import { FakeStage } from '../fakes.ts'
import { givenFile, givenRecording } from '../given.ts'

function open(recording: Recording, stage = new FakeStage()) {
  let endings = 0
  const engine = new PlaybackEngine(recording, {
    host: stage,
    sign: stage.sign,
    onEnded: () => {
      endings += 1
    },
  })
  engine.open()
  return { engine, stage, status: () => engine.getSnapshot().status, endings: () => endings }
}

const caller = () => givenFile({ channels: ['caller'], durationMs: 60_000 })
const agent = () => givenFile({ channels: ['agent'], durationMs: 60_000 })
const both = (): [MediaFile, MediaFile] => [caller(), agent()]

describe('playing', () => {
  it('asks for nothing before a person does', async () => {
    const { stage, status } = open(givenRecording([both()]))
    await stage.pass(1_000)
    expect(stage.asked).toEqual([])
    expect(status()).toBe('idle')
  })

  it('starts the files of a segment together, when the last one is ready', async () => {
    const [one, other] = both()
    const { engine, stage, status } = open(givenRecording([[one, other]]))
    stage.files.set(other.id, { latencyMs: 700 })
    engine.play()
    await stage.pass(600)
    expect(status()).toBe('loading')
    expect(stage.only(one.id).paused).toBe(true)
    await stage.pass(1_400)
    expect(status()).toBe('playing')
    expect(stage.only(one.id).currentTime).toBeCloseTo(stage.only(other.id).currentTime, 2)
    expect(engine.positionMs).toBeGreaterThan(1_000)
  })

  it.each([1, 2, 3])('keeps files together whose clocks run apart, at %s times the speed', async (rate) => {
    const [one, other] = both()
    const { engine, stage } = open(givenRecording([[one, other]]))
    stage.files.set(other.id, { skew: 1.01 })
    engine.setRate(rate)
    engine.play()
    await stage.pass(2_000)
    let apartMs = 0
    await stage.pass(10_000, () => {
      apartMs = Math.max(apartMs, Math.abs(stage.only(one.id).currentTime - stage.only(other.id).currentTime) * 1000)
    })
    expect(apartMs).toBeGreaterThan(1)
    expect(apartMs).toBeLessThan(25)
    expect(stage.only(one.id).playbackRate).toBe(rate)
  })

  it('brings a file back by a jump that fell far behind, without stopping the others', async () => {
    const [one, other] = both()
    const { engine, stage, status } = open(givenRecording([[one, other]]))
    engine.play()
    await stage.pass(3_000)
    stage.only(other.id).currentTime = 0.5
    let hasStopped = false
    await stage.pass(2_000, () => {
      hasStopped ||= status() !== 'playing'
    })
    expect(hasStopped).toBe(false)
    expect(Math.abs(stage.only(one.id).currentTime - stage.only(other.id).currentTime)).toBeLessThan(0.03)
  })

  it('waits with all when one has no data, and goes on together', async () => {
    const [one, other] = both()
    const { engine, stage, status } = open(givenRecording([[one, other]]))
    engine.play()
    await stage.pass(2_000)
    stage.only(other.id).starve()
    await stage.pass(1_000)
    expect(status()).toBe('buffering')
    expect(stage.only(one.id).paused).toBe(true)
    const stoodAtMs = engine.positionMs
    expect(stoodAtMs).toBeLessThan(2_400)
    stage.only(other.id).feed()
    await stage.pass(1_000)
    expect(status()).toBe('playing')
    expect(engine.positionMs).toBeGreaterThan(stoodAtMs + 500)
    expect(stage.only(one.id).currentTime).toBeCloseTo(stage.only(other.id).currentTime, 1)
  })

  it('starts a file at its offset in the segment', async () => {
    const late = givenFile({ channels: ['agent'], startOffsetMs: 5_000, durationMs: 20_000 })
    const first = caller()
    const { engine, stage } = open(givenRecording([[first, late]]))
    engine.play()
    await stage.pass(4_900)
    expect(stage.only(late.id).paused).toBe(true)
    await stage.pass(1_600)
    const apart = stage.only(first.id).currentTime - stage.only(late.id).currentTime
    expect(Math.abs(apart - 5)).toBeLessThan(0.02)
  })

  it('pauses everything, and everything again when a headset pauses one', async () => {
    const [one, other] = both()
    const { engine, stage, status } = open(givenRecording([[one, other]]))
    engine.play()
    await stage.pass(1_000)
    engine.pause()
    await stage.pass(100)
    expect([stage.only(one.id).paused, stage.only(other.id).paused, status()]).toEqual([true, true, 'paused'])
    engine.play()
    await stage.pass(1_000)
    stage.only(one.id).pauseFromOutside()
    await stage.pass(100)
    expect([stage.only(other.id).paused, status()]).toEqual([true, 'paused'])
  })

  it('says that a person must act where the browser holds back the sound', async () => {
    const { engine, stage, status } = open(givenRecording([both()]))
    stage.forbidsSound = true
    engine.play()
    await stage.pass(500)
    expect(status()).toBe('paused')
    expect(engine.getSnapshot().isBlocked).toBe(true)
    stage.forbidsSound = false
    engine.play()
    await stage.pass(500)
    expect(status()).toBe('playing')
    expect(engine.getSnapshot().isBlocked).toBe(false)
  })

  it('lets go of every element when it is closed, and plays again when it is opened', async () => {
    const { engine, stage, status } = open(givenRecording([both()]))
    engine.play()
    await stage.pass(1_000)
    engine.close()
    expect(stage.elements.every(({ isRemoved }) => isRemoved)).toBe(true)
    const askedBefore = stage.asked.length
    await stage.pass(5_000)
    expect(stage.asked).toHaveLength(askedBefore)
    engine.open()
    engine.play()
    await stage.pass(1_000)
    expect(status()).toBe('playing')
  })
})

describe('seeking', () => {
  it('moves all files and goes on playing', async () => {
    const [one, other] = both()
    const { engine, stage, status } = open(givenRecording([[one, other]]))
    engine.play()
    await stage.pass(1_000)
    engine.seek(40_000)
    expect(engine.positionMs).toBe(40_000)
    await stage.pass(1_000)
    expect(status()).toBe('playing')
    expect(stage.only(one.id).currentTime).toBeGreaterThan(40.5)
    expect(stage.only(one.id).currentTime).toBeCloseTo(stage.only(other.id).currentTime, 2)
  })

  it('ends at the last of many wishes', async () => {
    const file = caller()
    const { engine, stage } = open(givenRecording([[file]]))
    engine.setScrubbing(true)
    for (const ms of [5_000, 12_000, 33_000, 21_000]) {
      engine.seek(ms)
      await stage.pass(10)
    }
    engine.setScrubbing(false)
    await stage.pass(200)
    expect(stage.only(file.id).currentTime).toBeCloseTo(21)
    expect(stage.only(file.id).paused).toBe(true)
  })

  it('stays silent while the position is dragged', async () => {
    const file = caller()
    const { engine, stage } = open(givenRecording([[file]]))
    engine.play()
    await stage.pass(500)
    engine.setScrubbing(true)
    engine.seek(30_000)
    await stage.pass(500)
    expect(stage.only(file.id).paused).toBe(true)
    engine.setScrubbing(false)
    await stage.pass(500)
    expect(stage.only(file.id).paused).toBe(false)
  })

  it('back from the end plays again', async () => {
    const file = givenFile({ durationMs: 3_000 })
    const { engine, stage, status, endings } = open(givenRecording([[file]]))
    engine.play()
    await stage.pass(4_000)
    expect([status(), endings(), engine.positionMs]).toEqual(['ended', 1, 3_000])
    engine.play()
    await stage.pass(1_000)
    expect(status()).toBe('playing')
    expect(engine.positionMs).toBeLessThan(1_000)
    engine.seek(0)
    await stage.pass(500)
    expect(stage.only(file.id).currentTime).toBeLessThan(0.6)
  })

  it('finds a file that had ended while another went on', async () => {
    const short = givenFile({ channels: ['agent'], durationMs: 2_000 })
    const { engine, stage } = open(givenRecording([[caller(), short]]))
    engine.play()
    await stage.pass(4_000)
    engine.seek(500)
    await stage.pass(600)
    expect(stage.only(short.id).paused).toBe(false)
    expect(stage.only(short.id).currentTime).toBeGreaterThan(0.8)
  })
})

describe('segments', () => {
  it('run on into each other without a noticeable gap', async () => {
    const first = givenFile({ durationMs: 5_000 })
    const second = givenFile({ channels: ['caller', 'agent'], durationMs: 5_000 })
    const { engine, stage, status, endings } = open(givenRecording([[first], [second]]))
    engine.play()
    await stage.pass(2_000)
    expect(stage.only(second.id).readyState).toBe(4)
    let silentMs = 0
    let hasWaited = false
    await stage.pass(5_000, () => {
      if (!stage.elements.some(({ isHeard }) => isHeard)) silentMs += 5
      hasWaited ||= status() === 'buffering'
    })
    expect(silentMs).toBeLessThanOrEqual(30)
    expect(hasWaited).toBe(false)
    await stage.pass(4_000)
    expect([status(), endings(), engine.positionMs]).toEqual(['ended', 1, 10_000])
  })

  it('of which nothing plays are passed over', async () => {
    const gone = givenFile({ state: 'missing', isPlayable: false, durationMs: 60_000 })
    const { engine, stage } = open(givenRecording([[givenFile({ durationMs: 2_000 })], [gone], [caller()]]))
    engine.play()
    await stage.pass(3_500)
    expect(engine.positionMs).toBeGreaterThan(62_000)
    expect(engine.positionMs).toBeLessThan(65_000)
  })

  it('far away are not fetched, and those left behind are let go', async () => {
    const [first, second, third] = [caller(), caller(), caller()]
    const { engine, stage } = open(givenRecording([[first], [second], [third]]))
    engine.play()
    await stage.pass(1_000)
    expect(stage.of(second.id)).toHaveLength(0)
    engine.seek(125_000)
    await stage.pass(1_000)
    expect(stage.of(first.id)).toHaveLength(0)
    expect(stage.of(third.id)).toHaveLength(1)
  })
})

describe('sides', () => {
  it('in files of their own are muted by their element', async () => {
    const [one, other] = both()
    const { engine, stage } = open(givenRecording([[one, other]]))
    engine.play()
    await stage.pass(500)
    engine.setMix({ muted: new Set(['caller']), soloed: new Set() })
    expect([stage.only(one.id).isHeard, stage.only(other.id).isHeard]).toEqual([false, true])
    engine.setMix({ muted: new Set(), soloed: new Set(['caller']) })
    expect([stage.only(one.id).isHeard, stage.only(other.id).isHeard]).toEqual([true, false])
  })

  it('in one file are muted channel by channel', async () => {
    const stereo = givenFile({ channels: ['caller', 'agent'] })
    const { engine, stage } = open(givenRecording([[stereo]]))
    engine.play()
    await stage.pass(500)
    const element = stage.only(stereo.id)
    expect(element.isCrossOrigin).toBe(true)
    expect(stage.gains.get(element)).toEqual([1, 1])
    engine.setMix({ muted: new Set(['agent']), soloed: new Set() })
    expect(stage.gains.get(element)).toEqual([1, 0])
    engine.setVolume(0.5)
    expect(stage.gains.get(element)).toEqual([0.5, 0])
    engine.setMuted(true)
    expect(stage.gains.get(element)).toEqual([0, 0])
  })

  it('stay muted in the next segment', async () => {
    const next = agent()
    const { engine, stage } = open(givenRecording([[givenFile({ durationMs: 2_000 })], [caller(), next]]))
    engine.setMix({ muted: new Set(['agent']), soloed: new Set() })
    engine.play()
    await stage.pass(4_000)
    expect(stage.only(next.id)).toMatchObject({ paused: false, isHeard: false })
  })
})

describe('pictures', () => {
  it('are shown while they last, in step with the sound', async () => {
    const sound = caller()
    const screen = givenFile({ kind: 'screen', channels: [], startOffsetMs: 2_000, durationMs: 5_000 })
    const { engine, stage } = open(givenRecording([[sound, screen]]))
    engine.play()
    await stage.pass(1_000)
    expect(stage.shown.get('screen-1')).toBeNull()
    await stage.pass(3_000)
    expect(stage.shown.get('screen-1')).toBe(stage.only(screen.id))
    expect(Math.abs(stage.only(sound.id).currentTime - stage.only(screen.id).currentTime - 2)).toBeLessThan(0.03)
    await stage.pass(4_000)
    expect(stage.shown.get('screen-1')).toBeNull()
  })

  it('that a browser pauses on a hidden page stop nobody, and are level again when seen', async () => {
    const sound = caller()
    const video = givenFile({ kind: 'video', channels: [], durationMs: 60_000 })
    const { engine, stage, status } = open(givenRecording([[sound, video]]))
    engine.play()
    await stage.pass(1_000)
    stage.isPageHidden = true
    stage.only(video.id).pauseFromOutside()
    stage.only(video.id).starve()
    await stage.pass(5_000)
    expect(status()).toBe('playing')
    expect(stage.only(video.id).paused).toBe(true)
    stage.isPageHidden = false
    stage.only(video.id).feed()
    await stage.pass(1_500)
    expect(Math.abs(stage.only(sound.id).currentTime - stage.only(video.id).currentTime)).toBeLessThan(0.03)
  })
})

describe('lengths', () => {
  it('that nobody knows are measured before play, so that the timeline is true', async () => {
    const file = givenFile({ durationMs: null })
    const stage = new FakeStage()
    stage.files.set(file.id, { lengthMs: 12_300, statesLength: false })
    const { engine } = open(givenRecording([[file], [caller()]]), stage)
    expect(engine.getSnapshot().timeline.isExact).toBe(false)
    await stage.pass(500)
    expect(engine.getSnapshot().timeline).toMatchObject({ isExact: true, durationMs: 72_300 })
    engine.play()
    await stage.pass(1_000)
    expect(stage.only(file.id).currentTime).toBeGreaterThan(0.5)
    expect(stage.only(file.id).currentTime).toBeLessThan(1.1)
  })

  it('that a file does not reach end early, and play goes on', async () => {
    const cut = givenFile({ durationMs: 30_000 })
    const stage = new FakeStage()
    stage.files.set(cut.id, { lengthMs: 2_000 })
    const { engine, status } = open(givenRecording([[cut], [caller()]]), stage)
    engine.play()
    await stage.pass(3_500)
    expect(status()).toBe('playing')
    expect(engine.positionMs).toBeGreaterThan(30_000)
  })

  it('of files that arrive later keep the moment of the call', async () => {
    const [first, second] = [caller(), agent()]
    const waiting = givenFile({ id: 7, channels: ['agent'], state: 'pending', isPlayable: false, durationMs: null })
    const arrived = givenFile({ id: 7, channels: ['agent'], durationMs: 90_000 })
    const recording = givenRecording([[first, waiting], [second]])
    const { engine, stage, status } = open(recording)
    engine.play()
    await stage.pass(2_000)
    engine.update({ ...recording, segments: givenRecording([[first, arrived], [second]]).segments })
    await stage.pass(1_000)
    expect(engine.getSnapshot().timeline.durationMs).toBe(150_000)
    expect(engine.positionMs).toBeGreaterThan(2_000)
    expect(status()).toBe('playing')
    expect(stage.only(arrived.id).currentTime).toBeCloseTo(stage.only(first.id).currentTime, 1)
  })

  it('that grow before a paused position move it along', async () => {
    const waiting = givenFile({ id: 8, channels: ['agent'], state: 'pending', isPlayable: false, durationMs: null })
    const recording = givenRecording([[caller(), waiting], [caller()]])
    const { engine, stage } = open(recording)
    engine.seek(70_000)
    await stage.pass(200)
    const arrived = givenFile({ id: 8, channels: ['agent'], durationMs: 90_000 })
    const [first, second] = recording.segments.map((segment) => segment.media)
    engine.update(givenRecording([[...(first ?? []).slice(0, 1), arrived], second ?? []]))
    expect(engine.positionMs).toBe(100_000)
  })
})
