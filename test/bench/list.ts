import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type LocalCloud, startCloud } from '../../local/cloud.ts'
import { acme, globex } from '../../local/demo/index.ts'
import { median, quantile, say, timed } from './figures.ts'
import { loadRecordings } from './load.ts'

const runs = 300

async function page(cloud: LocalCloud, token: string): Promise<void> {
  const answer = await fetch(`${cloud.apiUrl}/recordings?limit=50`, { headers: { authorization: `Bearer ${token}` } })
  const { items } = (await answer.json()) as { items: unknown[] } // by the contract
  if (items.length !== 50) throw new Error(`a page of 50 held ${items.length}`)
}

/** The first page of 50 for a tenant with 100 recordings and one with 10,000, alternated, through the whole local stack. */
export async function measureList(): Promise<void> {
  const home = await mkdtemp(join(tmpdir(), 'soundkeep-bench-'))
  const cloud = await startCloud({ home, port: 0, withDashboard: false, withDemoCalls: false })
  await loadRecordings(cloud, acme.id, 100)
  await loadRecordings(cloud, globex.id, 10_000)
  const few = await cloud.tokenOf('tara')
  const many = await cloud.tokenOf('tom')
  const times = { few: [] as number[], many: [] as number[] }
  for (let run = -20; run < runs; run++) {
    const a = await timed(() => page(cloud, few))
    const b = await timed(() => page(cloud, many))
    if (run < 0) continue // warming up
    times.few.push(a)
    times.many.push(b)
  }
  for (const [name, share] of [
    ['median', 0.5],
    ['p99', 0.99],
  ] as const) {
    const [a, b] = [quantile(times.few, share), quantile(times.many, share)]
    say(
      `Page of 50, ${name}: 10,000 recordings to 100`,
      `${(b / a).toFixed(2)} x (${b.toFixed(1)} to ${a.toFixed(1)} ms)`,
    )
  }
  say('Runs each, alternated', String(median([times.few.length, times.many.length])))
  await cloud.close()
  await rm(home, { recursive: true })
}
