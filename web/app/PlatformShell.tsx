import type { ReactNode } from 'react'
import { useLocation } from 'wouter'
import { useShortcuts } from '../keys/index.ts'
import { addresses } from '../places/index.ts'
import { Frame, Main } from './Frame.tsx'

/** The frame of the pages that belong to no tenant. */
export default function PlatformShell({ children }: { children: ReactNode }) {
  const [location, navigate] = useLocation()
  const isAdministrators = location.startsWith(addresses.administrators)
  useShortcuts({ home: () => navigate(addresses.start) })
  return (
    <Frame
      home={addresses.start}
      items={[
        { href: addresses.platform, words: 'Tenants', isShown: !isAdministrators },
        { href: addresses.administrators, words: 'Administrators', isShown: isAdministrators },
      ]}
      without={['recordings', 'settings', 'closeDock']}
    >
      <Main>{children}</Main>
    </Frame>
  )
}
