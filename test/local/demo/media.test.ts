import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { inspectMedia } from '../../../functions/domain/media/index.ts'

const folder = join(import.meta.dirname, '../../../local/demo/media')

const cueSchema = z.object({
  segment: z.int(),
  startMs: z.int(),
  endMs: z.int(),
  speaker: z.enum(['caller', 'agent']),
  text: z.string().min(1),
})
const callsSchema = z.array(
  z.object({
    key: z.string(),
    tenant: z.string(),
    sessionId: z.string(),
    callGroup: z.string().nullable(),
    segments: z.array(
      z.object({
        seq: z.int(),
        durationMs: z.int(),
        files: z.array(z.object({ path: z.string(), kind: z.string(), channels: z.array(z.string()) })).min(1),
      }),
    ),
    transcript: z.array(cueSchema).optional(),
    transcriptOf: z.string().optional(),
  }),
)
const calls = callsSchema.parse(JSON.parse(readFileSync(join(folder, 'calls.json'), 'utf8')))
const spoken = calls.filter(({ transcript }) => transcript)

const factsOf = (path: string) => {
  const bytes = new Uint8Array(readFileSync(join(folder, path)))
  const read = async (offset: number, lengthBytes: number) => bytes.subarray(offset, offset + lengthBytes)
  return inspectMedia({ lengthBytes: bytes.length, read }, { contentType: '' })
}

/** ITU-T G.711: the size of a mu-law sample, without its sign. */
const magnitude = (code: number) => (((~code & 15) * 2 + 33) << ((~code >> 4) & 7)) - 33

/** How loud each of `channels` interleaved mu-law channels is between two times. */
const loudness = (path: string, channels: number, startMs: number, endMs: number) => {
  const bytes = readFileSync(join(folder, path))
  const data = bytes.subarray(bytes.indexOf('data') + 8)
  const sums = Array.from({ length: channels }, () => 0)
  for (let at = startMs * 8 * channels; at < endMs * 8 * channels; at += 1) {
    sums[at % channels] = (sums[at % channels] ?? 0) + magnitude(data[at] ?? 0xff)
  }
  return sums.map((sum) => sum / ((endMs - startMs) * 8))
}

describe("the demo world's calls", () => {
  it('have files that play, each as long as its segment, to a frame of its film', async () => {
    for (const { key, segments } of spoken) {
      for (const { durationMs, files } of segments) {
        for (const { path, channels } of files) {
          const facts = await factsOf(path)
          expect(facts, path).toMatchObject({ isPlayable: true })
          expect(facts.problem, path).toBeUndefined()
          expect(Math.abs((facts.durationMs ?? 0) - durationMs), `${key} ${path}`).toBeLessThanOrEqual(200)
          expect(facts.audio?.channels ?? 0, path).toBe(channels.length)
        }
      }
    }
  })

  it('have transcripts that lie where the voices are', () => {
    const wavs = spoken.flatMap(({ segments, transcript = [] }) =>
      segments.map(({ seq, files }) => ({ files, cues: transcript.filter(({ segment }) => segment === seq) })),
    )
    let heard = 0
    for (const { files, cues } of wavs) {
      if (!files.every(({ path }) => path.endsWith('.wav'))) continue
      for (const { startMs, endMs, speaker, text } of cues) {
        const sides = files.flatMap(({ path, channels }) => {
          const levels = loudness(path, channels.length, startMs, endMs)
          return channels.map((voice, index) => ({ voice, level: levels[index] ?? 0 }))
        })
        const level = (voice: string) => sides.find((side) => side.voice === voice)?.level ?? 0
        expect(level(speaker), text).toBeGreaterThan(10 * level(speaker === 'caller' ? 'agent' : 'caller'))
        heard += 1
      }
    }
    expect(heard).toBeGreaterThan(40)
  })

  it('are of both tenants, with a transfer, two segments, a video call and its screen', () => {
    expect(new Set(calls.map(({ tenant }) => tenant))).toEqual(new Set(['acme', 'globex']))
    const grouped = calls.filter(({ callGroup }) => callGroup !== null)
    expect(grouped).toHaveLength(2)
    expect(new Set(grouped.map(({ callGroup }) => callGroup)).size).toBe(1)
    expect(spoken.some(({ segments }) => segments.length === 2)).toBe(true)
    const kinds = spoken.map(({ segments }) => segments.flatMap(({ files }) => files.map(({ kind }) => kind)))
    expect(kinds).toContainEqual(['video', 'screen'])
  })

  it('have session ids of their own, and sound that is told', () => {
    expect(new Set(calls.map(({ sessionId }) => sessionId)).size).toBe(calls.length)
    for (const { key, transcriptOf } of calls.filter(({ transcript }) => !transcript)) {
      const told = spoken.find((call) => call.key === transcriptOf)
      expect(told?.segments, key).toEqual(calls.find((call) => call.key === key)?.segments)
    }
  })

  it('stay small', () => {
    const sizes = readdirSync(folder).map((name) => statSync(join(folder, name)).size)
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(4 * 1024 * 1024)
  })
})
