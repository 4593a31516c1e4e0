import { appendFile, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'

const retryDelaysMs = [100, 400, 1_600, 6_400]

export type Deliver<E> = (event: E) => Promise<void>

/**
 * Delivers events to a target at least once, as EventBridge does: retries with growing delays, then the dead letters, so
 * that one poisoned event does not hold up the others.
 * @param folder dead letters are kept in its `dead-letters.jsonl`
 */
export async function deliverTo<E>(
  folder: string,
  target: Deliver<E>,
  signal: AbortSignal,
  delaysMs: readonly number[] = retryDelaysMs,
): Promise<Deliver<E>> {
  await mkdir(folder, { recursive: true })
  return async (event) => {
    for (const delayMs of [...delaysMs, undefined]) {
      try {
        return await target(event)
      } catch (error) {
        if (delayMs === undefined) {
          const reason = error instanceof Error ? error.name : 'unknown'
          const letter = { time: new Date().toISOString(), reason, event }
          await appendFile(join(folder, 'dead-letters.jsonl'), `${JSON.stringify(letter)}\n`)
          console.error(
            `An event could not be handled (${reason}): it is kept in ${join(folder, 'dead-letters.jsonl')}.`,
          )
          return
        }
        // Closing rejects, so that the sender keeps the event for the next start.
        await wait(delayMs, undefined, { signal })
      }
    }
  }
}
