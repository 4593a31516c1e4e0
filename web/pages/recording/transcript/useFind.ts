import { useMemo, useState } from 'react'
import { type Line, type Match, matchesIn } from './lines.ts'

/** Finding words within the page: what was found, and the place that one has come to. */
export function useFind(lines: readonly Line[]) {
  const [words, setWords] = useState('')
  const [at, setAt] = useState(0)
  const matches = useMemo(() => matchesIn(lines, words), [lines, words])
  const byLine = useMemo(() => Map.groupBy(matches, ({ key }) => key), [matches])
  const place = matches.length === 0 ? 0 : Math.min(at, matches.length - 1)
  return {
    ...{ words, matches, byLine, place },
    current: matches[place] as Match | undefined, // none where nothing was found
    setWords(next: string) {
      setWords(next)
      setAt(0)
    },
    /** Goes to the next one, and from the last to the first. @returns it */
    step(by: 1 | -1): Match | undefined {
      if (matches.length === 0) return undefined
      const next = (place + by + matches.length) % matches.length
      setAt(next)
      return matches[next]
    },
  }
}
