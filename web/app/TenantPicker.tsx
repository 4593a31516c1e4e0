import { Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import type { Ref } from 'react'
import { useLocation } from 'wouter'
import { addresses } from '../places/index.ts'
import { usePerson, useTenant } from '../session/index.ts'
import bar from './BarButton.module.css'
import { TenantSearch } from './TenantSearch.tsx'

/** From this many on, a person types rather than looks. */
const searchableFrom = 8

/** The tenant in which the page acts; a choice where the person has several. */
export function TenantPicker() {
  const { me } = usePerson()
  const tenant = useTenant()
  const [, navigate] = useLocation()
  const choose = (tenantId: string) => navigate(addresses.home(tenantId))

  if (me.tenants.length < 2) return <span className={bar.text}>{tenant.name}</span>
  if (me.tenants.length >= searchableFrom) {
    return <TenantSearch tenants={me.tenants} chosen={tenant} choose={choose} Button={TenantButton} />
  }
  return (
    <Menu position="bottom-end" width={256}>
      <Menu.Target>
        <TenantButton name={tenant.name} />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Tenant</Menu.Label>
        {me.tenants.map(({ id, name }) => (
          <Menu.Item
            key={id}
            aria-current={id === tenant.id ? 'true' : undefined}
            rightSection={id === tenant.id && <IconCheck size={16} aria-hidden="true" />}
            onClick={() => choose(id)}
          >
            {name}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  )
}

/** Takes whatever attributes the popover gives to what opens it. */
export function TenantButton({
  name,
  ref,
  ...rest
}: {
  name: string
  ref?: Ref<HTMLButtonElement>
  onClick?: () => void
}) {
  return (
    <button {...rest} ref={ref} type="button" className={bar.button} aria-label={`Tenant: ${name}`}>
      <span className={bar.label}>{name}</span>
      <IconChevronDown size={14} className={bar.chevron} />
    </button>
  )
}
