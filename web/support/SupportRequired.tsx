import { IconLock } from '@tabler/icons-react'
import { useEffect } from 'react'
import { usePermissions, useTenant } from '../session/index.ts'
import { Message } from '../ui/index.ts'
import { OpenForm } from './OpenForm.tsx'
import classes from './support.module.css'
import { useSupportAccess } from './useSupportAccess.ts'

/** In the place of recordings that are shut to people from outside: how to open them. */
export default function SupportRequired({ headingLevel = 2 }: { headingLevel?: 1 | 2 }) {
  const tenant = useTenant()
  const { may, isKnown } = usePermissions()
  const { opening } = useSupportAccess()
  // Once it is open, what comes in its place has not the focus that was in here.
  useEffect(
    () => () => {
      if (document.activeElement === document.body) document.getElementById('main')?.focus({ preventScroll: true })
    },
    [],
  )
  const canOpen = may('tenant:OpenSupportAccess')
  return (
    <>
      <Message
        headingLevel={headingLevel}
        icon={<IconLock size={24} stroke={1.5} />}
        title={`Support access to ${tenant.name} is closed`}
      >
        <p>
          {canOpen || !isKnown
            ? 'Its recordings are shut to people from outside. Open them for a while, with a reason: its people see who did, and why.'
            : 'Its recordings are shut to people from outside. Ask one of its Tenant Administrators to open them for a while.'}
        </p>
      </Message>
      {canOpen && (
        <div className={classes.required}>
          <OpenForm opening={opening} />
        </div>
      )}
    </>
  )
}
