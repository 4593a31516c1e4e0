import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { routesQuery } from '../../api/index.ts'
import { addresses } from '../../places/index.ts'
import { useApi, usePermissions, useTenant } from '../../session/index.ts'
import { Failure, LinkButton, useTitle } from '../../ui/index.ts'
import { wholeRoutesQuery } from './queries.ts'
import classes from './RoutesPage.module.css'
import { RouteTable, RouteTableSkeleton } from './RouteTable.tsx'
import { sortRoutes } from './routeOrder.ts'
import { useReorder } from './useReorder.ts'

/** The tenant's routes, in the order in which they are asked. */
export function RoutesPage() {
  useTitle('Routes')
  const api = useApi()
  const tenant = useTenant()
  const { may } = usePermissions()
  const { data, error, refetch } = useQuery(wholeRoutesQuery(api, tenant.id))
  const { active, fallback, retired } = sortRoutes(data ?? [])
  const { move, said } = useReorder({
    active,
    queryKey: routesQuery(api, tenant.id).queryKey,
    nameOf: ({ name }) => name,
    save: async ({ id: routeId, order }) => {
      const options = { tenantId: tenant.id, params: { routeId } }
      const { etag } = await api.get('/routes/{routeId}', options)
      await api.patch('/routes/{routeId}', { ...options, ifMatch: etag ?? '', body: { order } })
    },
  })

  // A row that changes its place loses the focus of the button in it.
  const page = useRef<HTMLDivElement>(null)
  const held = useRef<string | null>(null)
  const sequence = active.map(({ id }) => id).join(' ')
  // biome-ignore lint/correctness/useExhaustiveDependencies: whenever the rows stand in another order
  useEffect(() => {
    if (held.current) page.current?.querySelector<HTMLElement>(`[data-move="${held.current}"]`)?.focus()
    held.current = null
  }, [sequence])

  if (error && !data) return <Failure error={error} retry={() => refetch()} />
  return (
    <div ref={page} className={classes.page}>
      <div className={classes.head}>
        <p className={classes.lead}>
          A call goes to the route whose pattern matches it most specifically; between equally specific ones, to the one
          higher up. A recorder that names a route decides for itself.
        </p>
        <div className={classes.actions}>
          <LinkButton href={addresses.routeTester(tenant.id)} variant="default">
            Test routes
          </LinkButton>
          {may('route:Edit') && (
            <LinkButton href={addresses.newRoute(tenant.id)} leftSection={<IconPlus size={16} />}>
              New route
            </LinkButton>
          )}
        </div>
      </div>
      {data ? (
        <RouteTable
          caption="Routes"
          routes={fallback ? [...active, fallback] : active}
          {...(may('route:Edit') && {
            move: (id, by) => {
              held.current = `${id} ${by}`
              move(id, by)
            },
          })}
        />
      ) : (
        <RouteTableSkeleton />
      )}
      {data && active.length === 0 && (
        <p className={classes.lead}>
          There is only the Default route yet: it takes every call. Make a route to give the calls of some numbers
          permissions of their own, or to show them to some people only.
        </p>
      )}
      {retired.length > 0 && (
        <section aria-labelledby="retired">
          <h2 id="retired" className={classes.heading}>
            Retired
          </h2>
          <p className={classes.lead}>They take no more calls. Their recordings stay.</p>
          <RouteTable caption="Retired routes" routes={retired} />
        </section>
      )}
      <p className="visually-hidden" role="status">
        {said}
      </p>
    </div>
  )
}
