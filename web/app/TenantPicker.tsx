import { Menu } from '@mantine/core'
import { IconCheck, IconChevronDown } from '@tabler/icons-react'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { addresses } from '../places/index.ts'
import { usePerson, useTenant } from '../session/index.ts'
import bar from './BarButton.module.css'

/** From this many on, a person types rather than looks. */
const searchableFrom = 8

/** The tenant in which the page acts; a choice where the person has several. */
export function TenantPicker() {
  const { me } = usePerson()
  const tenant = useTenant()
  const [, navigate] = useLocation()
  const [search, setSearch] = useState('')

  if (me.tenants.length < 2) return <span className={bar.text}>{tenant.name}</span>

  const wanted = search.trim().toLocaleLowerCase()
  const found = me.tenants.filter(({ name }) => name.toLocaleLowerCase().includes(wanted))
  return (
    <Menu position="bottom-end" width={256} onClose={() => setSearch('')}>
      <Menu.Target>
        <button type="button" className={bar.button} aria-label={`Tenant: ${tenant.name}`}>
          <span className={bar.label}>{tenant.name}</span>
          <IconChevronDown size={14} className={bar.chevron} />
        </button>
      </Menu.Target>
      <Menu.Dropdown mah={400} style={{ overflowY: 'auto' }}>
        {me.tenants.length >= searchableFrom ? (
          <Menu.Search
            placeholder="Find a tenant"
            aria-label="Find a tenant"
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        ) : (
          <Menu.Label>Tenant</Menu.Label>
        )}
        {found.map(({ id, name }) => (
          <Menu.Item
            key={id}
            aria-current={id === tenant.id ? 'true' : undefined}
            rightSection={id === tenant.id && <IconCheck size={16} aria-label="chosen" />}
            onClick={() => navigate(addresses.home(id))}
          >
            {name}
          </Menu.Item>
        ))}
        {found.length === 0 && <Menu.Label>No tenant of yours is called that</Menu.Label>}
      </Menu.Dropdown>
    </Menu>
  )
}
