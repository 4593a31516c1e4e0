import { useMemo, useState } from 'react'
import { useEachPosition, useSnapshot } from '../../../player/index.ts'
import type { Engine } from '../engine.ts'
import { type Line, linesAt, timedLines } from './lines.ts'

/** Keys of the lines that are said where the player stands, `2-14 2-15`; drawn again only when they change. */
export function useLit(engine: Engine, lines: readonly Line[]): string {
  const { status } = useSnapshot(engine)
  const timed = useMemo(() => timedLines(lines), [lines])
  const [lit, setLit] = useState('')
  useEachPosition(engine, status === 'playing', (positionMs) =>
    setLit(
      linesAt(timed, positionMs)
        .map(({ key }) => key)
        .join(' '),
    ),
  )
  return lit
}
