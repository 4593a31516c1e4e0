import type { Database } from '../store/database.ts'
import { firstOfOutbox, removeFromOutbox } from '../store/outbox.ts'
import type { EventBridgeS3Event } from './event.ts'

const FIRST_BACKOFF_MS = 100
const MAX_BACKOFF_MS = 30_000

/** Hands the outbox over, one event after the other. */
export type Delivery = {
  /** Says that there is something in the outbox. */
  wake(): void
  /** Lets the event under way finish and starts no other; what is left stays for the next start. */
  stop(): Promise<void>
}

/**
 * Delivers in order and at least once: an event leaves the outbox after `onEvent` has resolved, and is tried again, ever
 * more slowly, while it rejects. Those behind it wait.
 */
export function startDelivery(
  database: Database,
  onEvent: (event: EventBridgeS3Event) => Promise<void>,
  onFault: (error: unknown) => void,
): Delivery {
  let isStopped = false
  let isWanted = false
  let running: Promise<void> | undefined
  let retry: NodeJS.Timeout | undefined
  let backoffMs = FIRST_BACKOFF_MS

  const waitToRetry = (): void => {
    if (isStopped) return
    retry = setTimeout(() => {
      retry = undefined
      wake()
    }, backoffMs)
    backoffMs = Math.min(backoffMs * 2, MAX_BACKOFF_MS)
  }

  const run = async (): Promise<void> => {
    try {
      while (!isStopped) {
        isWanted = false
        const entry = firstOfOutbox(database)
        if (entry === undefined) return
        await onEvent(entry.event)
        removeFromOutbox(database, entry.id)
        backoffMs = FIRST_BACKOFF_MS
      }
    } catch (error) {
      onFault(error)
      waitToRetry()
    }
  }

  function wake(): void {
    isWanted = true
    if (isStopped || running !== undefined || retry !== undefined) return
    running = run().finally(() => {
      running = undefined
      // Something came between the last look into the outbox and now.
      if (isWanted) wake()
    })
  }

  return {
    wake,
    stop: async () => {
      isStopped = true
      clearTimeout(retry)
      await running
    },
  }
}
