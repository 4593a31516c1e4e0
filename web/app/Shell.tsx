import { type ReactNode, Suspense, useState } from 'react'
import { Link, useLocation, useRoute } from 'wouter'
import { Dock, useDock } from '../dock/index.ts'
import { HelpDialog, shortcutWords, useShortcuts } from '../keys/index.ts'
import { addresses, patterns } from '../places/index.ts'
import { administers, usePerson, useTenant } from '../session/index.ts'
import { Mark } from '../ui/index.ts'
import classes from './Shell.module.css'
import { TenantPicker } from './TenantPicker.tsx'
import { UserMenu } from './UserMenu.tsx'

/** The frame of every page: top bar, page, and the player at the bottom while something plays. */
export function Shell({ children }: { children: ReactNode }) {
  const tenant = useTenant()
  const { me } = usePerson()
  const hasSettings = administers(me)
  const [, navigate] = useLocation()
  const dock = useDock()
  const [isHelpOpen, setIsHelpOpen] = useState(false)
  const [isHome] = useRoute(patterns.home)
  const [isRecordings] = useRoute(`${patterns.recordings}/*?`)
  const [isSettings] = useRoute(`${patterns.settings}/*?`)

  useShortcuts({
    help: () => setIsHelpOpen(true),
    home: () => navigate(addresses.home(tenant.id)),
    recordings: () => navigate(addresses.recordings(tenant.id)),
    settings: () => (hasSettings ? navigate(addresses.settings(tenant.id)) : false),
    closeDock: () => (dock.playingId === null ? false : dock.close()),
  })

  return (
    <div className={classes.shell}>
      <a className={classes.skip} href="#main">
        Skip to the page
      </a>
      <header className={classes.bar}>
        <Link href={addresses.home(tenant.id)} className={classes.brand} aria-label="Soundkeep">
          <Mark />
          <span className={classes.name}>Soundkeep</span>
        </Link>
        <nav aria-label="Main" className={classes.menu}>
          <Link
            href={addresses.home(tenant.id)}
            aria-current={isHome ? 'page' : undefined}
            className={classes.item}
            data-tip={`Home (${shortcutWords('home')})`}
          >
            Home
          </Link>
          <Link
            href={addresses.recordings(tenant.id)}
            aria-current={isRecordings ? 'page' : undefined}
            className={classes.item}
            data-tip={`Recordings (${shortcutWords('recordings')})`}
          >
            Recordings
          </Link>
          {hasSettings && (
            <Link
              href={addresses.settings(tenant.id)}
              aria-current={isSettings ? 'page' : undefined}
              className={classes.item}
              data-tip={`Settings (${shortcutWords('settings')})`}
            >
              Settings
            </Link>
          )}
        </nav>
        <div className={classes.end}>
          <TenantPicker />
          <UserMenu showKeys={() => setIsHelpOpen(true)} />
        </div>
      </header>
      <main id="main" tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <Dock />
      {isHelpOpen && (
        <Suspense fallback={null}>
          <HelpDialog isOpen close={() => setIsHelpOpen(false)} without={hasSettings ? [] : ['settings']} />
        </Suspense>
      )}
    </div>
  )
}
