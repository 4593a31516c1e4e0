import { readdirSync, realpathSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { PlannedCall } from './calls.ts'
import { messageOf, UsageError } from './errors.ts'
import { isMediaName } from './media-types.ts'

export type Watching = {
  folder: string
  /** A file counts as whole once it stayed the same, and nobody had it open to write, for so long. */
  settleMs: number
  /** Between two looks at the folder. */
  lookMs: number
  /** How long a call waits for its other side. */
  sideWaitMs: number
  /** After a call that failed. */
  againMs: number
  signal: AbortSignal
  now(): number
  filesOpenToWrite(): ReadonlySet<string>
  isSent(file: FileLook): boolean
  plan(paths: readonly string[]): PlannedCall[]
  /** Undefined where files of a call come one by one: whether all of them are here. */
  isComplete?: ((call: PlannedCall) => boolean) | undefined
  /** Whether the call is done with for good; false: try it again later. */
  send(call: PlannedCall): Promise<boolean>
  warn(message: string): void
}

export type FileLook = { path: string; lengthBytes: number; modifiedMs: number }

/**
 * Sends what comes into a folder until told to stop. It looks again and again rather than trusting notifications, which
 * network file systems do not give; calls under way do not hold up the next look.
 */
export async function watchFolder(watching: Watching): Promise<void> {
  const { folder, settleMs, lookMs, sideWaitMs, againMs, signal } = watching
  const unchangedSince = new Map<string, { key: string; sinceMs: number }>()
  const busy = new Set<string>()
  const notBefore = new Map<string, number>()
  const waitingSince = new Map<string, number>()
  const underWay = new Set<Promise<void>>()

  const start = (call: PlannedCall, keys: ReadonlyMap<string, string>) => {
    for (const { path } of call.files) busy.add(path)
    const work = watching
      .send(call)
      .then((isDone) => {
        // A changed file has another key and is looked at anew.
        const untilMs = isDone ? Number.POSITIVE_INFINITY : watching.now() + againMs
        for (const { path } of call.files) notBefore.set(keys.get(path) ?? path, untilMs)
      })
      .finally(() => {
        for (const { path } of call.files) busy.delete(path)
        underWay.delete(work)
      })
    // What stops it is the signal, which the loop below sees as well.
    work.catch(() => undefined)
    underWay.add(work)
  }

  let isAway = false
  const lookOrWarn = () => {
    try {
      const looks = filesBelow(folder)
      isAway = false
      return looks
    } catch (error) {
      // Once, not at every look: a share may be away for hours.
      if (!isAway) watching.warn(`${folder} cannot be read (${messageOf(error)}): still looking.`)
      isAway = true
      return []
    }
  }

  while (!signal.aborted) {
    const now = watching.now()
    const looks = lookOrWarn()
    const keys = new Map(looks.map((look) => [look.path, keyOf(look)]))
    for (const path of unchangedSince.keys()) if (!keys.has(path)) unchangedSince.delete(path)
    const still = looks.filter((look) => {
      const key = keyOf(look)
      const before = unchangedSince.get(look.path)
      if (before?.key !== key) {
        unchangedSince.set(look.path, { key, sinceMs: now })
        return false
      }
      if (busy.has(look.path) || (notBefore.get(key) ?? 0) > now || now - before.sinceMs < settleMs) return false
      if (!watching.isSent(look)) return true
      notBefore.set(key, Number.POSITIVE_INFINITY)
      return false
    })
    const open = still.length > 0 ? watching.filesOpenToWrite() : new Set<string>()
    for (const { path } of still) {
      // Open now means still being made, whatever its length does: its time begins again.
      if (open.has(path)) unchangedSince.delete(path)
    }
    const whole = still.filter(({ path }) => !open.has(path)).map(({ path }) => path)
    for (const call of watching.plan(whole)) {
      const first = call.files[0]?.path ?? ''
      const sinceMs = waitingSince.get(first) ?? now
      waitingSince.set(first, sinceMs)
      if (watching.isComplete && !watching.isComplete(call) && now - sinceMs < sideWaitMs) continue
      waitingSince.delete(first)
      start(call, keys)
    }
    await delay(lookMs, undefined, { signal }).catch(() => undefined)
  }
  await Promise.allSettled(underWay)
}

const keyOf = ({ path, lengthBytes, modifiedMs }: FileLook) => `${path} ${lengthBytes} ${modifiedMs}`

/** Media files below a folder; hidden ones and those that a copy is still filling are left out, links are not followed. */
export function filesBelow(folder: string): FileLook[] {
  const looks: FileLook[] = []
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (!entry.isFile() || path.slice(folder.length).includes(`${sep}.`) || !isMediaName(entry.name)) continue
    const look = statSync(path, { throwIfNoEntry: false })
    if (look) looks.push({ path, lengthBytes: look.size, modifiedMs: Math.round(look.mtimeMs) })
  }
  return looks.sort((a, b) => a.modifiedMs - b.modifiedMs)
}

/** The real path of a folder to watch, as the system names its open files. Throws {@link UsageError}. */
export function folderToWatch(path: string): string {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) throw new UsageError(`There is no folder ${path}.`)
  return realpathSync(path)
}
