import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { CustomField } from '../../../api/index.ts'
import { typeWords } from '../../../customData/index.ts'
import { addresses } from '../../../places/index.ts'
import { useTenant } from '../../../session/index.ts'
import { IconButton } from '../../../ui/index.ts'
import settings from '../Settings.module.css'
import classes from './FieldTable.module.css'
import { editorsInWords } from './words.ts'

type FieldTableProps = {
  caption: string
  fields: readonly CustomField[]
  groupNames: ReadonlyMap<string, string>
  /** Missing where the order decides nothing. */
  move?: (id: string, by: -1 | 1) => void
}

const columns = ['Field', 'Type', 'Filled in by'] as const

const Head = ({ hasOrder }: { hasOrder: boolean }) => (
  <thead>
    <tr>
      {hasOrder && (
        <th scope="col" className={classes.order}>
          Order
        </th>
      )}
      {columns.map((words) => (
        <th key={words} scope="col">
          {words}
        </th>
      ))}
    </tr>
  </thead>
)

/** Custom fields, one a row. */
export function FieldTable({ caption, fields, groupNames, move }: FieldTableProps) {
  const tenant = useTenant()
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{caption}</caption>
      <Head hasOrder={move !== undefined} />
      <tbody>
        {fields.map((field) => (
          <tr key={field.id}>
            {move && (
              <td className={classes.order}>
                <IconButton
                  label={`Move ${field.label} up`}
                  reason={field === fields[0] ? 'It is the first already' : undefined}
                  icon={<IconArrowUp size={16} stroke={1.75} />}
                  data-move={`${field.id} -1`}
                  onClick={() => move(field.id, -1)}
                />
                <IconButton
                  label={`Move ${field.label} down`}
                  reason={field === fields.at(-1) ? 'It is the last already' : undefined}
                  icon={<IconArrowDown size={16} stroke={1.75} />}
                  data-move={`${field.id} 1`}
                  onClick={() => move(field.id, 1)}
                />
              </td>
            )}
            <th scope="row">
              <Link href={addresses.customField(tenant.id, field.id)} className={classes.label}>
                {field.label}
              </Link>{' '}
              <code className={classes.name}>{field.name}</code>
            </th>
            <td>
              {typeWords[field.type]}
              {field.choices.length > 0 && <span className={classes.quiet}> of {field.choices.length}</span>}
              {field.isRequired && <span className={classes.mark}>required</span>}
              {field.isSearchable && <span className={classes.mark}>searchable</span>}
              {field.metadataPath !== null && <span className={classes.mark}>from metadata</span>}
            </td>
            <td className={classes.quiet}>{editorsInWords(field.editors, groupNames)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const skeletonRows = ['a', 'b', 'c', 'd']

/** The table's outline while the fields load. */
export const FieldTableSkeleton = () => (
  <table className={classes.table} aria-busy="true">
    <caption className="visually-hidden">Custom fields, loading</caption>
    <Head hasOrder />
    <tbody>
      {skeletonRows.map((row) => (
        <tr key={row}>
          {['order', ...columns].map((column) => (
            <td key={column}>
              <span className={settings.skeleton} style={{ width: column === 'order' ? 48 : '60%' }} />
            </td>
          ))}
        </tr>
      ))}
    </tbody>
  </table>
)
