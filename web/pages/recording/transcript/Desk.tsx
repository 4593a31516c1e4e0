import { Button } from '@mantine/core'
import { IconPlus, IconTextCaption } from '@tabler/icons-react'
import { lazy, Suspense, useMemo, useRef, useState } from 'react'
import type { Recording } from '../../../api/index.ts'
import { denialSentence } from '../../../parts/index.ts'
import { Message } from '../../../ui/index.ts'
import type { Engine } from '../engine.ts'
import type { CueDraft } from './CueForm.tsx'
import { FindBar } from './FindBar.tsx'
import lineClasses from './Lines.module.css'
import { Lines, type LinesHandle } from './Lines.tsx'
import type { Line } from './lines.ts'
import type { Place } from './queries.ts'
import type { RowDeeds } from './Row.tsx'
import { Tools } from './Tools.tsx'
import classes from './Transcript.module.css'
import { Adding, Editing } from './Typing.tsx'
import { useFind } from './useFind.ts'
import type { useTranscripts } from './useTranscripts.ts'

const ImportDialog = lazy(() => import('./ImportDialog.tsx'))
const HistoryDialog = lazy(() => import('./HistoryDialog.tsx'))
const RemoveDialog = lazy(() => import('./RemoveDialog.tsx'))

/** What is open beside the lines. */
type Opened =
  | { what: 'import'; seq: number; from: HTMLElement | null }
  | { what: 'edit' | 'history' | 'remove'; line: Line }
  | { what: 'add'; seq: number; draft: CueDraft; count: number }

type DeskProps = {
  recording: Recording
  engine: Engine | null
  starts: ReadonlyMap<number, number>
  segments: ReturnType<typeof useTranscripts>['segments']
}

/** What a typed line lasts until somebody says otherwise. */
const typedMs = 2_000

/** The lines with all that is done to them. */
export function Desk({ recording, engine, starts, segments }: DeskProps) {
  const list = useRef<LinesHandle>(null)
  const addButton = useRef<HTMLButtonElement>(null)
  const [opened, setOpened] = useState<Opened | null>(null)
  const lines = useMemo(() => segments.flatMap((segment) => segment.lines), [segments])
  const speakers = useMemo(() => [...new Set(lines.flatMap(({ cue }) => cue.speaker ?? []))].slice(0, 50), [lines])
  const find = useFind(lines)
  const deeds: RowDeeds = useMemo(
    () => ({
      seek: ({ startMs }) => {
        if (startMs !== null) engine?.seek(startMs)
      },
      edit: (line) => setOpened({ what: 'edit', line }),
      remove: (line) => setOpened({ what: 'remove', line }),
      tellHistory: (line) => setOpened({ what: 'history', line }),
    }),
    [engine],
  )

  const editable = segments.filter(({ mayEdit }) => mayEdit)
  const isOne = segments.length === 1
  const placeOf = (seq: number): Place => ({ recordingId: recording.id, seq })
  /** Where the player stands in a segment. */
  const positionIn = (seq: number) =>
    engine && (() => Math.max(0, Math.round(engine.positionMs - (starts.get(seq) ?? 0))))

  const openAdd = (speaker: string | null = null) => {
    const positionMs = engine?.positionMs ?? 0
    const heard = editable.findLast(({ seq }) => (starts.get(seq) ?? 0) <= positionMs) ?? editable[0]
    if (!heard) return
    const startMs = positionIn(heard.seq)?.() ?? null
    const draft = { startMs, endMs: startMs === null ? null : startMs + typedMs, speaker, text: '' }
    setOpened((before) => ({
      ...{ what: 'add', seq: heard.seq, draft },
      count: before?.what === 'add' ? before.count + 1 : 0,
    }))
  }
  const closeTo = (key: string | undefined) => {
    setOpened(null)
    if (key !== undefined) list.current?.show(key, true)
  }
  const toolsOf = ({ seq, lines: own, mayEdit }: DeskProps['segments'][number], of: string) => (
    <Tools
      {...{ place: placeOf(seq), hasCues: own.length > 0, mayEdit, of }}
      openImport={(from) => setOpened({ what: 'import', seq, from })}
    />
  )
  const [first] = segments
  const denial = segments.find(({ editDenial }) => editDenial !== null)?.editDenial

  return (
    <>
      {lines.length > 0 && (
        <div className={classes.bar}>
          <FindBar find={find} show={(key) => list.current?.show(key)} />
          <div className={classes.tools}>
            {editable.length > 0 && (
              <Button
                ref={addButton}
                variant="default"
                leftSection={<IconPlus size={16} stroke={1.75} />}
                onClick={() => openAdd()}
              >
                Add a line
              </Button>
            )}
            {isOne && first && toolsOf(first, '')}
          </div>
        </div>
      )}
      {denial && <p className={classes.denial}>{denialSentence(denial, 'You may not edit transcripts')}.</p>}
      {opened?.what === 'add' && (
        <div className={classes.adding}>
          <Adding
            key={opened.count}
            {...{ place: placeOf(opened.seq), start: opened.draft, speakers, positionMs: positionIn(opened.seq) }}
            onAdded={(key, { speaker }) => {
              list.current?.show(key)
              openAdd(speaker)
            }}
            onClose={() => {
              setOpened(null)
              addButton.current?.focus()
            }}
          />
        </div>
      )}
      {lines.length === 0 && opened?.what !== 'add' && (
        <Message
          icon={<IconTextCaption size={24} stroke={1.5} />}
          title="Nobody has written down what was said"
          actions={
            editable.length > 0 && (
              <>
                <Button onClick={() => openAdd()}>Type it</Button>
                {isOne && first && toolsOf(first, '')}
              </>
            )
          }
        >
          {editable.length > 0 && <p>Type it while you listen, or import WebVTT, SubRip, plain text or JSON.</p>}
        </Message>
      )}
      {(lines.length > 0 || !isOne) && (
        <Lines
          ref={list}
          {...{ lines, engine, deeds, byLine: find.byLine, currentMatch: find.current }}
          segments={segments.map((segment) => ({
            ...segment,
            heading: isOne ? null : (
              <div className={lineClasses.heading}>
                <h3>Segment {segment.seq}</h3>
                <div className={classes.tools}>{toolsOf(segment, ` segment ${segment.seq}`)}</div>
              </div>
            ),
          }))}
          editingKey={opened?.what === 'edit' ? opened.line.key : null}
          renderEdit={(line) => (
            <Editing
              {...{ line, place: placeOf(line.seq), speakers, positionMs: positionIn(line.seq) }}
              onClose={() => closeTo(line.key)}
            />
          )}
        />
      )}
      <Suspense fallback={null}>
        {opened?.what === 'import' && (
          <ImportDialog
            place={placeOf(opened.seq)}
            etag={segments.find(({ seq }) => seq === opened.seq)?.etag ?? '*'}
            isReplacing={lines.some(({ seq }) => seq === opened.seq)}
            onClose={() => {
              setOpened(null)
              opened.from?.focus()
            }}
          />
        )}
        {opened?.what === 'history' && (
          <HistoryDialog
            {...{ place: placeOf(opened.line.seq), cueId: opened.line.cue.id, version: opened.line.cue.version }}
            onClose={() => closeTo(opened.line.key)}
          />
        )}
        {opened?.what === 'remove' && (
          <RemoveDialog
            {...{ place: placeOf(opened.line.seq), line: opened.line }}
            onClose={() => closeTo(opened.line.key)}
            onRemoved={() => {
              const at = lines.findIndex(({ key }) => key === opened.line.key)
              closeTo((lines[at + 1] ?? lines[at - 1])?.key)
            }}
          />
        )}
      </Suspense>
    </>
  )
}
