import { Menu, useMantineColorScheme } from '@mantine/core'
import { IconBuildings, IconKeyboard, IconLogout, IconUser } from '@tabler/icons-react'
import { use } from 'react'
import { useLocation } from 'wouter'
import { addresses } from '../places/index.ts'
import {
  isPlatformAdministrator,
  roleWords,
  TenantContext,
  tenantToStartWith,
  usePerson,
  useSession,
} from '../session/index.ts'
import { notify } from '../ui/index.ts'
import bar from './BarButton.module.css'

const schemes = [
  { id: 'light', words: 'Light' },
  { id: 'dark', words: 'Dark' },
  { id: 'auto', words: 'As the system' },
] as const

const initialsOf = (name: string): string => {
  const parts = name.trim().split(/\s+/)
  const first = [...(parts[0] ?? '')][0] ?? ''
  const last = parts.length > 1 ? ([...(parts.at(-1) ?? '')][0] ?? '') : ''
  return (first + last).toLocaleUpperCase()
}

/** Who one is, what one may choose for oneself, and the way out. */
export function UserMenu({ showKeys }: { showKeys: () => void }) {
  const { me, formats } = usePerson()
  const session = useSession()
  // The profile is the person's own, and shown within whatever tenant they are in or would start with.
  const here = use(TenantContext)
  const tenant = here ?? tenantToStartWith(me.tenants)
  const [, navigate] = useLocation()
  const { colorScheme, setColorScheme } = useMantineColorScheme()

  const signOut = () => {
    session.signOut().catch(() => {
      notify({
        isFailure: true,
        title: 'You are still signed in',
        message: 'The sign-in service does not answer. Check your network and sign out again.',
      })
    })
  }

  return (
    <Menu position="bottom-end" width={256}>
      <Menu.Target>
        <button type="button" className={bar.button} aria-label={`Your menu: ${me.name}`} data-tip={me.name}>
          {/* Drawn by the style: a picture of the name, not a text beside it. */}
          <span className={bar.initials} data-initials={initialsOf(me.name)} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={bar.who}>
          <strong>{me.name}</strong>
          {me.email && <span>{me.email}</span>}
          <span>{roleWords[me.role]}</span>
          <span>{formats.timeZone.replaceAll('_', ' ')}</span>
        </div>
        <Menu.Divider />
        <Menu.Label>Colours</Menu.Label>
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(id) => setColorScheme(schemes.find((scheme) => scheme.id === id)?.id ?? 'auto')}
        >
          {schemes.map(({ id, words }) => (
            <Menu.RadioItem key={id} value={id} closeMenuOnClick={false}>
              {words}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        {isPlatformAdministrator(me) && (
          <Menu.Item leftSection={<IconBuildings size={16} />} onClick={() => navigate(addresses.platform)}>
            Tenants and administrators
          </Menu.Item>
        )}
        {tenant && (
          <Menu.Item leftSection={<IconUser size={16} />} onClick={() => navigate(addresses.profile(tenant.id))}>
            Profile
          </Menu.Item>
        )}
        <Menu.Item leftSection={<IconKeyboard size={16} />} rightSection="?" onClick={showKeys}>
          Keyboard shortcuts
        </Menu.Item>
        <Menu.Item leftSection={<IconLogout size={16} />} onClick={signOut}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
