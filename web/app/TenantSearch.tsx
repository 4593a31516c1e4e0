import { Popover } from '@mantine/core'
import { IconCheck } from '@tabler/icons-react'
import { type ComponentType, type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Tenant } from '../session/index.ts'
import classes from './TenantSearch.module.css'

type TenantSearchProps = {
  tenants: readonly Tenant[]
  chosen: Tenant
  choose: (tenantId: string) => void
  Button: ComponentType<{ name: string; onClick: () => void }>
}

/** Where the keys lead from one option of a list to another. */
const steps: Record<string, (index: number, count: number) => number> = {
  ArrowDown: (index, count) => (index + 1) % count,
  ArrowUp: (index, count) => (index - 1 + count) % count,
  Home: () => 0,
  End: (_, count) => count - 1,
}

/** A choice among many tenants by typing (pattern: https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). */
export function TenantSearch({ tenants, chosen, choose, Button }: TenantSearchProps) {
  const [isOpen, setIsOpen] = useState(false)
  const [search, setSearch] = useState('')
  const [active, setActive] = useState(0)
  const list = useRef<HTMLDivElement>(null)
  const id = useId()

  const wanted = search.trim().toLocaleLowerCase()
  const found = tenants.filter(({ name }) => name.toLocaleLowerCase().includes(wanted))

  const open = () => {
    setSearch('')
    setActive(Math.max(tenants.indexOf(chosen), 0))
    setIsOpen(true)
  }
  const take = (tenant: Tenant | undefined) => {
    if (!tenant) return
    setIsOpen(false)
    choose(tenant.id)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (event.key === 'Enter') take(found[active])
    else if (step && found.length > 0) setActive(step(active, found.length))
    else return
    event.preventDefault()
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the keys lead elsewhere
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' })
  }, [active, isOpen])

  return (
    <Popover opened={isOpen} onChange={setIsOpen} position="bottom-end" width={256} trapFocus returnFocus shadow="md">
      <Popover.Target>
        <Button name={chosen.name} onClick={() => (isOpen ? setIsOpen(false) : open())} />
      </Popover.Target>
      <Popover.Dropdown className={classes.dropdown} aria-label="Choose a tenant">
        <input
          className={classes.input}
          role="combobox"
          aria-label="Find a tenant"
          aria-expanded="true"
          aria-controls={id}
          aria-activedescendant={found[active] ? `${id}${found[active].id}` : undefined}
          placeholder="Find a tenant"
          autoComplete="off"
          value={search}
          onChange={(event) => {
            setSearch(event.currentTarget.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
        <div ref={list} id={id} role="listbox" aria-label="Tenants" className={classes.list}>
          {found.map((tenant, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the field's
            // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the active option
            <div
              key={tenant.id}
              id={id + tenant.id}
              role="option"
              aria-selected={index === active}
              className={classes.option}
              onClick={() => take(tenant)}
            >
              {tenant.name}
              {tenant.id === chosen.id && <IconCheck size={16} aria-label="chosen" />}
            </div>
          ))}
        </div>
        {found.length === 0 && (
          <p role="status" className={classes.none}>
            No tenant of yours is called that
          </p>
        )}
      </Popover.Dropdown>
    </Popover>
  )
}
