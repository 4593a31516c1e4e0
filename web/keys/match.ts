import { type ShortcutId, shortcuts } from './table.ts'

export type KeyPress = { key: string; ctrlKey: boolean; metaKey: boolean; altKey: boolean }

/** A first key waits this long for its second. */
const sequenceMs = 1_200

const sequences = Object.entries(shortcuts).flatMap(([id, { keys }]) => keys.map((sequence) => ({ id, sequence })))

/**
 * Tells which shortcuts a key press completes, over several presses where a shortcut has two keys. Keys held with
 * Ctrl, Alt or Meta belong to the browser.
 */
export function createKeyMatcher(): (press: KeyPress, atMs: number) => ShortcutId[] {
  let pending: { key: string; atMs: number } | undefined

  return (press, atMs) => {
    if (press.ctrlKey || press.metaKey || press.altKey) return []
    const first = pending && atMs - pending.atMs <= sequenceMs ? pending.key : undefined
    pending = undefined
    const completed = sequences.filter(({ sequence }) =>
      sequence.length === 2
        ? sequence[0] === first && sequence[1] === press.key
        : first === undefined && sequence[0] === press.key,
    )
    const begins = sequences.some(({ sequence }) => sequence.length === 2 && sequence[0] === press.key)
    if (completed.length === 0 && begins) pending = { key: press.key, atMs }
    // The keys of `sequences` are those of the table.
    return completed.map(({ id }) => id as ShortcutId)
  }
}
