import { readSiprec } from '../../functions/domain/metadata/index.ts'
import { borderController, callManager, joins, leaves, streamsOf, twoTalk } from '../domain/metadata/documents.ts'
import { inviteBody } from '../domain/metadata/given.ts'
import { median, quantile, say } from './figures.ts'

const rounds = 5_000

/** Microseconds that reading takes, by the fastest clock there is. */
function timesOf(documents: readonly string[]): number[] {
  const sent = documents.map((text) => ({ text, timeZone: 'America/New_York' }))
  for (let round = 0; round < rounds; round += 1) readSiprec(sent)
  return Array.from({ length: rounds }, () => {
    const start = performance.now()
    readSiprec(sent)
    return (performance.now() - start) * 1_000
  })
}

export function measureSiprec(): void {
  const minute = (at: number) => `2026-03-01T09:${String(at).padStart(2, '0')}:00Z`
  const changes = Array.from({ length: 12 }, (_, at) => [
    streamsOf('b', [], ['sa'], minute(at)),
    streamsOf('b', ['sb'], ['sa'], minute(at)),
    joins('c', minute(at)),
    leaves('c', minute(at)),
  ]).flat()
  for (const [what, documents] of [
    ['a typical offer, of a session border controller: time to read, median and p99', [inviteBody(borderController)]],
    ['the same, of a call manager, times with offsets', [inviteBody(callManager)]],
    ['a call of 49 documents, holds, joins and leaves', [twoTalk, ...changes]],
  ] as const) {
    const times = timesOf(documents)
    say(what, `${median(times).toFixed(0)} and ${quantile(times, 0.99).toFixed(0)} microseconds`)
  }
}
