import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { columnsOf, type Strand, type TimeWindow } from './outline.ts'
import classes from './Waveform.module.css'

type WaveformProps = { strands: readonly Strand[]; window: TimeWindow; gain: number }

/** Of a lane's sound what is in view, twice: as it is, and over it in another colour what was played. */
export function Waveform({ strands, window, gain }: WaveformProps) {
  const box = useRef<HTMLDivElement>(null)
  const canvases = useRef<(HTMLCanvasElement | null)[]>([])
  const size = useSize(box)
  const scheme = useScheme()

  // biome-ignore lint/correctness/useExhaustiveDependencies: colours are read from the page, whose scheme changes them
  useLayoutEffect(() => {
    for (const canvas of canvases.current) if (canvas) draw(canvas, strands, window, gain, size)
  }, [strands, window, gain, size, scheme])

  const keep = (index: number) => (canvas: HTMLCanvasElement | null) => {
    canvases.current[index] = canvas
  }
  return (
    <div ref={box} className={classes.box} aria-hidden="true" data-waveform="">
      <canvas ref={keep(0)} className={classes.wave} />
      <canvas ref={keep(1)} className={classes.played} />
    </div>
  )
}

type Size = { widthPx: number; heightPx: number; ratio: number }

function useSize(box: { current: HTMLElement | null }): Size {
  const [size, setSize] = useState<Size>({ widthPx: 0, heightPx: 0, ratio: 1 })
  useEffect(() => {
    const element = box.current
    if (!element) return
    const measure = () => {
      const { clientWidth: widthPx, clientHeight: heightPx } = element
      setSize((before) => {
        const ratio = devicePixelRatio
        const isSame = before.widthPx === widthPx && before.heightPx === heightPx && before.ratio === ratio
        return isSame ? before : { widthPx, heightPx, ratio }
      })
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    // Another screen, or the page's own zoom.
    addEventListener('resize', measure)
    return () => {
      observer.disconnect()
      removeEventListener('resize', measure)
    }
  }, [box])
  return size
}

/** Changes when the page becomes light or dark. */
function useScheme(): string | null {
  const [scheme, setScheme] = useState<string | null>(null)
  useEffect(() => {
    const read = () => setScheme(document.documentElement.getAttribute('data-mantine-color-scheme'))
    const observer = new MutationObserver(read)
    observer.observe(document.documentElement, { attributeFilter: ['data-mantine-color-scheme'] })
    return () => observer.disconnect()
  }, [])
  return scheme
}

/** Widths of a bar and of the gap behind it, as far as there are whole pixels for them. */
const [barPx, gapPx] = [2, 1]

function draw(
  canvas: HTMLCanvasElement,
  strands: readonly Strand[],
  window: TimeWindow,
  gain: number,
  { widthPx, heightPx, ratio }: Size,
): void {
  const width = Math.round(widthPx * ratio)
  const height = Math.round(heightPx * ratio)
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d')
  if (!context || width === 0 || height === 0) return
  context.fillStyle = getComputedStyle(canvas).color
  const step = Math.max(2, Math.round((barPx + gapPx) * ratio))
  const bar = Math.max(1, Math.round(barPx * ratio))
  const count = Math.ceil(width / step)
  // The last bar may stand out over the edge.
  const msPerPixel = (window.toMs - window.fromMs) / width
  const columns = columnsOf(strands, { fromMs: window.fromMs, toMs: window.fromMs + count * step * msPerPixel }, count)
  const middle = height / 2
  const reach = Math.max(1, middle - ratio)
  const isThere = (column: number) => {
    const atMs = window.fromMs + (column + 0.5) * step * msPerPixel
    return strands.some(({ startMs, endMs }) => atMs >= startMs && atMs < endMs)
  }
  for (let column = 0; column < count; column += 1) {
    if (!isThere(column)) continue
    const up = Math.min(reach, ((columns[2 * column + 1] ?? 0) / 128) * gain * reach)
    const down = Math.min(reach, (-(columns[2 * column] ?? 0) / 128) * gain * reach)
    // Silence is a line: somebody was on it.
    const top = middle - Math.max(up, ratio / 2)
    context.fillRect(column * step, top, bar, Math.max(ratio, middle + Math.max(down, ratio / 2) - top))
  }
}
