import { IconAlertTriangle, IconEyeOff, IconFileOff, IconFileX, IconHourglass } from '@tabler/icons-react'
import type { RecordingSummary } from '../api/index.ts'
import classes from './MediaStatusBadge.module.css'

const badges = {
  pending: { words: 'Waiting for media', icon: IconHourglass, tone: 'quiet' },
  missing: { words: 'Media missing', icon: IconFileX, tone: 'warn' },
  damaged: { words: 'Damaged', icon: IconAlertTriangle, tone: 'danger' },
  none: { words: 'No media', icon: IconFileOff, tone: 'quiet' },
} as const

/** What is wrong with a recording's media, by word and shape; nothing where all is well. */
export function MediaStatusBadge({ status }: { status: RecordingSummary['mediaStatus'] }) {
  if (status === 'complete') return null
  const { words, icon: Icon, tone } = badges[status]
  return (
    <span className={classes.badge} data-tone={tone}>
      <Icon size={14} stroke={1.75} aria-hidden="true" />
      {words}
    </span>
  )
}

/** Says that reviewers marked the call as sensitive: policies may hide such calls from others. */
export const SensitiveBadge = () => (
  <span className={classes.badge} data-tone="warn" data-tip="Policies can hide this call from others">
    <IconEyeOff size={14} stroke={1.75} aria-hidden="true" />
    Sensitive
  </span>
)
