import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { Link } from 'wouter'
import type { Route } from '../../api/index.ts'
import { addresses } from '../../places/index.ts'
import { useTenant } from '../../session/index.ts'
import { IconButton } from '../../ui/index.ts'
import classes from './RouteTable.module.css'
import settings from './Settings.module.css'
import { dtmfWords, kindWords, patternInWords, switchesInWords } from './words.ts'

type RouteTableProps = {
  caption: string
  routes: readonly Route[]
  /** Missing where the order decides nothing. */
  move?: (routeId: string, by: -1 | 1) => void
}

const columns = ['Route', 'Calls', 'Permissions', 'DTMF'] as const

function Head({ hasOrder }: { hasOrder: boolean }) {
  return (
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
}

/** Routes, one a row. */
export function RouteTable({ caption, routes, move }: RouteTableProps) {
  const tenant = useTenant()
  const ordered = routes.filter(({ isDefault }) => !isDefault)
  return (
    <table className={classes.table}>
      <caption className="visually-hidden">{caption}</caption>
      <Head hasOrder={move !== undefined} />
      <tbody>
        {routes.map((route) => (
          <tr key={route.id}>
            {move && (
              <td className={classes.order}>
                {!route.isDefault && (
                  <MoveButtons
                    route={route}
                    isFirst={route === ordered[0]}
                    isLast={route === ordered.at(-1)}
                    move={move}
                  />
                )}
              </td>
            )}
            <th scope="row">
              <Link href={addresses.route(tenant.id, route.id)} className={classes.name}>
                {route.name}
              </Link>
            </th>
            <td>
              {route.isDefault || route.numberPattern === null ? (
                <span className={classes.quiet}>{patternInWords(route)}</span>
              ) : (
                <>
                  <span className={classes.quiet}>{kindWords[route.kind]}</span>{' '}
                  <code className={classes.pattern}>{route.numberPattern}</code>
                </>
              )}
            </td>
            <td>
              {switchesInWords(route.effectivePermissions)} <Source isInherited={route.permissions === 'inherit'} />
            </td>
            <td>
              {dtmfWords(route.effectiveRecordDtmf)} <Source isInherited={route.recordDtmf === 'inherit'} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const Source = ({ isInherited }: { isInherited: boolean }) => (
  <span className={classes.source}>{isInherited ? 'inherited' : 'own'}</span>
)

type MoveButtonsProps = {
  route: Route
  isFirst: boolean
  isLast: boolean
  move: (routeId: string, by: -1 | 1) => void
}

function MoveButtons({ route, isFirst, isLast, move }: MoveButtonsProps) {
  return (
    <>
      <IconButton
        label={`Move ${route.name} up`}
        reason={isFirst ? 'It is the first already' : undefined}
        icon={<IconArrowUp size={16} stroke={1.75} />}
        data-move={`${route.id} -1`}
        onClick={() => move(route.id, -1)}
      />
      <IconButton
        label={`Move ${route.name} down`}
        reason={isLast ? 'Only the Default route comes after it' : undefined}
        icon={<IconArrowDown size={16} stroke={1.75} />}
        data-move={`${route.id} 1`}
        onClick={() => move(route.id, 1)}
      />
    </>
  )
}

const skeletonRows = ['a', 'b', 'c']

/** The table's outline while the routes load. */
export function RouteTableSkeleton() {
  return (
    <table className={classes.table} aria-busy="true">
      <caption className="visually-hidden">Routes, loading</caption>
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
}
