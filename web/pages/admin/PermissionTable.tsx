import { useId } from 'react'
import type { RoutePermissions } from '../../../functions/contract/index.ts'
import classes from './Form.module.css'
import { Switch } from './fields.tsx'
import { switches } from './words.ts'

type PermissionTableProps = {
  /** What the table is called, for screen readers. */
  caption: string
  permissions: RoutePermissions
  onChange: (permissions: RoutePermissions) => void
  /** Shown, and not to be changed here. */
  isFixed?: boolean
}

/** What is on and off for everybody. */
export function PermissionTable({ caption, permissions, onChange, isFixed = false }: PermissionTableProps) {
  const id = useId()
  return (
    <table className={classes.switches}>
      <caption className="visually-hidden">{caption}</caption>
      <thead className="visually-hidden">
        <tr>
          <th scope="col">Permission</th>
          <th scope="col">What it is for</th>
          <th scope="col">State</th>
        </tr>
      </thead>
      <tbody>
        {switches.map((each) => (
          <tr key={each.id}>
            <th scope="row">{each.label}</th>
            <td id={id + each.id} className={classes.what}>
              {each.words}
            </td>
            <td>
              <Switch
                label={each.label}
                describedBy={id + each.id}
                isOn={permissions[each.id]}
                disabled={isFixed}
                onChange={(isOn) => onChange({ ...permissions, [each.id]: isOn })}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
