import { IconUsersGroup, IconUsersPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ListedGroup } from '../../../api/index.ts'
import { addresses } from '../../../places/index.ts'
import { useApi, usePermissions, useTenant } from '../../../session/index.ts'
import { Failure, LinkButton, Message, useTitle } from '../../../ui/index.ts'
import { type Column, ListTable } from '../ListTable.tsx'
import { firstFew, groupsQuery, managedPolicyWords, peopleQuery } from '../people/index.ts'
import routes from '../RoutesPage.module.css'

/** The groups of the tenant. */
export function GroupsPage() {
  useTitle('Groups')
  const api = useApi()
  const tenant = useTenant()
  const { may } = usePermissions()
  const groups = useQuery(groupsQuery(api, tenant.id))
  const people = useQuery({ ...peopleQuery(api, tenant.id), enabled: may('user:Read') })

  const membersOf = ({ id }: ListedGroup): string | null => {
    const members = people.data?.filter((user) => user.groups.some(({ groupId }) => groupId === id))
    if (!members) return null
    const supervisors = members.filter((user) =>
      user.groups.some(({ groupId, isSupervisor }) => groupId === id && isSupervisor),
    )
    if (members.length === 0) return 'Nobody'
    const led = supervisors.length > 0 ? `, led by ${firstFew(supervisors.map(({ name }) => name))}` : ''
    return `${members.length} ${members.length === 1 ? 'person' : 'people'}${led}`
  }
  const columns: readonly Column<ListedGroup>[] = [
    { id: 'name', words: 'Group', width: '22%', cell: ({ name }) => name },
    { id: 'members', words: 'Members', isNamedOnCards: true, cell: membersOf },
    {
      id: 'agentIds',
      words: 'Agent IDs',
      width: '16%',
      isNamedOnCards: true,
      cell: ({ agentIds }) => firstFew(agentIds, 3) || null,
    },
    {
      id: 'permissions',
      words: 'Permissions',
      isNamedOnCards: true,
      cell: ({ managedPolicies, policyIds }) => {
        const own = policyIds.length === 1 ? ['1 policy'] : policyIds.length > 1 ? [`${policyIds.length} policies`] : []
        return firstFew([...managedPolicies.map((id) => managedPolicyWords[id]), ...own], 3) || null
      },
    },
  ]

  const make = may('group:Edit') && (
    <LinkButton href={addresses.newGroup(tenant.id)} leftSection={<IconUsersPlus size={16} />}>
      New group
    </LinkButton>
  )
  if (groups.error && !groups.data) return <Failure error={groups.error} retry={() => groups.refetch()} />
  if (groups.data?.length === 0) {
    return (
      <Message icon={<IconUsersGroup size={24} stroke={1.5} />} title="No groups yet" actions={make}>
        <p>
          A group gives the same permissions to people who work together, and the calls of all of them to whoever
          supervises it.
        </p>
      </Message>
    )
  }
  return (
    <div className={routes.page}>
      <div className={routes.head}>
        <p className={routes.lead}>
          People who work together. A group’s permissions are its members’ too; its supervisors may get the calls of all
          of them.
        </p>
        <div className={routes.actions}>{make}</div>
      </div>
      <ListTable
        caption="Groups"
        columns={columns}
        rows={groups.data}
        keyOf={({ id }) => id}
        hrefOf={({ id }) => addresses.group(tenant.id, id)}
      />
    </div>
  )
}
