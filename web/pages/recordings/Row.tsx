import { memo } from 'react'
import type { RecordingSummary } from '../../api/index.ts'
import { type CellContext, columns } from './columns.tsx'
import classes from './RecordingTable.module.css'

type RowProps = {
  recording: RecordingSummary
  /** The row that the keys act on; it alone is a stop of the Tab key. */
  isCurrent: boolean
  context: CellContext
  becomeCurrent: (recordingId: string) => void
  open: (recordingId: string) => void
}

const isOwnTarget = (target: EventTarget) => target instanceof Element && target.closest('a, button') !== null

/** One recording of the list. Without a border of its own where the browser lays it out as a card. */
export const Row = memo(function Row({ recording, isCurrent, context, becomeCurrent, open }: RowProps) {
  return (
    // The keys of a row are the list's shortcuts; its link opens it for those who do not point.
    <tr
      // biome-ignore lint/a11y/noRedundantRoles: where the row is laid out as a card, browsers drop the role of its own
      role="row"
      tabIndex={isCurrent ? 0 : -1}
      data-row={recording.id}
      data-current={isCurrent || undefined}
      className={classes.row}
      onFocusCapture={() => becomeCurrent(recording.id)}
      onClick={(event) => {
        const hasSelectedText = getSelection()?.isCollapsed === false
        if (!isOwnTarget(event.target) && !hasSelectedText) open(recording.id)
      }}
    >
      {columns.map(({ id, className, cell }) => (
        // biome-ignore lint/a11y/noRedundantRoles: as above
        <td key={id} role="cell" className={className} data-column={id}>
          {cell(recording, context)}
        </td>
      ))}
    </tr>
  )
})
