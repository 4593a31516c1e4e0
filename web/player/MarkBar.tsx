import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { IconButton } from '../ui/index.ts'
import { formatClock, type Timeline } from './engine/index.ts'
import classes from './MarkBar.module.css'
import { type MarkerKind, type PlacedMarker, thinOut } from './markers.ts'
import { pointOf } from './style.ts'
import { type Engine, usePosition } from './usePlayback.ts'
import type { WindowControl } from './useWindow.ts'

const kindWords: Record<MarkerKind, string> = { dtmf: 'Digit', note: 'Note', pause: 'Pause', cue: 'Said' }
/** Marks that are drawn stand no nearer to each other. */
const leastDistancePx = 5
const guessedWidthPx = 600
/** A list of more is the transcript's own. */
const mostListed = 300

type MarkBarProps = { engine: Engine; timeline: Timeline; control: WindowControl; marks: readonly PlacedMarker[] }

/** What is said about moments of the call: ticks below the lanes, a way from one to the next, and all of it in words. */
export function MarkBar({ engine, timeline, control, marks }: MarkBarProps) {
  const listId = useId()
  const [isOpen, setIsOpen] = useState(false)
  const positionMs = usePosition(engine, 250)
  if (marks.length === 0) return null
  const choose = ({ startMs, onSelect }: PlacedMarker) => {
    engine.seek(startMs)
    onSelect?.()
  }
  // The position of a mark itself is on it, rounded down as positions are here.
  const currentIndex = marks.findLastIndex(({ startMs }) => startMs < positionMs + 250)
  const next = marks.find(({ startMs }) => startMs >= positionMs + 250)
  const current = marks[currentIndex]
  // Back to the start of the one that is heard, and from there to the one before.
  const isAtStart = current !== undefined && positionMs - current.startMs < 750
  const previous = marks[isAtStart ? currentIndex - 1 : currentIndex]
  const listed = marks.filter(({ kind }) => kind !== 'cue').slice(0, mostListed)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for forms.
    <div className={classes.row} role="group" aria-label="Marks">
      <div className={classes.head}>
        <span className={classes.name}>Marks</span>
        <span>
          <IconButton
            label="Previous mark"
            reason={previous ? undefined : 'there is none before'}
            icon={<IconChevronLeft size={16} />}
            onClick={() => previous && choose(previous)}
          />
          <IconButton
            label="Next mark"
            reason={next ? undefined : 'there is none after'}
            icon={<IconChevronRight size={16} />}
            onClick={() => next && choose(next)}
          />
        </span>
      </div>
      <div className={classes.side}>
        <Ticks engine={engine} timeline={timeline} control={control} marks={marks} choose={choose} />
        <div className={classes.words}>
          <span className={classes.current}>
            {current ? `${wordsOf(current)} · ${currentIndex + 1} of ${marks.length}` : `${marks.length} in this call`}
          </span>
          {listed.length > 0 && (
            <button
              type="button"
              className={classes.toggle}
              aria-expanded={isOpen}
              aria-controls={listId}
              onClick={() => setIsOpen(!isOpen)}
            >
              {isOpen ? 'Hide the list' : 'List them'}
            </button>
          )}
        </div>
        <ul id={listId} className={classes.list} hidden={!isOpen} aria-label="Marks">
          {isOpen &&
            listed.map((mark, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two marks may be the same in all they say
              <li key={index}>
                <button type="button" className={classes.item} onClick={() => choose(mark)}>
                  {wordsOf(mark)}
                </button>
              </li>
            ))}
        </ul>
      </div>
    </div>
  )
}

const wordsOf = ({ kind, startMs, label }: PlacedMarker) => `${formatClock(startMs)} ${kindWords[kind]}: ${label}`

type TicksProps = MarkBarProps & { choose: (mark: PlacedMarker) => void }

/** For eyes and the mouse; keys have the buttons beside it. */
function Ticks({ timeline, control, marks, choose }: TicksProps) {
  const bar = useRef<HTMLDivElement>(null)
  const [widthPx, setWidthPx] = useState(guessedWidthPx)
  useEffect(() => {
    const element = bar.current
    if (!element) return
    const observer = new ResizeObserver(() => setWidthPx(element.clientWidth))
    observer.observe(element)
    return () => observer.disconnect()
  }, [])
  const { fromMs, toMs } = control.window
  const spanMs = Math.max(1, toMs - fromMs)
  const shown = useMemo(() => {
    const inView = marks.filter(({ startMs }) => startMs >= fromMs && startMs <= toMs)
    return thinOut(inView, (spanMs / Math.max(1, widthPx)) * leastDistancePx)
  }, [marks, fromMs, toMs, spanMs, widthPx])
  return (
    <div ref={bar} className={classes.ticks} aria-hidden="true" data-duration-ms={timeline.durationMs}>
      {shown.map((mark, index) => (
        <button
          // biome-ignore lint/suspicious/noArrayIndexKey: as in the list
          key={index}
          type="button"
          tabIndex={-1}
          className={classes.tick}
          data-kind={mark.kind}
          data-tip={wordsOf(mark)}
          style={pointOf(mark.startMs - fromMs, spanMs)}
          onClick={() => choose(mark)}
        >
          {mark.kind === 'dtmf' ? mark.label.slice(0, 1) : null}
        </button>
      ))}
    </div>
  )
}
