import { Button } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { wordsOf } from '../api/index.ts'
import { CopyButton } from './CopyButton.tsx'
import classes from './Message.module.css'

type MessageProps = {
  icon?: ReactNode
  title: string
  children?: ReactNode
  /** Buttons and links: the next step. */
  actions?: ReactNode
  role?: 'alert' | 'status' | undefined
  headingLevel?: 1 | 2
}

/** Where there is nothing to show: what is so, and the next step. */
export function Message({ icon, title, children, actions, role, headingLevel = 2 }: MessageProps) {
  const Heading = headingLevel === 1 ? 'h1' : 'h2'
  return (
    <div className={classes.message} role={role}>
      {icon && <div className={classes.icon}>{icon}</div>}
      <Heading className={classes.title}>{title}</Heading>
      {children && <div className={classes.text}>{children}</div>}
      {actions && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}

/** An error: what happened, what to do, a retry where one makes sense, and the request id to pass on. */
export function Failure({ error, retry, headingLevel }: { error: unknown; retry?: () => void; headingLevel?: 1 | 2 }) {
  const words = wordsOf(error)
  return (
    <Message
      role="alert"
      {...(headingLevel ? { headingLevel } : {})}
      icon={<IconAlertTriangle size={24} stroke={1.5} />}
      title={words.title}
      actions={
        retry &&
        words.canRetry && (
          <Button variant="default" size="sm" leftSection={<IconRefresh size={16} />} onClick={retry}>
            Try again
          </Button>
        )
      }
    >
      <p>{words.advice}</p>
      {words.requestId && (
        <p className={classes.requestId}>
          Request id <code>{words.requestId}</code>
          <CopyButton value={words.requestId} what="request id" />
        </p>
      )}
    </Message>
  )
}
