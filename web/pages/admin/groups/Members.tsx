import { IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Group, ListedUser } from '../../../api/index.ts'
import { tellFailure } from '../../../parts/index.ts'
import { addresses } from '../../../places/index.ts'
import { useApi, usePermissions, useTenant } from '../../../session/index.ts'
import { IconButton } from '../../../ui/index.ts'
import form from '../Form.module.css'
import { SearchField, Switch } from '../fields.tsx'
import { Clamped, type Column, ListTable } from '../ListTable.tsx'
import { peopleQuery, reasonAgainstChanging, showPerson } from '../people/index.ts'
import classes from './Members.module.css'
import { changeMemberships, joined, left } from './memberships.ts'

type Change = { userId: string; to: 'member' | 'supervisor' | 'gone' }

/** Who is in the group. Each change is saved at once, as a change of the person. */
export function Members({ group }: { group: Group }) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const { may, id, role } = usePermissions()
  const people = useQuery({ ...peopleQuery(api, tenant.id), enabled: may('user:Read') })
  const section = useRef<HTMLElement>(null)
  /** What is on its way, by person; it is shown as if it were done. */
  const [wanted, setWanted] = useState<ReadonlyMap<string, Change['to']>>(new Map())
  /** The place in the list of whom was taken out. */
  const takenOutAt = useRef<number | null>(null)
  const changing = useMutation({
    // One after another, as they were asked for.
    scope: { id: `members of ${group.id}` },
    mutationFn: ({ userId, to }: Change) =>
      changeMemberships(api, tenant.id, userId, (memberships) =>
        to === 'gone' ? left(memberships, group.id) : joined(memberships, group.id, to === 'supervisor'),
      ),
    onMutate: ({ userId, to }) => setWanted((before) => new Map(before).set(userId, to)),
    onSuccess: async (answer) => {
      showPerson(client, tenant.id, answer)
      await client.refetchQueries({ queryKey: ['tenant', tenant.id, 'group', group.id] })
    },
    onError: tellFailure,
    onSettled: (_answer, _error, { userId, to }) =>
      setWanted((before) => {
        const after = new Map(before)
        if (after.get(userId) === to) after.delete(userId)
        return after
      }),
  })
  // The button that took somebody out is gone with them: the focus goes to that of who stands there now.
  useEffect(() => {
    const at = takenOutAt.current
    if (at === null || document.activeElement !== document.body) return
    takenOutAt.current = null
    const buttons = [...(section.current?.querySelectorAll<HTMLElement>('[data-take-out]') ?? [])]
    const next = buttons[at] ?? buttons.at(-1) ?? section.current?.querySelector<HTMLElement>('input')
    next?.focus()
  })

  const asker = { id, role }
  const byId = new Map<string, ListedUser>(people.data?.map((user) => [user.id, user]))
  const mayEdit = may('user:Edit')
  const members = group.members
    .filter(({ userId }) => wanted.get(userId) !== 'gone')
    .map((member) => {
      const user = byId.get(member.userId)
      return {
        ...member,
        name: user?.name ?? (people.isLoading ? '…' : 'Somebody'),
        reason: user && reasonAgainstChanging(user, asker),
      }
    })
    .toSorted((one, other) => one.name.localeCompare(other.name))
  const others =
    people.data?.filter(
      (user) => !reasonAgainstChanging(user, asker) && !group.members.some(({ userId }) => userId === user.id),
    ) ?? []

  const columns: readonly Column<(typeof members)[number]>[] = [
    { id: 'name', words: 'Name', width: '38%', cell: ({ name }) => name },
    {
      id: 'agentIds',
      words: 'Agent IDs',
      isNamedOnCards: true,
      cell: ({ agentIds }) => <Clamped text={agentIds.join(', ')} />,
    },
    {
      id: 'supervisor',
      words: 'Supervisor',
      width: '112px',
      onCards: 'own',
      isNamedOnCards: true,
      cell: ({ userId, name, reason, isSupervisor }) => (
        <Switch
          label={`${name} is a supervisor`}
          isOn={wanted.has(userId) ? wanted.get(userId) === 'supervisor' : isSupervisor}
          disabled={!mayEdit || reason !== undefined}
          onChange={(isOn) => changing.mutate({ userId, to: isOn ? 'supervisor' : 'member' })}
        />
      ),
    },
  ]
  const takeOut: Column<(typeof members)[number]> = {
    id: 'takeOut',
    words: 'Take out',
    isWordHidden: true,
    width: '32px',
    onCards: 'beside',
    cell: (member) => (
      <IconButton
        label={`Take ${member.name} out of the group`}
        reason={member.reason}
        icon={<IconX size={16} stroke={1.75} />}
        data-take-out
        onClick={() => {
          takenOutAt.current = members.indexOf(member)
          changing.mutate({ userId: member.userId, to: 'gone' })
        }}
      />
    ),
  }

  return (
    <section ref={section} className={classes.section} aria-labelledby="members">
      <h3 id="members" className={form.heading}>
        Members
      </h3>
      <p className={form.lead}>
        {members.length === 0 ? 'Nobody is in it yet.' : 'Supervisors get everybody’s calls by “My groups’ calls”.'}
      </p>
      {members.length > 0 && (
        <ListTable
          caption="Members"
          columns={mayEdit ? [...columns, takeOut] : columns}
          rows={members}
          keyOf={({ userId }) => userId}
          hrefOf={({ userId }) => addresses.person(tenant.id, userId)}
        />
      )}
      {mayEdit && people.data && (
        <div className={classes.add}>
          <SearchField
            label="Add a member"
            value=""
            options={others.map(({ id, name, email }) => ({ value: id, label: name, aside: email }))}
            optionFor={() => undefined}
            noneWords="Name or e-mail"
            nothingFound="Nobody else in the tenant is called that"
            onChange={(userId) => {
              if (userId !== '') changing.mutate({ userId, to: 'member' })
            }}
          />
        </div>
      )}
      <p className="visually-hidden" role="status">
        {changing.isSuccess ? `Saved. ${members.length} in the group.` : ''}
      </p>
    </section>
  )
}
