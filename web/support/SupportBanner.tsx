import { IconLock, IconLockOpen } from '@tabler/icons-react'
import { Link } from 'wouter'
import { addresses } from '../places/index.ts'
import { useTenant } from '../session/index.ts'
import classes from './support.module.css'
import { useSupportAccess } from './useSupportAccess.ts'

/** Tells people from outside whether they may open the tenant's recordings now. */
export default function SupportBanner() {
  const tenant = useTenant()
  const { access, until } = useSupportAccess()
  const Icon = access?.isOpen ? IconLockOpen : IconLock
  return (
    <p role="status" className={classes.banner} data-open={access?.isOpen || undefined}>
      {access && (
        <>
          <Icon size={14} stroke={1.75} aria-hidden="true" />
          <span>{access.isOpen ? `Support access is open until ${until}` : 'Support access is closed'}</span>
          {/* In the settings it is opened with a reason, and ended. */}
          <Link href={`${addresses.settings(tenant.id)}#support-access`}>{access.isOpen ? 'End it' : 'Open it'}</Link>
        </>
      )}
    </p>
  )
}
