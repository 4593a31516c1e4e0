import { Button } from '@mantine/core'
import { IconFileImport, IconSearchOff, IconUserPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useDeferredValue, useMemo } from 'react'
import { useLocation, useSearch } from 'wouter'
import { type ListedUser, routesQuery } from '../../../api/index.ts'
import { addresses } from '../../../places/index.ts'
import { useApi, useFormats, usePermissions, useTenant } from '../../../session/index.ts'
import { Failure, LinkButton, Message, useTitle } from '../../../ui/index.ts'
import { ListTable } from '../ListTable.tsx'
import { columnsOf } from './columns.tsx'
import { FilterBar } from './FilterBar.tsx'
import classes from './PeoplePage.module.css'
import { filterPeople, noPeopleFilters, type PeopleFilters, peopleFiltersOf, peopleSearchOf } from './peopleFilters.ts'
import { groupsQuery, peopleQuery } from './queries.ts'

const keyOf = ({ id }: ListedUser) => id

/** The people of the tenant. */
export function PeoplePage() {
  useTitle('People')
  const api = useApi()
  const tenant = useTenant()
  const formats = useFormats()
  const { may } = usePermissions()
  const [, navigate] = useLocation()
  const filters = peopleFiltersOf(useSearch())
  const people = useQuery(peopleQuery(api, tenant.id))
  const groups = useQuery({ ...groupsQuery(api, tenant.id), enabled: may('group:Read') })
  const routes = useQuery(routesQuery(api, tenant.id))

  const groupNames = useMemo(() => new Map(groups.data?.map(({ id, name }) => [id, name])), [groups.data])
  const routeNames = useMemo(() => new Map(routes.data?.map(({ id, name }) => [id, name])), [routes.data])
  const columns = useMemo(() => columnsOf({ formats, groupNames, routeNames }), [formats, groupNames, routeNames])
  // Typing goes on while a long list is searched.
  const sought = useDeferredValue(peopleSearchOf(filters))
  const found = useMemo(
    () => people.data && filterPeople(people.data, peopleFiltersOf(sought), groupNames),
    [people.data, sought, groupNames],
  )

  const show = (next: PeopleFilters) => navigate(addresses.people(tenant.id, peopleSearchOf(next)), { replace: true })

  if (people.error && !people.data) return <Failure error={people.error} retry={() => people.refetch()} />
  return (
    <div className={classes.page}>
      <FilterBar
        filters={filters}
        groups={groups.data ?? []}
        show={show}
        actions={
          may('user:Edit') && (
            <>
              <LinkButton
                href={addresses.importPeople(tenant.id)}
                variant="default"
                leftSection={<IconFileImport size={16} />}
              >
                Import
              </LinkButton>
              <LinkButton href={addresses.newPerson(tenant.id)} leftSection={<IconUserPlus size={16} />}>
                Invite
              </LinkButton>
            </>
          )
        }
      />
      <p role="status" className={classes.count}>
        {people.data && found ? countWords(found.length, people.data.length, formats.number) : ' '}
      </p>
      {found?.length === 0 ? (
        <Message
          icon={<IconSearchOff size={24} stroke={1.5} />}
          title="Nobody is like that"
          actions={
            <Button variant="default" onClick={() => show(noPeopleFilters)}>
              Show everybody
            </Button>
          }
        >
          <p>Names, e-mail addresses, agent IDs and groups are searched for every word that you type.</p>
        </Message>
      ) : (
        <ListTable
          caption="People"
          columns={columns}
          rows={found}
          keyOf={keyOf}
          hrefOf={({ id }) => addresses.person(tenant.id, id)}
        />
      )}
    </div>
  )
}

function countWords(found: number, all: number, number: (value: number) => string): string {
  const people = `${number(all)} ${all === 1 ? 'person' : 'people'}`
  return found === all ? people : `${number(found)} of ${people}`
}
