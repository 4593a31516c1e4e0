import { type ReactNode, Suspense } from 'react'
import { useLocation, useRoute } from 'wouter'
import { Dock, useDock } from '../dock/index.ts'
import { useShortcuts } from '../keys/index.ts'
import { addresses, patterns, settingsPagesFor } from '../places/index.ts'
import { isPlatformAdministrator, usePermissions, usePerson, useTenant } from '../session/index.ts'
import { SupportBanner } from '../support/index.ts'
import { Frame, type FrameItem, Main } from './Frame.tsx'
import classes from './Shell.module.css'
import { TenantPicker } from './TenantPicker.tsx'

/** The frame of every page of a tenant: top bar, page, and the player at the bottom while something plays. */
export function Shell({ children }: { children: ReactNode }) {
  const tenant = useTenant()
  const { me } = usePerson()
  const hasSettings = settingsPagesFor(usePermissions()).length > 0
  const [, navigate] = useLocation()
  const dock = useDock()
  const [isHome] = useRoute(patterns.home)
  const [isRecordings] = useRoute(`${patterns.recordings}/*?`)
  const [isSettings] = useRoute(`${patterns.settings}/*?`)

  useShortcuts({
    home: () => navigate(addresses.home(tenant.id)),
    recordings: () => navigate(addresses.recordings(tenant.id)),
    settings: () => (hasSettings ? navigate(addresses.settings(tenant.id)) : false),
    closeDock: () => (dock.playingId === null ? false : dock.close()),
  })

  const items: FrameItem[] = [
    { href: addresses.home(tenant.id), words: 'Home', isShown: isHome, shortcut: 'home' },
    { href: addresses.recordings(tenant.id), words: 'Recordings', isShown: isRecordings, shortcut: 'recordings' },
  ]
  if (hasSettings) {
    items.push({ href: addresses.settings(tenant.id), words: 'Settings', isShown: isSettings, shortcut: 'settings' })
  }
  return (
    <Frame
      home={addresses.home(tenant.id)}
      items={items}
      end={<TenantPicker />}
      without={hasSettings ? [] : ['settings']}
    >
      {isPlatformAdministrator(me) && (
        <Suspense fallback={<div className={classes.banner} />}>
          <SupportBanner />
        </Suspense>
      )}
      <Main>{children}</Main>
      <Dock />
    </Frame>
  )
}
