import { IconBan, IconCheck } from '@tabler/icons-react'
import { type AuditEntry, wordsOfCode } from '../api/index.ts'
import classes from './Outcome.module.css'

/** Whether it was allowed, by word and shape, and why not. */
export function Outcome({ entry: { outcome, reason } }: { entry: AuditEntry }) {
  const Icon = outcome === 'allowed' ? IconCheck : IconBan
  return (
    <span className={classes.outcome} data-outcome={outcome}>
      <Icon size={14} stroke={1.75} aria-hidden="true" />
      <span>
        {outcome === 'allowed' ? 'Allowed' : 'Denied'}
        {reason !== null && <span className={classes.reason}>: {wordsOfCode(reason)}</span>}
      </span>
    </span>
  )
}
