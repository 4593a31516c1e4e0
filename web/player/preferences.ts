import { rateLimits } from './engine/index.ts'

/** What a person set and expects to find again at the next call. */
export type Preferences = { rate: number; volume: number; isMuted: boolean }

type Store = Pick<Storage, 'getItem' | 'setItem'>

const key = 'soundkeep.player'
const defaults: Preferences = { rate: 1, volume: 1, isMuted: false }

const numberWithin = (value: unknown, least: number, most: number, otherwise: number) =>
  typeof value === 'number' && value >= least && value <= most ? value : otherwise

/** Browsers that forbid storage throw at the mere mention of it. */
export function browserStore(): Store | null {
  try {
    return localStorage
  } catch {
    return null
  }
}

export function readPreferences(store: Store | null): Preferences {
  try {
    const kept: unknown = JSON.parse(store?.getItem(key) ?? 'null')
    if (typeof kept !== 'object' || kept === null) return defaults
    // Every field is checked below.
    const { rate, volume, isMuted } = kept as Record<string, unknown>
    return {
      rate: numberWithin(rate, rateLimits.slowest, rateLimits.fastest, defaults.rate),
      volume: numberWithin(volume, 0, 1, defaults.volume),
      isMuted: isMuted === true,
    }
  } catch {
    return defaults
  }
}

export function keepPreferences(store: Store | null, preferences: Preferences): void {
  try {
    store?.setItem(key, JSON.stringify(preferences))
  } catch {
    // A full or forbidden store: then it is not remembered.
  }
}
