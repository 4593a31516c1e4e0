import { IconAlertTriangle, IconCircleCheck, IconCircleOff } from '@tabler/icons-react'
import type { RecorderHead } from '../../../api/index.ts'
import classes from './recorders.module.css'

const states = {
  off: { words: 'Disabled', icon: IconCircleOff, tone: 'quiet' },
  silent: { words: 'Silent', icon: IconAlertTriangle, tone: 'warn' },
  on: { words: 'Enabled', icon: IconCircleCheck, tone: 'text' },
} as const

/** Whether a recorder may send, and whether it does: by word and shape. */
export function State({ recorder: { isEnabled, isSilent } }: { recorder: RecorderHead }) {
  const { words, icon: Icon, tone } = states[!isEnabled ? 'off' : isSilent ? 'silent' : 'on']
  return (
    <span className={classes.state} data-tone={tone}>
      <Icon size={14} stroke={1.75} aria-hidden="true" />
      {words}
    </span>
  )
}
