type CacheOptions<Key, Value> = {
  readonly open: (key: Key) => Promise<Value>
  /** When a value is too old to be given out, in milliseconds since 1970. */
  readonly renewAtMs: (value: Value) => number
  readonly nowMs: () => number
  readonly maxEntries: number
}

type Entry<Value> = { readonly value: Promise<Value>; renewAtMs: number }

/**
 * Keeps what `open` gives until it is to be renewed. Those who ask at once share one opening; a failed one is not kept; the
 * entry that was asked for longest ago leaves when there are too many.
 */
export function renewingCache<Key, Value>(options: CacheOptions<Key, Value>): (key: Key) => Promise<Value> {
  const { open, renewAtMs, nowMs, maxEntries } = options
  // A Map remembers the order of insertion, so taking an entry out and putting it back makes it the youngest.
  const entries = new Map<Key, Entry<Value>>()

  function begin(key: Key): Entry<Value> {
    const entry: Entry<Value> = { value: open(key), renewAtMs: Number.POSITIVE_INFINITY }
    entry.value.then(
      (value) => {
        entry.renewAtMs = renewAtMs(value)
      },
      () => {
        if (entries.get(key) === entry) entries.delete(key)
      },
    )
    return entry
  }

  return (key) => {
    const known = entries.get(key)
    const entry = known !== undefined && nowMs() < known.renewAtMs ? known : begin(key)
    entries.delete(key)
    entries.set(key, entry)
    if (entries.size > maxEntries) {
      const [oldest] = entries.keys()
      if (oldest !== undefined) entries.delete(oldest)
    }
    return entry.value
  }
}
