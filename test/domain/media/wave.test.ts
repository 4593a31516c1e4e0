import { describe, expect, it } from 'vitest'
import { inspectMedia } from '../../../functions/domain/media/index.ts'
import { makeWav, type WavFormat, type WavOptions } from '../../given/wav.ts'
import { sourceOf, sparseSource } from './sources.ts'

const announced = { contentType: 'audio/wav' }
const call: WavOptions = { format: 'pcm16', channels: 2, sampleRateHz: 8000, durationMs: 3000, toneHz: 440 }
const inspect = (bytes: Uint8Array) => inspectMedia(sourceOf(bytes), announced)
const listChunk = (lengthBytes: number) => ({ id: 'LIST', body: new Uint8Array(lengthBytes).fill(0x61) })

describe('the formats of WAV that recorders write', () => {
  const formats: [WavFormat, string, number, boolean][] = [
    ['pcm16', 'pcm_s16le', 3000, true],
    ['pcm8', 'pcm_u8', 3000, true],
    ['pcm24', 'pcm_s24le', 3000, true],
    ['mulaw', 'mulaw', 3000, true],
    ['alaw', 'alaw', 3000, true],
    ['ima_adpcm', 'ima_adpcm', 3000, false],
    ['gsm', 'gsm', 3000, false],
  ]
  for (const [format, codec, durationMs, isPlayable] of formats) {
    for (const channels of format === 'gsm' ? [1] : [1, 2]) {
      it(`${format}, ${channels} channel(s)`, async () => {
        const facts = await inspect(makeWav({ ...call, format, channels }))
        expect(facts).toMatchObject({ container: 'wav', codec, durationMs, isPlayable })
        expect(facts.audio).toMatchObject({ codec, channels, sampleRateHz: 8000 })
        expect(facts.problem).toBeUndefined()
      })
    }
  }

  it('a format given as extensible', async () => {
    const facts = await inspect(makeWav({ ...call, format: 'pcm24', isExtensible: true }))
    expect(facts).toMatchObject({ codec: 'pcm_s24le', durationMs: 3000, audio: { bitsPerSample: 24 } })
  })

  it('64-bit sizes', async () => {
    expect(await inspect(makeWav({ ...call, isRf64: true }))).toMatchObject({ durationMs: 3000, isPlayable: true })
  })

  it('a tag that nobody knows is kept without complaint', async () => {
    const bytes = makeWav({ ...call, format: 'mulaw' })
    bytes[20] = 0x99
    const facts = await inspect(bytes)
    expect(facts).toMatchObject({ container: 'wav', codec: 'unknown', isPlayable: false, durationMs: 3000 })
    expect(facts.problem).toBeUndefined()
  })
})

describe('what lies around the sound', () => {
  it('chunks before and after it, of odd length too', async () => {
    const bytes = makeWav({ ...call, chunksBefore: [listChunk(27), listChunk(602)], chunksAfter: [listChunk(9)] })
    expect(await inspect(bytes)).toMatchObject({ durationMs: 3000 })
  })

  it('the padding byte that an odd chunk needs is not part of the next one', async () => {
    const bytes = makeWav({ ...call, format: 'mulaw', channels: 1, chunksBefore: [listChunk(1)] })
    expect(await inspect(bytes)).toMatchObject({ codec: 'mulaw', durationMs: 3000 })
  })

  it('a chunk larger than a read is stepped over, not read', async () => {
    const source = sourceOf(makeWav({ ...call, durationMs: 20_000, chunksBefore: [listChunk(400_000)] }))
    expect(await inspectMedia(source, announced)).toMatchObject({ durationMs: 20_000 })
    expect(source.reads).toBe(2)
  })

  it('one read is enough for an hour of sound', async () => {
    const wav = makeWav({ ...call, statedDataBytes: 3600 * 32_000 })
    const source = sparseSource(44 + 3600 * 32_000, [{ offset: 0, bytes: wav }])
    expect(await inspectMedia(source, announced)).toMatchObject({ durationMs: 3_600_000 })
    expect(source.reads).toBe(1)
    expect(source.bytesRead).toBe(65_536)
  })
})

describe('recorders that stream', () => {
  for (const statedDataBytes of [0, 0xffff_ffff, 0x7fff_f000]) {
    it(`leave ${statedDataBytes} as the size of the sound: the file's length tells`, async () => {
      const facts = await inspect(makeWav({ ...call, statedDataBytes }))
      expect(facts).toMatchObject({ durationMs: 3000, isPlayable: true })
      expect(facts.problem).toBeUndefined()
    })
  }
})

describe('damage', () => {
  it('a file cut short says what was promised and what is there', async () => {
    const bytes = makeWav(call)
    const facts = await inspect(bytes.subarray(0, 44 + 2 * 32_000))
    expect(facts).toMatchObject({ problem: 'truncated', durationMs: 2000, isPlayable: true })
    expect(facts.problemDetail).toBe('the header promises 3.0 s, the file holds 2.0 s')
  })

  it('GSM cut short', async () => {
    const facts = await inspect(makeWav({ ...call, format: 'gsm', channels: 1 }).subarray(0, 2500))
    expect(facts).toMatchObject({ problem: 'truncated', codec: 'gsm' })
    expect(facts.durationMs).toBeLessThan(1600)
  })

  it('a header that ends before the sound', async () => {
    expect(await inspect(makeWav(call).subarray(0, 30))).toMatchObject({ problem: 'truncated', isPlayable: false })
  })

  it('a header alone', async () => {
    expect(await inspect(makeWav({ ...call, durationMs: 0 }))).toMatchObject({ problem: 'empty', durationMs: 0 })
  })

  it('no bytes', async () => {
    expect(await inspect(new Uint8Array())).toMatchObject({ problem: 'empty', durationMs: 0, isPlayable: false })
  })

  it('no format', async () => {
    const bytes = makeWav(call)
    bytes.set(new TextEncoder().encode('junk'), 12)
    expect(await inspect(bytes)).toMatchObject({ container: 'wav', problem: 'unreadable', isPlayable: false })
  })

  it('a header that counts itself as sound is no damage', async () => {
    const facts = await inspect(makeWav({ ...call, statedDataBytes: 3 * 32_000 + 44 }))
    expect(facts).toMatchObject({ durationMs: 3000 })
    expect(facts.problem).toBeUndefined()
  })
})
