import { Button } from '@mantine/core'
import { type ReactNode, useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useShortcuts } from '../../keys/index.ts'
import classes from './ListTable.module.css'
import settings from './Settings.module.css'

export type Column<Row> = {
  id: string
  words: string
  /** Said to screen readers alone. */
  isWordHidden?: boolean
  /** Of the table's width; the rest is shared. */
  width?: string
  /** Whether its word stands before the cell where rows are laid out as cards. */
  isNamedOnCards?: boolean
  /** Where it stands on a card: in the flow of the others, beside the heading, or on a line of its own. */
  onCards?: 'inline' | 'beside' | 'own'
  cell: (row: Row) => ReactNode
  /** A quieter second line; of the first column, outside of its link. */
  aside?: (row: Row) => ReactNode
}

type ListTableProps<Row> = {
  caption: string
  /** The first is the row's heading, and its link. */
  columns: readonly Column<Row>[]
  /** Undefined while they load. */
  rows: readonly Row[] | undefined
  keyOf: (row: Row) => string
  /** Where a row leads; null for a row that leads nowhere. */
  hrefOf?: (row: Row) => string | null
}

/** As many rows as are shown until more are asked for. */
const shownAtOnce = 200

const skeletonRows = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']

/** Arrow keys are the list's while nothing else has the focus. */
const isListsArrow = (event: KeyboardEvent, table: HTMLElement | null): boolean =>
  event.key.length === 1 ||
  event.target === document.body ||
  (event.target instanceof Node && !!table?.contains(event.target))

/** Leads from row to row by keys; a row's link has the focus, so that Enter opens it. */
function useRowKeys() {
  const table = useRef<HTMLTableElement>(null)
  const step = (by: 1 | -1) => (event: KeyboardEvent) => {
    if (!isListsArrow(event, table.current)) return false
    const links = [...(table.current?.querySelectorAll<HTMLElement>('[data-row-link]') ?? [])]
    const at = links.findIndex((link) => link.closest('tr')?.contains(document.activeElement))
    ;(at < 0 ? links[0] : links[at + by])?.focus()
    return undefined
  }
  useShortcuts({ nextRow: step(1), previousRow: step(-1) })
  return table
}

/** Things, one a row. */
export function ListTable<Row>({ caption, columns, rows, keyOf, hrefOf }: ListTableProps<Row>) {
  const [, navigate] = useLocation()
  const table = useRowKeys()
  const [limit, setLimit] = useState(shownAtOnce)
  const named = (column: Column<Row>) => (column.isNamedOnCards ? column.words : undefined)

  const left = (rows?.length ?? 0) - limit
  return (
    <>
      <table ref={table} className={classes.table} aria-busy={rows === undefined}>
        <caption className="visually-hidden">{rows ? caption : `${caption}, loading`}</caption>
        <thead>
          <tr>
            {columns.map(({ id, words, width, isWordHidden }) => (
              <th key={id} scope="col" style={width === undefined ? undefined : { width }}>
                {isWordHidden ? <span className="visually-hidden">{words}</span> : words}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows?.slice(0, limit).map((row) => {
            const href = hrefOf?.(row) ?? null
            return (
              // The keys of a row are its link's.
              <tr
                key={keyOf(row)}
                data-leads={href === null ? undefined : true}
                onClick={(event) => {
                  const isOwn = event.target instanceof Element && event.target.closest('a, button, input') !== null
                  if (href !== null && !isOwn && getSelection()?.isCollapsed !== false) navigate(href)
                }}
              >
                {columns.map((column, index) =>
                  index === 0 ? (
                    <th key={column.id} scope="row" data-named={named(column)}>
                      {href === null ? (
                        column.cell(row)
                      ) : (
                        <Link href={href} className={classes.name} data-row-link>
                          {column.cell(row)}
                        </Link>
                      )}
                      {column.aside && <Quiet>{column.aside(row)}</Quiet>}
                    </th>
                  ) : (
                    <td key={column.id} data-named={named(column)} data-cards={column.onCards ?? 'inline'}>
                      {column.cell(row)}
                      {column.aside && <Quiet>{column.aside(row)}</Quiet>}
                    </td>
                  ),
                )}
              </tr>
            )
          }) ??
            skeletonRows.map((row) => (
              <tr key={row}>
                {columns.map(({ id }) => (
                  <td key={id}>
                    <span className={settings.skeleton} style={{ width: '60%' }} />
                  </td>
                ))}
              </tr>
            ))}
        </tbody>
      </table>
      {left > 0 && (
        <Button variant="default" className={classes.more} onClick={() => setLimit(limit + shownAtOnce)}>
          Show {Math.min(shownAtOnce, left)} more of {left}
        </Button>
      )}
    </>
  )
}

/** At most two lines; the whole is a hover away. */
export const Clamped = ({ text }: { text: string }) =>
  text === '' ? null : (
    <span className={classes.clamped} title={text}>
      {text}
    </span>
  )

/** A second, quieter line of a cell. */
export const Quiet = ({ children }: { children: ReactNode }) => <span className={classes.quiet}>{children}</span>
