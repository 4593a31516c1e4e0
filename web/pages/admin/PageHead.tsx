import { IconArrowLeft } from '@tabler/icons-react'
import { type ReactNode, useEffect, useRef } from 'react'
import { LinkButton } from '../../ui/index.ts'
import classes from './PageHead.module.css'

type PageHeadProps = {
  /** Where one comes from. */
  back: { href: string; words: string }
  title: string
  note?: ReactNode
  actions?: ReactNode
}

/** The head of a page about one thing: the way back, its name, and what can be done with it. */
export function PageHead({ back, title, note, actions }: PageHeadProps) {
  const heading = useRef<HTMLHeadingElement>(null)
  // Who comes here hears what it is about.
  useEffect(() => {
    scrollTo(0, 0)
    heading.current?.focus({ preventScroll: true })
  }, [])

  return (
    <header className={classes.head}>
      <div className={classes.back}>
        <LinkButton
          href={back.href}
          variant="subtle"
          color="gray"
          size="compact-sm"
          leftSection={<IconArrowLeft size={16} />}
        >
          {back.words}
        </LinkButton>
      </div>
      <div className={classes.line}>
        <h2 ref={heading} tabIndex={-1} className={classes.title}>
          {title}
        </h2>
        {actions && <div className={classes.actions}>{actions}</div>}
      </div>
      {note && <div className={classes.note}>{note}</div>}
    </header>
  )
}
