import { Button } from '@mantine/core'
import { IconFocusCentered } from '@tabler/icons-react'
import { type KeyboardEvent, type ReactNode, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import type { Engine } from '../engine.ts'
import { Chunk, chunkLines } from './Chunk.tsx'
import classes from './Lines.module.css'
import type { Line, Match } from './lines.ts'
import { Row, type RowDeeds } from './Row.tsx'
import { useLit } from './useLit.ts'
import { useShown } from './useShown.ts'

export type ShownSegment = {
  seq: number
  lines: readonly Line[]
  mayEdit: boolean
  /** Stands before its lines where there are several segments. */
  heading: ReactNode
}

export type LinesHandle = { show: (key: string, takesFocus?: boolean) => void }

type LinesProps = {
  segments: readonly ShownSegment[]
  lines: readonly Line[]
  engine: Engine | null
  byLine: ReadonlyMap<string, readonly Match[]>
  currentMatch: Match | undefined
  editingKey: string | null
  renderEdit: (line: Line) => ReactNode
  deeds: RowDeeds
  ref: Ref<LinesHandle>
}

const noMatches: readonly Match[] = []

/** The lines of all segments in a box that scrolls, so that the player stays in sight. */
export function Lines({
  segments,
  lines,
  engine,
  byLine,
  currentMatch,
  editingKey,
  renderEdit,
  deeds,
  ref,
}: LinesProps) {
  const box = useRef<HTMLElement>(null)
  const { wantedKey, isFollowing, follow, show } = useShown(box)
  const [litKeys, setLitKeys] = useState('')
  const [focusKey, setFocusKey] = useState<string | null>(null)
  const lit = new Set(litKeys.split(' '))
  const current = focusKey ?? litKeys.split(' ')[0] ?? ''
  const currentKey = lines.some(({ key }) => key === current) ? current : lines[0]?.key

  useImperativeHandle(ref, () => ({ show }))

  // biome-ignore lint/correctness/useExhaustiveDependencies: when another line is lit, or one follows again
  useEffect(() => {
    const [first] = litKeys.split(' ')
    if (isFollowing && first) show(first)
  }, [litKeys, isFollowing])

  const onKeyDown = (event: KeyboardEvent) => {
    const button = event.target instanceof Element ? event.target.closest('[data-line]') : null
    const at = lines.findIndex(({ key }) => key === button?.getAttribute('data-line'))
    const line = lines[at]
    if (!line || event.ctrlKey || event.metaKey || event.altKey) return
    const steps: Partial<Record<string, number>> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: lines.length - 1,
    }
    const next = lines[steps[event.key] ?? -1]
    if (event.key in steps) {
      event.preventDefault()
      if (!next) return
      setFocusKey(next.key)
      show(next.key, true)
    } else if (event.key === 'F2') {
      event.preventDefault()
      if (segments.find(({ seq }) => seq === line.seq)?.mayEdit) deeds.edit(line)
    }
  }

  return (
    <div className={classes.frame}>
      <section
        ref={box}
        className={classes.box}
        aria-label="What was said"
        onKeyDown={onKeyDown}
        onFocus={(event) => setFocusKey(event.target.closest('[data-line]')?.getAttribute('data-line') ?? focusKey)}
      >
        {engine && <Lit engine={engine} lines={lines} onChange={setLitKeys} />}
        {segments.map(({ seq, lines: own, mayEdit, heading }) => (
          <div key={seq}>
            {heading}
            {heading && own.length === 0 && <p className={classes.none}>Nothing was typed or imported of it.</p>}
            {Array.from({ length: Math.ceil(own.length / chunkLines) }, (_, index) => {
              const some = own.slice(index * chunkLines, (index + 1) * chunkLines)
              return (
                <Chunk
                  key={some[0]?.key}
                  box={box}
                  count={some.length}
                  start={index * chunkLines + 1}
                  isWanted={some.some(({ key }) => key === wantedKey || key === editingKey || key === currentKey)}
                  label={`Lines ${index * chunkLines + 1} to ${index * chunkLines + some.length}`}
                >
                  {() =>
                    some.map((line) =>
                      line.key === editingKey ? (
                        <li key={line.key} className={classes.form} data-line={line.key}>
                          {renderEdit(line)}
                        </li>
                      ) : (
                        <Row
                          key={line.key}
                          line={line}
                          deeds={deeds}
                          isLit={lit.has(line.key)}
                          isCurrent={line.key === currentKey}
                          mayEdit={mayEdit}
                          matches={byLine.get(line.key) ?? noMatches}
                          current={currentMatch?.key === line.key ? currentMatch : undefined}
                        />
                      ),
                    )
                  }
                </Chunk>
              )
            })}
          </div>
        ))}
      </section>
      {!isFollowing && engine && (
        <Button
          className={classes.follow}
          size="compact-sm"
          leftSection={<IconFocusCentered size={16} stroke={1.75} />}
          onClick={follow}
        >
          Follow the call
        </Button>
      )}
    </div>
  )
}

function Lit({
  engine,
  lines,
  onChange,
}: {
  engine: Engine
  lines: readonly Line[]
  onChange: (keys: string) => void
}) {
  const lit = useLit(engine, lines)
  useEffect(() => onChange(lit), [lit, onChange])
  return null
}
