import { IconX } from '@tabler/icons-react'
import { useRef } from 'react'
import type { ListedGroup, User } from '../../../api/index.ts'
import { IconButton } from '../../../ui/index.ts'
import fields from '../fields.module.css'
import { Switch } from '../fields.tsx'
import classes from './MembershipsField.module.css'

type MembershipsFieldProps = {
  groups: readonly ListedGroup[]
  memberships: User['groups']
  onChange: (memberships: User['groups']) => void
  problem: string | undefined
}

/** The groups that somebody is in, and which of them they supervise. */
export function MembershipsField({ groups, memberships, onChange, problem }: MembershipsFieldProps) {
  const add = useRef<HTMLSelectElement>(null)
  const names = new Map<string, string>(groups.map(({ id, name }) => [id, name]))
  const others = groups.filter(({ id }) => !memberships.some(({ groupId }) => groupId === id))

  return (
    <div className={classes.groups}>
      {memberships.length > 0 && (
        <ul className={classes.list}>
          {memberships.map((membership) => {
            const name = names.get(membership.groupId) ?? 'A group that is gone'
            return (
              <li key={membership.groupId} className={classes.row}>
                <span className={classes.name}>{name}</span>
                <span className={classes.supervisor}>
                  <span aria-hidden="true">Supervisor</span>
                  <Switch
                    label={`Supervisor of ${name}`}
                    isOn={membership.isSupervisor}
                    onChange={(isSupervisor) =>
                      onChange(memberships.map((other) => (other === membership ? { ...other, isSupervisor } : other)))
                    }
                  />
                </span>
                <IconButton
                  label={`Take out of ${name}`}
                  icon={<IconX size={16} stroke={1.75} />}
                  onClick={() => {
                    onChange(memberships.filter((other) => other !== membership))
                    add.current?.focus()
                  }}
                />
              </li>
            )
          })}
        </ul>
      )}
      <select
        ref={add}
        aria-label="Add to a group"
        aria-invalid={problem !== undefined}
        className={`${fields.input} ${classes.add}`}
        value=""
        onChange={(event) => {
          const group = others.find(({ id }) => id === event.currentTarget.value)
          if (group) onChange([...memberships, { groupId: group.id, isSupervisor: false }])
        }}
      >
        <option value="">{groups.length === 0 ? 'The tenant has no groups yet' : 'Add to a group…'}</option>
        {others.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      {problem !== undefined && <span className={fields.problem}>{problem}</span>}
    </div>
  )
}
