import { setTimeout as delay } from 'node:timers/promises'
import { PassingError } from './errors.ts'

export type Patience = {
  /** How often to try at all. */
  tries: number
  /** Before the second try; doubled for each further one. */
  firstWaitMs: number
  mostWaitMs: number
}

/** About a minute in all: a server's restart, a switch-over, a short cut of the line. */
export const usualPatience: Patience = { tries: 8, firstWaitMs: 500, mostWaitMs: 20_000 }

/**
 * Carries `attempt` out until it no longer throws a {@link PassingError}; `number` counts from 1. The wait is drawn at
 * random up to its bound, so that many recorders do not come back at once (AWS: Exponential Backoff And Jitter).
 */
export async function withPatience<T>(
  patience: Patience,
  signal: AbortSignal,
  attempt: (number: number) => Promise<T>,
): Promise<T> {
  for (let number = 1; ; number++) {
    try {
      return await attempt(number)
    } catch (error) {
      if (!(error instanceof PassingError) || number >= patience.tries) throw error
      const bound = Math.min(patience.firstWaitMs * 2 ** (number - 1), patience.mostWaitMs)
      await delay(error.waitMs ?? bound / 2 + (Math.random() * bound) / 2, undefined, { signal })
    }
  }
}

/** Lets at most `width` tasks run at once; the others wait their turn. */
export function limitTo(width: number): <T>(task: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (task) => {
    if (running >= width) await new Promise<void>((start) => waiting.push(start))
    else running++
    try {
      return await task()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
