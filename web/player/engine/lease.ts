import type { SignedUrl } from './recording.ts'

/** A presigned URL while it lives, on the browser's own clock. */
export type Lease = { url: string; startedAtMs: number; diesAtMs: number }

/** Longest life that the API gives a URL. */
const maxLifetimeMs = 300_000
/** Assumed where the browser's clock is so wrong that `expiresAt` lies in the past or impossibly far. */
const assumedLifetimeMs = 120_000
/** How early to fetch the next URL while playing. */
const renewalLeadMs = 45_000
/** A URL this near its end is not used for a new request. */
const lastUseMs = 3_000

export function leaseOf(signed: SignedUrl, wallMs: number): Lease {
  const lifetimeMs = Date.parse(signed.expiresAt) - wallMs
  // 30 s of tolerance, for clocks are rarely exact.
  const isCredible = lifetimeMs > lastUseMs && lifetimeMs <= maxLifetimeMs + 30_000
  return {
    url: signed.url,
    startedAtMs: wallMs,
    diesAtMs: wallMs + (isCredible ? Math.min(lifetimeMs, maxLifetimeMs) : assumedLifetimeMs),
  }
}

/** When to have the next URL, so that playing goes on: 45 s before the end, or the last third of a shorter life. */
export function renewsAtMs(lease: Lease): number {
  return lease.diesAtMs - Math.min(renewalLeadMs, (lease.diesAtMs - lease.startedAtMs) / 3)
}

export function isDead(lease: Lease, wallMs: number): boolean {
  return wallMs >= lease.diesAtMs - lastUseMs
}
