import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import classes from './Tips.module.css'

type Tip = { text: string; left: number; top: number; isBelow: boolean }

const hoverDelayMs = 400
const gapPx = 6
const roomPx = 44
const marginPx = 8

function tipFor(element: HTMLElement): Tip | null {
  const text = element.dataset.tip
  if (!text) return null
  const box = element.getBoundingClientRect()
  const isBelow = box.top < roomPx
  return { text, left: box.left + box.width / 2, top: isBelow ? box.bottom + gapPx : box.top - gapPx, isBelow }
}

const targetOf = (event: Event): HTMLElement | null =>
  event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tip]') : null

/**
 * One tooltip for every element with `data-tip`: a list has hundreds of buttons, and a component each would cost more
 * than the rows. It repeats what the element's accessible name says, so it is hidden from screen readers. Shown on
 * hover and on keyboard focus, dismissed with Escape, and stays while pointed at (WCAG 2.2, 1.4.13).
 */
export function Tips() {
  const [tip, setTip] = useState<Tip | null>(null)
  const box = useRef<HTMLDivElement>(null)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const hide = () => {
      clearTimeout(timer)
      setTip(null)
    }
    const onPointerOver = (event: PointerEvent) => {
      if (event.pointerType === 'touch') return
      const target = targetOf(event)
      clearTimeout(timer)
      if (target) timer = setTimeout(() => setTip(target.isConnected ? tipFor(target) : null), hoverDelayMs)
      else if (!(event.target instanceof Node && box.current?.contains(event.target))) setTip(null)
    }
    const onFocusIn = (event: FocusEvent) => {
      const target = targetOf(event)
      if (target?.matches(':focus-visible')) setTip(tipFor(target))
      else hide()
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') hide()
    }
    const listening = new AbortController()
    const { signal } = listening
    document.addEventListener('pointerover', onPointerOver, { signal })
    document.addEventListener('pointerdown', hide, { signal })
    document.addEventListener('focusin', onFocusIn, { signal })
    document.addEventListener('focusout', hide, { signal })
    document.addEventListener('keydown', onKeyDown, { signal })
    document.addEventListener('scroll', hide, { signal, capture: true, passive: true })
    return () => {
      clearTimeout(timer)
      listening.abort()
    }
  }, [])

  // Its width is known once it stands: only then can it be kept inside the window.
  useLayoutEffect(() => {
    if (!tip || !box.current) return
    const reach = box.current.offsetWidth / 2 + marginPx
    const rightmost = document.documentElement.getBoundingClientRect().width - reach
    box.current.style.left = `${Math.max(reach, Math.min(tip.left, rightmost))}px`
  }, [tip])

  if (!tip) return null
  return createPortal(
    <div
      ref={box}
      aria-hidden="true"
      className={classes.tip}
      data-below={tip.isBelow || undefined}
      style={{ left: tip.left, top: tip.top }}
    >
      {tip.text}
    </div>,
    document.body,
  )
}
