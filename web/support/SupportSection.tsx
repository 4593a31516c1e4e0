import { Button } from '@mantine/core'
import { useEffect, useRef } from 'react'
import { wordsOf } from '../api/index.ts'
import { usePermissions } from '../session/index.ts'
import { Failure } from '../ui/index.ts'
import { OpenForm } from './OpenForm.tsx'
import classes from './support.module.css'
import { useSupportAccess } from './useSupportAccess.ts'

/** A tenant's support access, among its settings. */
export default function SupportSection() {
  const { may } = usePermissions()
  const { access, error, retry, opening, ending, until } = useSupportAccess()
  const heading = useRef<HTMLHeadingElement>(null)
  const wasOpen = useRef(access?.isOpen)

  // The line above the page leads here.
  useEffect(() => {
    if (location.hash !== '#support-access') return
    heading.current?.scrollIntoView()
    heading.current?.focus()
  }, [])

  // The form or button that was used is gone once it has done its work.
  useEffect(() => {
    const hasTurned = wasOpen.current !== undefined && wasOpen.current !== access?.isOpen
    if (hasTurned && document.activeElement === document.body) heading.current?.focus()
    wasOpen.current = access?.isOpen
  }, [access?.isOpen])

  return (
    <section className={classes.section} aria-labelledby="support-access">
      <h2 ref={heading} id="support-access" tabIndex={-1} className={classes.heading}>
        Support access
      </h2>
      <p className={classes.lead}>
        Super Users and Account Administrators open recordings here only while it is open. It closes by itself, and the
        audit keeps who opened it and why.
      </p>
      {error && <Failure error={error} retry={retry} />}
      {access && (
        <p role="status" className={classes.state} data-open={access.isOpen || undefined}>
          {access.isOpen
            ? `Open until ${until}, by ${access.openedByName ?? 'somebody who is gone'}: ${access.reason}`
            : 'Closed.'}
        </p>
      )}
      {access?.isOpen && may('tenant:OpenSupportAccess') && (
        <div>
          <Button variant="default" loading={ending.isPending} onClick={() => ending.mutate()}>
            End it now
          </Button>
          {ending.error && (
            <p role="alert" className={classes.error}>
              <strong>{wordsOf(ending.error).title}.</strong> {wordsOf(ending.error).advice}
            </p>
          )}
        </div>
      )}
      {access && !access.isOpen && may('tenant:OpenSupportAccess') && <OpenForm opening={opening} variant="default" />}
    </section>
  )
}
