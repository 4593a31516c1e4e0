import { describe, expect, it } from 'vitest'
import { isDead, leaseOf, renewsAtMs } from '../../../../web/player/engine/lease.ts'

const startedAt = '2026-03-01T09:30:00.000Z'
const instantAt = (ms: number) => new Date(Date.parse(startedAt) + ms).toISOString()

describe('a URL', () => {
  const wallMs = Date.parse(startedAt)

  it('of five minutes is renewed 45 s before its end, a shorter one in its last third', () => {
    expect(renewsAtMs(leaseOf({ url: 'u', expiresAt: instantAt(300_000) }, wallMs)) - wallMs).toBe(255_000)
    expect(renewsAtMs(leaseOf({ url: 'u', expiresAt: instantAt(30_000) }, wallMs)) - wallMs).toBe(20_000)
  })

  it('is not used for new requests shortly before its end', () => {
    const lease = leaseOf({ url: 'u', expiresAt: instantAt(60_000) }, wallMs)
    expect([56_000, 58_000, 61_000].map((ms) => isDead(lease, wallMs + ms))).toEqual([false, true, true])
  })

  it('is given a cautious life where the clocks disagree', () => {
    for (const skewMs of [-3_600_000, 3_600_000]) {
      const lease = leaseOf({ url: 'u', expiresAt: instantAt(300_000) }, wallMs + skewMs)
      const lifeMs = lease.diesAtMs - (wallMs + skewMs)
      expect(lifeMs).toBeGreaterThan(30_000)
      expect(lifeMs).toBeLessThanOrEqual(300_000)
    }
  })
})
