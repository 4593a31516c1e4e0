import { describe, expect, it } from 'vitest'
import { joinSpans } from '../../../web/player/engine/index.ts'
import { HeardStretches } from '../../../web/player/heard.ts'

/** A player whose clock and position are moved by hand. */
function givenListening() {
  const heard = new HeardStretches()
  const state = { positionMs: 0, nowMs: 0, isPlaying: false, rate: 1 }
  const look = () => heard.look({ ...state })
  return {
    heard,
    play: () => {
      state.isPlaying = true
      look()
    },
    pause: () => {
      state.isPlaying = false
      look()
    },
    setRate: (rate: number) => {
      state.rate = rate
    },
    /** Plays on, looked at every 100 ms. */
    pass: (ms: number) => {
      for (let passed = 0; passed < ms; passed += 100) {
        state.nowMs += 100
        if (state.isPlaying) state.positionMs += 100 * state.rate
        look()
      }
    },
    seek: (positionMs: number) => {
      state.positionMs = positionMs
      look()
    },
  }
}

describe('what was heard', () => {
  it('is one stretch while it plays on', () => {
    const { heard, play, pass, pause } = givenListening()
    play()
    pass(3_000)
    pause()
    pass(5_000)
    expect(heard.take()).toEqual([{ fromMs: 0, toMs: 3_000 }])
  })

  it('leaves out what was jumped over, forward and back', () => {
    const { heard, play, pass, seek, pause } = givenListening()
    play()
    pass(1_000)
    seek(20_000)
    pass(1_000)
    seek(5_000)
    pass(500)
    pause()
    expect(heard.take()).toEqual([
      { fromMs: 0, toMs: 1_000 },
      { fromMs: 5_000, toMs: 5_500 },
      { fromMs: 20_000, toMs: 21_000 },
    ])
  })

  it('counts what was sought while it was paused not at all', () => {
    const { heard, play, pass, seek, pause } = givenListening()
    seek(10_000)
    play()
    pass(200)
    pause()
    seek(10_300)
    expect(heard.take()).toEqual([{ fromMs: 10_000, toMs: 10_200 }])
  })

  it('joins what was heard twice', () => {
    const { heard, play, pass, seek, pause } = givenListening()
    play()
    pass(2_000)
    seek(1_000)
    pass(2_000)
    pause()
    expect(heard.take()).toEqual([{ fromMs: 0, toMs: 3_000 }])
  })

  it('is in time of the recording at any speed', () => {
    const { heard, play, pass, pause, setRate } = givenListening()
    setRate(3)
    play()
    pass(10_000)
    pause()
    expect(heard.take()).toEqual([{ fromMs: 0, toMs: 30_000 }])
  })

  it('is told once, and goes on from there', () => {
    const { heard, play, pass } = givenListening()
    play()
    pass(1_000)
    expect(heard.take()).toEqual([{ fromMs: 0, toMs: 1_000 }])
    pass(1_000)
    expect(heard.take()).toEqual([{ fromMs: 1_000, toMs: 2_000 }])
    expect(heard.take()).toEqual([])
  })

  it('that is more than one report takes is told in the next', () => {
    const { heard, play, pass, seek } = givenListening()
    play()
    for (let index = 0; index < 120; index++) {
      seek(index * 10_000)
      pass(100)
    }
    expect(heard.take()).toHaveLength(100)
    expect(heard.take()).toHaveLength(20)
  })
})

describe('joined stretches', () => {
  it('are in order, those that touch or overlap as one', () => {
    const spans = [
      { startMs: 5, endMs: 6 },
      { startMs: 0, endMs: 2 },
      { startMs: 1, endMs: 3 },
      { startMs: 3, endMs: 4 },
    ]
    expect(joinSpans(spans)).toEqual([
      { startMs: 0, endMs: 4 },
      { startMs: 5, endMs: 6 },
    ])
  })
})
