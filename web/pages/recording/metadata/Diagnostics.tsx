import { IconAlertTriangle } from '@tabler/icons-react'
import type { SessionMetadata } from '../../../api/index.ts'
import classes from './metadata.module.css'

/** What of the documents could not be read, where, and why. */
export function Diagnostics({ diagnostics }: { diagnostics: SessionMetadata['diagnostics'] }) {
  if (diagnostics.length === 0) return null
  return (
    <section aria-labelledby="diagnostics" className={classes.problems}>
      <h2 id="diagnostics" className={classes.heading}>
        <IconAlertTriangle size={16} aria-hidden="true" /> What could not be read as it was sent
      </h2>
      <ul className={classes.problemList}>
        {diagnostics.map(({ document, line, message }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the same may be said twice of one line
          <li key={index}>
            <span className={classes.place}>
              Document {document}
              {line !== null && `, line ${line}`}
            </span>{' '}
            {message}
          </li>
        ))}
      </ul>
    </section>
  )
}
