/** Random choices that are the same for the same seed and place, in whatever order they are made. */
export type Choices = {
  /** 0 up to 1, exclusive. */
  share(place: string): number
  one<T>(place: string, values: readonly T[]): T
}

export function choicesOf(seed: string): Choices {
  const share = (place: string) => hashOf(`${seed}:${place}`) / 2 ** 32
  return {
    share,
    one<T>(place: string, values: readonly T[]) {
      // There is a value at every whole number below the length.
      return values[Math.floor(share(place) * values.length)] as T
    },
  }
}

/** FNV-1a, mixed once more so that neighbours are far apart; 32 bits. */
export function hashOf(text: string): number {
  let hash = 2_166_136_261
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 16_777_619)
  hash = Math.imul(hash ^ (hash >>> 16), 2_246_822_507)
  hash = Math.imul(hash ^ (hash >>> 13), 3_266_489_909)
  return (hash ^ (hash >>> 16)) >>> 0
}
