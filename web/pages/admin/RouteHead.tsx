import { IconArrowLeft } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { addresses } from '../../places/index.ts'
import { useTenant } from '../../session/index.ts'
import { LinkButton } from '../../ui/index.ts'
import classes from './RouteHead.module.css'

/** The head of a route's page: the way back, its name, and what can be done with it. */
export function RouteHead({ title, note, actions }: { title: string; note?: ReactNode; actions?: ReactNode }) {
  const tenant = useTenant()
  const heading = useRef<HTMLHeadingElement>(null)
  // Who comes here hears which route it is.
  useEffect(() => {
    scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [])

  return (
    <header className={classes.head}>
      <div className={classes.back}>
        <LinkButton
          href={addresses.routes(tenant.id)}
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconArrowLeft size={16} />}
        >
          All routes
        </LinkButton>
      </div>
      <div className={classes.line}>
        <h2 ref={heading} tabIndex={-1} className={classes.title}>
          {title}
        </h2>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {note && <p className={classes.note}>{note}</p>}
    </header>
  )
}
