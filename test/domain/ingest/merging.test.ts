import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ingestBodySchema } from '../../../functions/contract/ingest.ts'
import { matchMedia } from '../../../functions/domain/ingest/announced.ts'
import { factsOf } from '../../../functions/domain/ingest/facts.ts'
import { addLists, fillGaps } from '../../../functions/domain/ingest/merge.ts'
import { clock, givenFile, givenRecording, ids, newRecordingId } from '../given.ts'

const bodyOf = (body: object) => ingestBodySchema.parse(body)
const saidBy = (body: object) => factsOf(bodyOf(body), [])

const word = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom('a', 'b', '1', 'é') })
/** A whole truth; a statement tells a part of it. */
const anyTruth = fc.record({
  ...{ from: word, fromName: word, to: word, toName: word, agentId: word, agentName: word, queue: word },
  ...{ ingressCallId: word, egressCallId: word, callGroupId: word, durationMs: fc.nat(1_000_000) },
  direction: fc.constantFrom('inbound', 'outbound', 'internal', 'unknown'),
  startedAt: fc.constantFrom('2026-11-20T10:00:00.000Z', '2026-11-20T10:00:01.000Z'),
  endedAt: fc.constantFrom('2026-11-20T11:00:00.000Z', '2026-11-20T12:00:00.000Z'),
})
const anyParts = anyTruth.chain((truth) =>
  fc.array(
    fc.subarray(Object.entries(truth)).map((entries): object => Object.fromEntries(entries)),
    { minLength: 1, maxLength: 6 },
  ),
)

const tell = (parts: readonly object[], start = givenRecording()) =>
  parts.reduce((recording: ReturnType<typeof givenRecording>, part) => {
    const { filled, contradictions } = fillGaps(recording, saidBy(part))
    expect(contradictions).toEqual([])
    return filled
  }, start)

describe('parts of one truth', () => {
  it('make the same recording in whatever order they come, and however often', () => {
    fc.assert(
      fc.property(anyParts, fc.func(fc.nat()), (parts, rank) => {
        const start = givenRecording()
        const shuffled = parts.toSorted((a, b) => rank(a) - rank(b))
        expect(tell(shuffled, start)).toEqual(tell(parts, start))
        expect(tell([...parts, ...parts], start)).toEqual(tell(parts, start))
      }),
    )
  })

  it('said again leave the very same recording', () => {
    fc.assert(
      fc.property(anyParts, (parts) => {
        const told = tell(parts)
        for (const part of parts) expect(fillGaps(told, saidBy(part)).filled).toBe(told)
      }),
    )
  })
})

describe('another truth', () => {
  it('contradicts exactly the facts that differ', () => {
    fc.assert(
      fc.property(anyTruth, anyTruth, (one, other) => {
        const known = tell([one])
        const told = fillGaps(known, saidBy(other)).contradictions.map(({ field }) => field)
        const differing = Object.keys(one).filter((name) => {
          const [was, is] = [Reflect.get(one, name), Reflect.get(other, name)]
          // An unknown direction is a gap, and says nothing.
          return was !== is && was !== 'unknown' && is !== 'unknown'
        })
        expect(told.sort()).toEqual(differing.sort())
      }),
    )
  })

  it('does not reach what a person corrected', () => {
    fc.assert(
      fc.property(anyTruth, anyTruth, (one, other) => {
        const editedFields = Object.fromEntries(['from', 'to', 'queue', 'direction'].map((field) => [field, 2]))
        const edited = { ...tell([one]), editedFields }
        const { filled, contradictions } = fillGaps(
          edited,
          saidBy({ from: other.from, to: other.to, queue: other.queue }),
        )
        expect(contradictions).toEqual([])
        expect(filled).toBe(edited)
      }),
    )
  })
})

describe('announced files', () => {
  const sources = { clock, ids }
  const anyAnnounced = fc.array(
    fc.record({
      segment: fc.integer({ min: 1, max: 2 }),
      kind: fc.constantFrom('audio', 'screen'),
      sha256: fc.constantFrom('a'.repeat(64), 'b'.repeat(64)),
      channels: fc.constantFrom(['caller'], ['agent']),
      ...{ lengthBytes: fc.constant(5), contentType: fc.constant('audio/wav') },
    }),
    { maxLength: 8 },
  )

  it('are as many files as differ, in the order announced, and the same when announced again', () => {
    fc.assert(
      fc.property(anyAnnounced, (announced) => {
        const media = bodyOf({ media: announced }).media ?? []
        const first = matchMedia([], media, newRecordingId(), sources)
        expect(first.added).toHaveLength(new Set(announced.map((file) => JSON.stringify(file))).size)
        expect(first.contradictions).toEqual([])
        const again = matchMedia(first.added, media, newRecordingId(), sources)
        expect(again).toEqual({ files: first.files, added: [], changed: [], contradictions: [] })
        expect(again.files.map(({ sha256, channels }) => ({ sha256, channels }))).toEqual(
          announced.map(({ sha256, channels }) => ({ sha256, channels })),
        )
      }),
    )
  })

  it('beyond what one recording holds are refused', () => {
    const known = Array.from({ length: 500 }, (_, index) => givenFile({ sha256: String(index).padStart(64, '0') }))
    const announced = { lengthBytes: 1, sha256: 'f'.repeat(64), contentType: 'audio/wav' }
    const { media = [] } = bodyOf({ media: [announced] })
    expect(() => matchMedia(known, media, newRecordingId(), sources)).toThrow('at most 500')
  })
})

describe('headers, pauses and participants', () => {
  const header = fc.record({ name: fc.constantFrom('X-A', 'x-a', 'X-B'), value: word })
  it('are added once, and the same recording stays where there is nothing to add', () => {
    fc.assert(
      fc.property(fc.array(header, { maxLength: 10 }), (sipHeaders) => {
        const body = bodyOf({ sipHeaders })
        const once = addLists(givenRecording(), body, factsOf(body, []))
        const distinct = new Set(sipHeaders.map(({ name, value }) => `${name.toLowerCase()}: ${value}`))
        expect(once.sipHeaders).toHaveLength(distinct.size)
        expect(addLists(once, body, factsOf(body, []))).toBe(once)
      }),
    )
  })

  it('stay within what an item of the table holds', () => {
    const wide = (count: number) =>
      bodyOf({ sipHeaders: Array.from({ length: count }, (_, at) => ({ name: `X-${at}`, value: '界'.repeat(1_024) })) })
    const body = wide(30)
    const full = addLists(givenRecording(), body, factsOf(body, []))
    expect(Buffer.byteLength(JSON.stringify(full))).toBeLessThan(400_000)
    expect(addLists(full, body, factsOf(body, []))).toBe(full)
    expect(() => addLists(full, wide(40), factsOf(wide(40), []))).toThrow(/holds no more sipHeaders/)
  })
})
