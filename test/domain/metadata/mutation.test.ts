import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { extensionValuesOf, readSiprec } from '../../../functions/domain/metadata/index.ts'
import { borderController, callManager, joins, leaves, mediaGateway, plainRecorder, twoTalk } from './documents.ts'
import { annCallsBen, inviteBody } from './given.ts'

/** 20,000 in CI, the same ones each time; a million others in each nightly run. */
const cases = Number(process.env.SOUNDKEEP_CASES ?? 20_000)
const timeoutMs = 60_000 + cases * 5
const sources = [
  ...[inviteBody(annCallsBen), borderController, callManager, mediaGateway, plainRecorder, inviteBody(twoTalk)],
  ...[joins('c', '2026-03-01T09:01:00Z'), leaves('a', '2026-03-01T09:02:00Z')],
]
const pieces = [
  ...[
    '<',
    '>',
    '</',
    '/>',
    '&',
    '"',
    "'",
    ']]>',
    '<![CDATA[',
    '<!--',
    '<?xml ?>',
    '&#0;',
    '&#x110000;',
    '\0',
    '\uFEFF',
  ],
  ...['\r\n--cut here/7', '\r\n--cut here/7--', '<!DOCTYPE r [<!ENTITY e "x">]>', '&e;', 'xmlns="', ' xmlns:v="urn:v"'],
  ...['<recording>', '</recording>', '<extensiondata>', '<participant', '<send>', 'partial', '+99:99', '\uD800'],
]
const mutation = fc.oneof(
  fc.record({
    kind: fc.constant('insert' as const),
    at: fc.nat(),
    text: fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: 'binary' })),
  }),
  fc.record({ kind: fc.constant('remove' as const), at: fc.nat(), count: fc.nat(60) }),
  fc.record({ kind: fc.constant('repeat' as const), at: fc.nat(), count: fc.nat(200), times: fc.nat(20) }),
  fc.record({ kind: fc.constant('move' as const), at: fc.nat(), count: fc.nat(80), to: fc.nat() }),
)
type Mutation = typeof mutation extends fc.Arbitrary<infer M> ? M : never

function mutated(text: string, change: Mutation): string {
  const at = change.at % (text.length + 1)
  const cut = (count: number) => text.slice(0, at) + text.slice(at + count)
  if (change.kind === 'insert') return text.slice(0, at) + change.text + text.slice(at)
  if (change.kind === 'remove') return cut(change.count)
  const piece = text.slice(at, at + change.count)
  if (change.kind === 'repeat') return text.slice(0, at) + piece.repeat(change.times) + text.slice(at)
  const rest = cut(change.count)
  const to = change.to % (rest.length + 1)
  return rest.slice(0, to) + piece + rest.slice(to)
}

/** What is wrong with the reading; an assertion for each would take longer than to read. */
function faultsOf(texts: readonly string[]): string[] {
  const { facts, participants, model } = readSiprec(texts.map((text) => ({ text, timeZone: 'Europe/Berlin' })))
  const linesOf = (document: number) => (texts[document - 1] ?? '').split(/\r\n|\n|\r/).length
  const faults = Object.entries(facts).flatMap(([name, { length }]) => (length > 0 && length <= 255 ? [] : [name]))
  if (participants.length > 100) faults.push('too many participants')
  for (const { line, message, document } of model.diagnostics) {
    if (message.length > 300) faults.push('a long message')
    if (line !== null && (line < 1 || line > linesOf(document))) faults.push(`no line ${line} in document ${document}`)
  }
  if (model.modes.includes(null) && model.diagnostics.length === 0) faults.push('unread without a reason')
  for (const path of extensionValuesOf(model).keys()) if (path.length > 600) faults.push('a long path')
  if (JSON.stringify(model).length > 2_000_000) faults.push('a large model')
  return faults
}

describe('mutated documents', () => {
  it(
    `give a result within bounds, or say why not: ${cases} of them`,
    () => {
      const changed = fc.tuple(fc.constantFrom(...sources), fc.array(mutation, { maxLength: 4 }))
      fc.assert(
        fc.property(fc.array(changed, { minLength: 1, maxLength: 2 }), (documents) => {
          const texts = documents.map(([source, changes]) => changes.reduce(mutated, source))
          expect(faultsOf(texts)).toEqual([])
        }),
        { numRuns: cases, ...(process.env.SOUNDKEEP_CASES === undefined && { seed: 7_865 }) },
      )
    },
    timeoutMs,
  )
})
