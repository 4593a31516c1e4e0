import { describe, expect, it } from 'vitest'
import { inspectMedia } from '../../../functions/domain/media/index.ts'
import { givenMedia, sourceOf, sparseSource } from './sources.ts'

const anything = { contentType: 'application/octet-stream' }
const inspect = (bytes: Uint8Array, contentType = anything.contentType) =>
  inspectMedia(sourceOf(bytes), { contentType })

/** Where `text` first occurs in `bytes`. */
const indexOf = (bytes: Uint8Array, text: string) => Buffer.from(bytes).indexOf(text)

const expected: [string, Record<string, unknown>][] = [
  ['cbr.mp3', { container: 'mp3', codec: 'mp3', durationMs: 2592, isPlayable: true }],
  ['vbr-xing-id3.mp3', { container: 'mp3', codec: 'mp3', durationMs: 2592, isPlayable: true }],
  ['opus.ogg', { container: 'ogg', codec: 'opus', durationMs: 2500, isPlayable: true }],
  ['vorbis.ogg', { container: 'ogg', codec: 'vorbis', durationMs: 2500, isPlayable: true }],
  ['speex.ogg', { container: 'ogg', codec: 'speex', durationMs: null, isPlayable: false }],
  ['opus.webm', { container: 'webm', codec: 'opus', durationMs: 2508, isPlayable: true }],
  ['live-vp8-opus.webm', { container: 'webm', codec: 'vp8', durationMs: 2521, isPlayable: true }],
  ['vp9-silent.webm', { container: 'webm', codec: 'vp9', durationMs: 2000, isPlayable: true }],
  ['vorbis.mka', { container: 'matroska', codec: 'vorbis', durationMs: 2532, isPlayable: false }],
  ['aac-moov-last.m4a', { container: 'mp4', codec: 'aac', durationMs: 2500, isPlayable: true }],
  ['h264-aac.mp4', { container: 'mp4', codec: 'h264', durationMs: 2500, isPlayable: true }],
  ['aac-fragmented.mp4', { container: 'mp4', codec: 'aac', durationMs: 2564, isPlayable: true }],
  ['adts.aac', { container: 'aac', codec: 'aac', durationMs: null, isPlayable: true }],
  ['flac.flac', { container: 'flac', codec: 'flac', durationMs: 500, isPlayable: true }],
]

describe('formats that recorders send', () => {
  for (const [name, facts] of expected) {
    it(name, async () => {
      const found = await inspect(givenMedia(name))
      expect(found).toMatchObject(facts)
      expect(found.problem).toBeUndefined()
    })
  }

  it('says what the sound and the picture are', async () => {
    expect(await inspect(givenMedia('live-vp8-opus.webm'))).toMatchObject({
      audio: { codec: 'opus', channels: 1, sampleRateHz: 48_000 },
      video: { codec: 'vp8', widthPx: 64, heightPx: 48 },
    })
    expect((await inspect(givenMedia('opus.ogg'))).audio?.channels).toBe(2)
    expect((await inspect(givenMedia('vp9-silent.webm'))).audio).toBeUndefined()
  })

  it.for([
    ['cbr.mp3', 1],
    ['vbr-xing-id3.mp3', 1],
    ['opus.ogg', 2],
    ['vorbis.ogg', 1],
    ['speex.ogg', 1],
    ['opus.webm', 1],
    ['vorbis.mka', 1],
    ['aac-moov-last.m4a', 1],
    ['h264-aac.mp4', 1],
    ['aac-fragmented.mp4', 1],
    ['adts.aac', 1],
    ['flac.flac', 1],
  ] as const)('%s has %d channel(s)', async ([name, channels]) => {
    expect((await inspect(givenMedia(name))).audio?.channels).toBe(channels)
  })

  it('says how many channels Speex has that are two, and nothing of a number that cannot be', async () => {
    const bytes = givenMedia('speex.ogg')
    const at = indexOf(bytes, 'Speex   ') + 48
    bytes[at] = 2
    expect((await inspect(bytes)).audio).toEqual({ codec: 'speex', channels: 2, sampleRateHz: 16_000 })
    bytes[at] = 3
    expect(await inspect(bytes)).toMatchObject({ codec: 'speex', durationMs: null })
    expect((await inspect(bytes)).audio).toBeUndefined()
  })

  it('the bytes decide, not the announcement', async () => {
    expect(await inspect(givenMedia('cbr.mp3'), 'audio/wav')).toMatchObject({ container: 'mp3', isPlayable: true })
  })
})

describe('headers that the library leaves to us', () => {
  it('a Fraunhofer VBRI header gives the number of frames', async () => {
    const bytes = givenMedia('cbr.mp3')
    const view = new DataView(bytes.buffer)
    bytes.set(new TextEncoder().encode('VBRI'), 36)
    view.setUint32(36 + 10, bytes.length)
    view.setUint32(36 + 14, 1000)
    // 576 samples a frame at 16 kHz.
    expect(await inspect(bytes)).toMatchObject({ durationMs: 36_000, isPlayable: true })
  })
})

describe('what browsers do not play', () => {
  it('a codec that nobody knows, in a known container', async () => {
    const bytes = givenMedia('opus.webm')
    bytes.set(new TextEncoder().encode('A_NEWS'), indexOf(bytes, 'A_OPUS'))
    const facts = await inspect(bytes)
    expect(facts).toMatchObject({ container: 'webm', codec: 'unknown', isPlayable: false, durationMs: 2508 })
    expect(facts.problem).toBeUndefined()
  })

  it('AMR in MP4', async () => {
    const bytes = givenMedia('aac-moov-last.m4a')
    bytes.set(new TextEncoder().encode('samr'), indexOf(bytes, 'mp4a'))
    bytes.set(new TextEncoder().encode('damr'), indexOf(bytes, 'esds'))
    const facts = await inspect(bytes)
    expect(facts).toMatchObject({ container: 'mp4', codec: 'amr_nb', isPlayable: false })
    expect(facts.problem).toBeUndefined()
  })

  it('AMR alone', async () => {
    expect(await inspect(new TextEncoder().encode('#!AMR\n<...'))).toMatchObject({
      ...{ codec: 'amr_nb', isPlayable: false, audio: { channels: 1, sampleRateHz: 8_000 } },
    })
    expect(await inspect(new TextEncoder().encode('#!AMR-WB\n<...'))).toMatchObject({
      ...{ codec: 'amr_wb', audio: { channels: 1, sampleRateHz: 16_000 } },
    })
  })

  it('bytes that nobody knows are kept without complaint', async () => {
    const facts = await inspect(new TextEncoder().encode('a proprietary recorder wrote this'), 'audio/x-nice')
    expect(facts).toEqual({ container: 'unknown', codec: 'unknown', durationMs: null, isPlayable: false })
  })
})

describe('damage', () => {
  it('bytes that are not what was announced', async () => {
    const facts = await inspect(new TextEncoder().encode('<html>404 Not Found</html>'), 'audio/mpeg; charset=utf-8')
    expect(facts).toMatchObject({
      problem: 'unreadable',
      problemDetail: 'it was announced as MP3, and its bytes are not',
      isPlayable: false,
    })
  })

  const cut = (name: string, part: number) => {
    const bytes = givenMedia(name)
    return bytes.subarray(0, Math.floor(bytes.length * part))
  }

  it('MP4 cut before its table of contents', async () => {
    expect(await inspect(cut('aac-moov-last.m4a', 0.6))).toMatchObject({
      problem: 'truncated',
      problemDetail: expect.stringContaining('moov'),
      isPlayable: false,
    })
  })

  it('MP4 cut after its table of contents', async () => {
    const facts = await inspect(cut('h264-aac.mp4', 0.7))
    expect(facts).toMatchObject({ problem: 'truncated', codec: 'h264' })
    expect(facts.problemDetail).toMatch(/^the header promises 2\.5 s, the file holds [01]\.\d s$/)
  })

  it('MP4 cut within a fragment', async () => {
    const facts = await inspect(cut('aac-fragmented.mp4', 0.7))
    expect(facts).toMatchObject({ problem: 'truncated' })
    expect(facts.durationMs).toBeLessThan(2564)
  })

  it('WebM cut short', async () => {
    const facts = await inspect(cut('opus.webm', 0.5))
    expect(facts.problemDetail).toMatch(/^the header promises 2\.5 s, the file holds [01]\.\d s$/)
  })

  it('WebM cut within its header', async () => {
    const bytes = givenMedia('opus.webm').subarray(0, 104)
    expect(await inspect(bytes)).toMatchObject({ container: 'webm', problem: 'truncated', isPlayable: false })
  })

  it('WebM from a pipe, followed by junk within its header', async () => {
    const bytes = givenMedia('live-vp8-opus.webm').subarray(0, 120)
    bytes.fill(0, 60)
    expect(await inspect(bytes)).toMatchObject({ container: 'webm', isPlayable: false })
  })

  it('MP3 cut short', async () => {
    const facts = await inspect(cut('vbr-xing-id3.mp3', 0.5))
    expect(facts.problemDetail).toMatch(/^the header promises 2\.6 s, the file holds [01]\.\d s$/)
  })

  it('Ogg cut within a page', async () => {
    expect(await inspect(cut('opus.ogg', 0.5))).toMatchObject({ problem: 'truncated', container: 'ogg' })
  })

  it('a table of contents that is none', async () => {
    const bytes = givenMedia('aac-moov-last.m4a')
    bytes.fill(0, indexOf(bytes, 'mvhd') - 4)
    expect(await inspect(bytes)).toMatchObject({ container: 'mp4', problem: 'unreadable' })
  })
})

describe('round trips', () => {
  it('a small file is one read', async () => {
    for (const [name] of expected) {
      const source = sourceOf(givenMedia(name))
      await inspectMedia(source, anything)
      expect(source.reads, name).toBe(1)
    }
  })

  it('a long MP4 whose table of contents comes last', async () => {
    const bytes = givenMedia('aac-moov-last.m4a')
    const mdat = indexOf(bytes, 'mdat') - 4
    const moov = indexOf(bytes, 'moov') - 4
    const gap = 500_000_000
    const head = bytes.slice(0, moov)
    new DataView(head.buffer).setUint32(mdat, moov - mdat + gap)
    const source = sparseSource(bytes.length + gap, [
      { offset: 0, bytes: head },
      { offset: moov + gap, bytes: bytes.subarray(moov) },
    ])
    expect(await inspectMedia(source, anything)).toMatchObject({ codec: 'aac', durationMs: 2500, isPlayable: true })
    expect(source.reads).toBeLessThanOrEqual(3)
  })

  it('an MP4 whose table of contents alone exceeds what is read of a file', async () => {
    const bytes = givenMedia('aac-moov-last.m4a')
    const growth = 20_000_000
    const stsz = indexOf(bytes, 'stsz') - 4
    // The sample sizes grow, and with them every box around them.
    const view = new DataView(bytes.buffer)
    const around = ['moov', 'trak', 'mdia', 'minf', 'stbl', 'stsz'].map((type) => indexOf(bytes, type) - 4)
    for (const at of around) view.setUint32(at, view.getUint32(at) + growth)
    const end = stsz + view.getUint32(stsz) - growth
    const source = sparseSource(bytes.length + growth, [
      { offset: 0, bytes: bytes.subarray(0, end) },
      { offset: end + growth, bytes: bytes.subarray(end) },
    ])
    expect(await inspectMedia(source, anything)).toMatchObject({ codec: 'aac', durationMs: 2500, isPlayable: true })
    expect(source.reads).toBeLessThanOrEqual(4)
  })

  it('a long WebM from a pipe', async () => {
    const bytes = givenMedia('live-vp8-opus.webm')
    const cluster = Buffer.from(bytes).indexOf(Buffer.from([0x1f, 0x43, 0xb6, 0x75]))
    const source = sparseSource(40_000_000, [
      { offset: 0, bytes },
      { offset: 40_000_000 - (bytes.length - cluster), bytes: bytes.subarray(cluster) },
    ])
    expect(await inspectMedia(source, anything)).toMatchObject({ codec: 'vp8', durationMs: 2521 })
    expect(source.reads).toBeLessThanOrEqual(3)
  })

  it('a long Ogg', async () => {
    const bytes = givenMedia('opus.ogg')
    const lastPage = Buffer.from(bytes).lastIndexOf('OggS')
    const source = sparseSource(30_000_000, [
      { offset: 0, bytes: bytes.subarray(0, lastPage) },
      { offset: 30_000_000 - (bytes.length - lastPage), bytes: bytes.subarray(lastPage) },
    ])
    expect(await inspectMedia(source, anything)).toMatchObject({ codec: 'opus', durationMs: 2500 })
    expect(source.reads).toBeLessThanOrEqual(3)
  })

  it('a header that is spread over the whole file is given up within its bounds', async () => {
    const chunkBytes = 1_000_000
    const chunk = new Uint8Array([...new TextEncoder().encode('LIST'), 0, 0, 0, 0])
    new DataView(chunk.buffer).setUint32(4, chunkBytes - 8, true)
    const source = sparseSource(50 * chunkBytes, [
      { offset: 0, bytes: new TextEncoder().encode('RIFF....WAVE') },
      ...Array.from({ length: 49 }, (_, count) => ({ offset: 12 + count * chunkBytes, bytes: chunk })),
    ])
    const facts = await inspectMedia(source, { contentType: 'audio/wav' })
    expect(facts).toEqual({ container: 'wav', codec: 'unknown', durationMs: null, isPlayable: false })
    expect(source.reads).toBe(12)
    expect(source.bytesRead).toBeLessThanOrEqual(4 * 1024 * 1024)
  })
})
