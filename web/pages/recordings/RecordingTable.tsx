import type { ReactNode, Ref } from 'react'
import type { Formats } from '../../time/index.ts'
import { columns } from './columns.tsx'
import classes from './RecordingTable.module.css'

const skeletonRows = Array.from({ length: 12 }, (_, index) => index)

/** The frame of the list: its headings, over rows or their outlines while they load. */
export function RecordingTable({
  formats,
  isLoading,
  ref,
  children,
}: {
  formats: Formats
  isLoading: boolean
  ref: Ref<HTMLTableElement>
  children: ReactNode
}) {
  return (
    // Laid out as cards on narrow screens, a table would lose its roles; so they are said.
    // biome-ignore lint/a11y/noRedundantRoles: see above
    <table ref={ref} role="table" className={classes.table} aria-label="Recordings, newest first" aria-busy={isLoading}>
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <thead role="rowgroup" className={classes.head}>
        {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
        <tr role="row">
          {columns.map(({ id, heading, isIconsOnly, className }) => (
            // biome-ignore lint/a11y/noRedundantRoles: as above
            <th key={id} role="columnheader" scope="col" className={className}>
              {isIconsOnly ? <span className="visually-hidden">{heading(formats)}</span> : heading(formats)}
            </th>
          ))}
        </tr>
      </thead>
      {/* biome-ignore lint/a11y/noRedundantRoles: as above */}
      <tbody role="rowgroup">
        {isLoading
          ? skeletonRows.map((row) => (
              <tr key={row} className={classes.row}>
                {columns.map(({ id, className }) => (
                  <td key={id} className={className} data-column={id}>
                    <span className={classes.skeleton} />
                  </td>
                ))}
              </tr>
            ))
          : children}
      </tbody>
    </table>
  )
}
