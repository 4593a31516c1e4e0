import { type ReactNode, type RefObject, useEffect, useRef, useState } from 'react'
import classes from './Lines.module.css'

/** Lines that are drawn at once. */
export const chunkLines = 60
/** About as high as a line is, for those that were never drawn. */
const lineHeight = 40

type ChunkProps = {
  /** The box that scrolls. */
  box: RefObject<HTMLElement | null>
  count: number
  /** The number of its first line. */
  start: number
  /** Drawn wherever it is: something in it is to be shown. */
  isWanted: boolean
  label: string
  children: () => ReactNode
}

/** Some lines of a long list; while they are far from what is seen, an empty box as high as they were. */
export function Chunk({ box, count, start, isWanted, label, children }: ChunkProps) {
  const element = useRef<HTMLOListElement>(null)
  const [isNear, setIsNear] = useState(start === 1)
  const height = useRef(count * lineHeight)

  useEffect(() => {
    const list = element.current
    if (!list) return
    const observer = new IntersectionObserver(
      (entries) => {
        const entry = entries.at(-1)
        if (!entry) return
        if (!entry.isIntersecting && list.childElementCount > 0) height.current = list.offsetHeight
        setIsNear(entry.isIntersecting)
      },
      { root: box.current, rootMargin: '800px 0px' },
    )
    observer.observe(list)
    return () => observer.disconnect()
  }, [box])

  const isDrawn = isNear || isWanted
  return (
    <ol
      ref={element}
      start={start}
      className={classes.chunk}
      aria-label={label}
      style={isDrawn ? undefined : { height: height.current }}
      hidden={count === 0}
    >
      {isDrawn && children()}
    </ol>
  )
}
