import { describe, expect, it } from 'vitest'
import { PlaybackEngine } from '../../../../web/player/engine/engine.ts'
import type { Recording } from '../../../../web/player/engine/recording.ts'
import { FakeStage } from '../fakes.ts'
import { givenFile, givenRecording } from '../given.ts'

const hourMs = 3_600_000

function open(recording: Recording, stage: FakeStage) {
  const engine = new PlaybackEngine(recording, { host: stage, sign: stage.sign })
  engine.open()
  return { engine, status: () => engine.getSnapshot().status }
}

/** A long file of which a minute is loaded ahead, and its URL's life. */
function givenLongCall(urlLifeMs: number) {
  const file = givenFile({ durationMs: hourMs })
  const stage = new FakeStage()
  stage.urlLifeMs = urlLifeMs
  stage.files.set(file.id, { bufferAheadMs: 20_000, startTakesMs: 110 })
  return { file, stage, ...open(givenRecording([[file]]), stage) }
}

describe('a URL that is about to die', () => {
  it('is replaced while playing, with neither silence nor echo nor leap', async () => {
    const { engine, stage, file, status } = givenLongCall(60_000)
    engine.play()
    await stage.pass(2_000)
    const first = stage.only(file.id)
    let silentMs = 0
    let doubledMs = 0
    let leapMs = 0
    let hasWaited = false
    let before = engine.positionMs
    await stage.pass(60_000, () => {
      const heard = stage.of(file.id).filter(({ isHeard }) => isHeard)
      if (heard.length === 0) silentMs += 5
      if (heard.length > 1) doubledMs += 5
      leapMs = Math.max(leapMs, Math.abs(engine.positionMs - before - 5))
      before = engine.positionMs
      hasWaited ||= status() !== 'playing'
    })
    expect(first.isRemoved).toBe(true)
    expect(stage.asked.map(({ atMs }) => Math.round(atMs / 1000))).toEqual([0, 40])
    expect([silentMs, doubledMs, hasWaited]).toEqual([0, 0, false])
    expect(leapMs).toBeLessThan(25)
  })

  it('is left alone where all of the file is loaded', async () => {
    const file = givenFile({ durationMs: hourMs })
    const stage = new FakeStage()
    stage.urlLifeMs = 60_000
    const { engine, status } = open(givenRecording([[file]]), stage)
    engine.play()
    await stage.pass(90_000)
    expect(stage.asked).toHaveLength(1)
    expect(status()).toBe('playing')
  })

  it('is asked for again a little later where the server gave none, while the old one lives', async () => {
    const { engine, stage, status } = givenLongCall(90_000)
    engine.play()
    await stage.pass(55_000)
    stage.refusesToSign = true
    await stage.pass(10_000)
    expect(status()).toBe('playing')
    stage.refusesToSign = false
    await stage.pass(30_000)
    expect(stage.asked.length).toBeGreaterThan(2)
    expect(status()).toBe('playing')
    expect(engine.getSnapshot().failures).toEqual([])
  })

  it('is not renewed while nobody listens, but on the next play', async () => {
    const { engine, stage, status, file } = givenLongCall(60_000)
    engine.play()
    await stage.pass(2_000)
    engine.pause()
    await stage.pass(600_000)
    expect(stage.asked).toHaveLength(1)
    engine.seek(1_800_000)
    engine.play()
    await stage.pass(1_000)
    expect(stage.asked).toHaveLength(2)
    expect(stage.refusals).toBe(0)
    expect(status()).toBe('playing')
    expect(stage.only(file.id).currentTime).toBeGreaterThan(1_800)
  })
})

describe('a line that breaks', () => {
  it('is repaired once, at the same place', async () => {
    const { engine, stage, status, file } = givenLongCall(300_000)
    engine.play()
    await stage.pass(5_000)
    const brokeAtMs = engine.positionMs
    stage.only(file.id).breakLine()
    await stage.pass(1_000)
    expect(status()).toBe('playing')
    expect(engine.positionMs).toBeGreaterThan(brokeAtMs)
    expect(engine.positionMs).toBeLessThan(brokeAtMs + 1_000)
  })

  it('and breaks again at once fails, says why, and plays after another try', async () => {
    const { engine, stage, status, file } = givenLongCall(300_000)
    engine.play()
    await stage.pass(5_000)
    stage.only(file.id).breakLine()
    await stage.pass(500)
    stage.only(file.id).breakLine()
    await stage.pass(500)
    expect(status()).toBe('failed')
    expect(engine.getSnapshot().failures).toEqual([{ mediaId: file.id, reason: 'network' }])
    engine.retry()
    await stage.pass(1_000)
    expect(status()).toBe('playing')
    expect(engine.positionMs).toBeGreaterThan(5_000)
  })

  it('that held for a while may break once more', async () => {
    const { engine, stage, status, file } = givenLongCall(300_000)
    engine.play()
    await stage.pass(5_000)
    for (const _ of [1, 2, 3]) {
      stage.only(file.id).breakLine()
      await stage.pass(15_000)
      expect(status()).toBe('playing')
    }
  })
})

describe('a file that does not load', () => {
  it('leaves the rest playing', async () => {
    const [good, bad] = [givenFile({ durationMs: 9_000 }), givenFile({ channels: ['agent'] })]
    const stage = new FakeStage()
    stage.files.set(bad.id, { isBroken: true })
    const { engine, status } = open(givenRecording([[good, bad]]), stage)
    engine.play()
    await stage.pass(2_000)
    expect(status()).toBe('playing')
    expect(engine.getSnapshot().failures).toEqual([{ mediaId: bad.id, reason: 'source' }])
    await stage.pass(10_000)
    expect(status()).toBe('ended')
  })

  it('stops playing where it alone should sound, and leaves later segments to a seek', async () => {
    const [bad, next] = [givenFile(), givenFile()]
    const stage = new FakeStage()
    stage.files.set(bad.id, { isBroken: true })
    const { engine, status } = open(givenRecording([[givenFile({ durationMs: 3_000 })], [bad], [next]]), stage)
    engine.play()
    await stage.pass(5_000)
    expect(status()).toBe('failed')
    expect(engine.positionMs).toBeLessThan(3_100)
    engine.seek(13_000)
    engine.play()
    await stage.pass(1_000)
    expect(status()).toBe('playing')
    expect(stage.only(next.id).isHeard).toBe(true)
  })

  it('stops playing where nothing else is there', async () => {
    const stage = new FakeStage()
    stage.refusesToSign = true
    const file = givenFile()
    const { engine, status } = open(givenRecording([[file]]), stage)
    engine.play()
    await stage.pass(500)
    expect(status()).toBe('failed')
    expect(engine.getSnapshot().failures).toEqual([{ mediaId: file.id, reason: 'address' }])
    stage.refusesToSign = false
    engine.retry()
    await stage.pass(500)
    expect(status()).toBe('playing')
  })
})
