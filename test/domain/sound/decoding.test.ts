import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { openSound } from '../../../functions/domain/sound/open.ts'
import type { UndecodableError } from '../../../functions/domain/sound/sound.ts'
import { makeWav } from '../../given/wav.ts'
import { givenMedia } from '../media/sources.ts'
import { samplesOf, shareOfTone, storedOf } from './given.ts'

/** By file: SHA-256 of what others decode it to (test/given/media/make.sh). */
const decodedElsewhere = readFileSync(new URL('../../given/media/decoded.sha256', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(' ') as [sha256: string, file: string])

const sha256Of = (samples: Int16Array) => createHash('sha256').update(new Uint8Array(samples.buffer)).digest('hex')
const demoMedia = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../local/demo/media/${name}`, import.meta.url)))

describe('WAV', () => {
  it.each(decodedElsewhere.filter(([, file]) => file !== 'mp3-in-wave.wav'))(
    'gives the samples that others give: %s of %s',
    async (sha256, file) => {
      const { blocks } = await openSound(storedOf(givenMedia(file)), { container: 'wav' })
      expect(sha256Of(await samplesOf(blocks))).toBe(sha256)
    },
  )

  it('gives the same, however the store cuts its bytes', async () => {
    for (const chunkBytes of [1, 64, 65, 66, 100_000]) {
      const { blocks } = await openSound(storedOf(givenMedia('gsm.wav'), chunkBytes), { container: 'wav' })
      expect(sha256Of(await samplesOf(blocks))).toBe(decodedElsewhere.find(([, file]) => file === 'gsm.wav')?.[0])
    }
  })

  it('of an extensible header, and of a size that was never filled in', async () => {
    const call = { format: 'pcm24', channels: 2, sampleRateHz: 8_000, durationMs: 500, toneHz: 440 } as const
    for (const options of [{ isExtensible: true }, { statedDataBytes: 0xffff_ffff }, { isRf64: true }]) {
      const sound = await openSound(storedOf(makeWav({ ...call, ...options })), { container: 'wav' })
      expect(sound).toMatchObject({ channels: 2, sampleRateHz: 8_000 })
      const samples = await samplesOf(sound.blocks)
      expect(samples.length).toBe(8_000)
      const left = samples.filter((_, at) => at % 2 === 0)
      expect(shareOfTone(left, 440, 8_000)).toBeGreaterThan(0.99)
    }
  })

  it('that is cut short gives what is there', async () => {
    for (const file of ['ima-adpcm.wav', 'ms-adpcm.wav', 'gsm.wav', 'pcm_s24le.wav']) {
      const bytes = givenMedia(file)
      const whole = await samplesOf((await openSound(storedOf(bytes), { container: 'wav' })).blocks)
      const cut = bytes.slice(0, Math.floor(bytes.length * 0.7))
      const held = await samplesOf((await openSound(storedOf(cut), { container: 'wav' })).blocks)
      expect(held.length).toBeGreaterThan(whole.length * 0.6)
      expect(held).toEqual(whole.slice(0, held.length))
    }
  })
})

describe('MP3', () => {
  it.each([
    ['cbr.mp3', 'mp3', 16_000, 2.5],
    ['vbr-xing-id3.mp3', 'mp3', 16_000, 2.5],
  ])('%s is a tone, of one channel', async (file, container, rateHz, seconds) => {
    const sound = await openSound(storedOf(givenMedia(file)), { container })
    expect(sound).toMatchObject({ channels: 1, sampleRateHz: rateHz })
    const samples = await samplesOf(sound.blocks)
    expect(samples.length / rateHz).toBeCloseTo(seconds, 0)
    expect(shareOfTone(samples.slice(4_000, 36_000), 440, rateHz)).toBeGreaterThan(0.98)
  })

  it('in WAV has as many channels as that says', async () => {
    const sound = await openSound(storedOf(givenMedia('mp3-in-wave.wav')), { container: 'wav' })
    expect(sound).toMatchObject({ channels: 2, sampleRateHz: 8_000 })
    expect((await samplesOf(sound.blocks)).length / 16_000).toBeCloseTo(0.5, 0)
  })
})

describe('Opus', () => {
  it.each([
    ['opus.ogg', 'ogg', 2],
    ['opus.webm', 'webm', 1],
    ['live-vp8-opus.webm', 'webm', 1],
  ])('%s is a tone', async (file, container, channels) => {
    const sound = await openSound(storedOf(givenMedia(file)), { container })
    expect(sound.channels).toBe(channels)
    const samples = await samplesOf(sound.blocks)
    const { sampleRateHz } = sound
    expect(samples.length / channels / sampleRateHz).toBeCloseTo(2.5, 1)
    const first = samples.filter((_, at) => at % channels === 0)
    expect(shareOfTone(first.slice(4_000, 36_000), 440, sampleRateHz)).toBeGreaterThan(0.98)
  })

  it('of a call has both its voices', async () => {
    const sound = await openSound(storedOf(demoMedia('acme-internal.ogg'), 4_096), { container: 'ogg' })
    const samples = await samplesOf(sound.blocks)
    expect(samples.length / 2 / sound.sampleRateHz).toBeCloseTo(32.45, 1)
    const powerOf = (channel: number) =>
      samples.reduce((sum, each, at) => sum + (at % 2 === channel ? each ** 2 : 0), 0)
    expect(powerOf(0)).toBeGreaterThan(1e9)
    expect(powerOf(1)).toBeGreaterThan(1e9)
  })
})

describe('what cannot be decoded says why', () => {
  const reasonOf = async (bytes: Uint8Array, container: string | null) => {
    try {
      const { blocks } = await openSound(storedOf(bytes), { container })
      await samplesOf(blocks)
      return 'nothing'
    } catch (error) {
      return (error as UndecodableError).reason
    }
  }

  it.each([
    ['vorbis.ogg', 'ogg', 'no_decoder'],
    ['vorbis.mka', 'matroska', 'no_decoder'],
    ['aac-moov-last.m4a', 'mp4', 'no_decoder'],
    ['flac.flac', 'flac', 'no_decoder'],
    ['adts.aac', 'aac', 'no_decoder'],
    ['vp9-silent.webm', 'webm', 'no_sound'],
  ])('%s', async (file, container, reason) => {
    expect(await reasonOf(givenMedia(file), container)).toBe(reason)
  })

  it('bytes of no known kind, and none', async () => {
    expect(await reasonOf(new Uint8Array(100), null)).toBe('no_decoder')
    expect(await reasonOf(new Uint8Array(0), 'wav')).toBe('no_sound')
    expect(await reasonOf(new Uint8Array(100), 'mp3')).toBe('unreadable')
    expect(await reasonOf(givenMedia('gsm.wav').slice(0, 30), 'wav')).toBe('unreadable')
  })

  it('a header that contradicts itself', async () => {
    const bytes = givenMedia('pcm_s24le.wav')
    bytes[32] = 5
    expect(await reasonOf(bytes, 'wav')).toBe('unreadable')
  })
})
