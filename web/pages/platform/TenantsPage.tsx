import { IconBuildingPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { ListedTenant } from '../../api/index.ts'
import { useShortcuts } from '../../keys/index.ts'
import { addresses } from '../../places/index.ts'
import { useApi } from '../../session/index.ts'
import { Failure, LinkButton, useTitle } from '../../ui/index.ts'
import { type Column, ListTable, plain } from '../admin/index.ts'
import classes from './Platform.module.css'
import { tenantsQuery } from './queries.ts'

const columns: readonly Column<ListedTenant>[] = [
  { id: 'name', words: 'Tenant', width: '50%', cell: ({ name }) => name },
  { id: 'id', words: 'Tenant ID', isNamedOnCards: true, cell: ({ id }) => <code>{id}</code> },
]

/** Every tenant; a row opens it. */
export function TenantsPage() {
  useTitle('Tenants')
  const { data, error, refetch } = useQuery(tenantsQuery(useApi()))
  const [typed, setTyped] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useShortcuts({ find: () => field.current?.focus() })
  const wanted = plain(typed.trim())
  const found = data?.filter(({ id, name }) => plain(name).includes(wanted) || id === wanted)

  if (error && !data) return <Failure error={error} retry={() => refetch()} />
  return (
    <>
      <search className={classes.bar} aria-label="Tenants">
        <input
          ref={field}
          type="search"
          className={classes.find}
          aria-label="Find a tenant"
          placeholder="Name or tenant ID"
          value={typed}
          autoComplete="off"
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className={classes.actions}>
          <LinkButton href={addresses.newTenant} leftSection={<IconBuildingPlus size={16} />}>
            New tenant
          </LinkButton>
        </div>
      </search>
      {found?.length === 0 ? (
        <p role="status" className={classes.none}>
          {data?.length === 0 ? 'There are no tenants yet. Make the first one.' : 'No tenant is called that.'}
        </p>
      ) : (
        <ListTable
          caption="Tenants"
          columns={columns}
          rows={found}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => addresses.home(id)}
        />
      )}
    </>
  )
}
