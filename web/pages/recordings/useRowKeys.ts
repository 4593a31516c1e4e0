import { type RefObject, useCallback, useState } from 'react'
import type { RecordingSummary } from '../../api/index.ts'
import { useShortcuts } from '../../keys/index.ts'

type RowActions = {
  open: (recordingId: string) => void
  play: (recording: RecordingSummary) => void
  download: (recording: RecordingSummary, from: HTMLElement) => void
  remove: (recording: RecordingSummary) => void
  /** The keys went past the last row that is loaded. */
  reachedEnd: () => void
}

const rowElement = (table: HTMLElement | null, recordingId: string): HTMLElement | null =>
  table?.querySelector<HTMLElement>(`[data-row="${CSS.escape(recordingId)}"]`) ?? null

/** Arrow keys are the list's while nothing else has the focus. */
const isListsArrow = (event: KeyboardEvent, table: HTMLElement | null): boolean =>
  event.key.length === 1 ||
  event.target === document.body ||
  (event.target instanceof Node && !!table?.contains(event.target))

/** Moves through the rows by keys, and acts on the current one. */
export function useRowKeys(
  table: RefObject<HTMLElement | null>,
  rows: readonly RecordingSummary[],
  actions: RowActions,
) {
  const [wantedId, setWantedId] = useState<string | null>(null)
  const wantedIndex = rows.findIndex(({ id }) => id === wantedId)
  const current = rows[Math.max(wantedIndex, 0)]

  const focusRow = useCallback(
    (recordingId: string) => {
      setWantedId(recordingId)
      rowElement(table.current, recordingId)?.focus()
    },
    [table],
  )

  const step = (by: 1 | -1) => (event: KeyboardEvent) => {
    if (!isListsArrow(event, table.current)) return false
    const target = wantedIndex < 0 ? rows[0] : rows[wantedIndex + by]
    if (target) focusRow(target.id)
    else if (by === 1) actions.reachedEnd()
    return undefined
  }
  /** Acts on the current row, once there is one that the person chose. */
  const onCurrent = (act: (recording: RecordingSummary) => void) => () => {
    if (wantedIndex < 0 || !current) return false
    act(current)
    return undefined
  }

  useShortcuts({
    nextRow: step(1),
    previousRow: step(-1),
    openRow: (event) => {
      const isRow = event.target instanceof HTMLElement && event.target.dataset.row !== undefined
      return isRow ? onCurrent(({ id }) => actions.open(id))() : false
    },
    play: onCurrent(actions.play),
    download: onCurrent((recording) => {
      const row = rowElement(table.current, recording.id)
      const button = row?.querySelector<HTMLElement>('[data-action="download"]')
      if (button) actions.download(recording, button)
    }),
    remove: onCurrent(actions.remove),
  })

  return { currentId: current?.id ?? null, setCurrentId: setWantedId, focusRow }
}
