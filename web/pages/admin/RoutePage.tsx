import { Button } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { isProblem, type Route, type TenantSettings } from '../../api/index.ts'
import { addresses, leaveAnyway } from '../../places/index.ts'
import { useApi, useFormats, usePermissions, useTenant } from '../../session/index.ts'
import { Failure, LinkButton, Message, useTitle } from '../../ui/index.ts'
import { Form } from './Form.tsx'
import { FormSkeleton } from './FormSkeleton.tsx'
import { type Answered, routeQuery, showRoute, tenantQuery } from './queries.ts'
import type { RouteDeed } from './RouteDialog.tsx'
import { RouteFields } from './RouteFields.tsx'
import { RouteHead } from './RouteHead.tsx'
import { rebaseRoute, routeChangesOf, routeDraftOf, routeProblems } from './routeDraft.ts'
import { useDraft } from './useDraft.ts'

const RouteDialog = lazy(() => import('./RouteDialog.tsx'))

/** One route: what it takes and what may be done with its recordings. */
export function RoutePage({ routeId }: { routeId: string }) {
  const api = useApi()
  const tenant = useTenant()
  const route = useQuery(routeQuery(api, tenant.id, routeId))
  const settings = useQuery(tenantQuery(api, tenant.id))
  useTitle(route.data?.body.name ?? 'Route')

  if (route.data && settings.data) {
    return <LoadedRoute saved={route.data} tenant={settings.data.body} reload={route.refetch} />
  }
  const error = route.error ?? settings.error
  if (!error) return <FormSkeleton />
  if (isProblem(error, 'not_found', 'invalid_request')) {
    return (
      <Message
        title="There is no such route for you"
        actions={<LinkButton href={addresses.routes(tenant.id)}>All routes</LinkButton>}
      >
        <p>It was deleted, or it never was.</p>
      </Message>
    )
  }
  const retry = () => void Promise.all([route.refetch(), settings.refetch()])
  return <Failure error={error} retry={retry} />
}

type LoadedRouteProps = { saved: Answered<Route>; tenant: TenantSettings; reload: () => Promise<unknown> }

function LoadedRoute({ saved, tenant: settings, reload }: LoadedRouteProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const formats = useFormats()
  const { may } = usePermissions()
  const [, navigate] = useLocation()
  const [deed, setDeed] = useState<RouteDeed | null>(null)
  const asked = useRef<HTMLButtonElement | null>(null)
  const route = saved.body
  const form = useDraft({
    saved,
    reload,
    draftOf: routeDraftOf,
    rebase: rebaseRoute,
    changesOf: routeChangesOf,
    problemsOf: routeProblems,
    send: (body, ifMatch) =>
      api.patch('/routes/{routeId}', { tenantId: tenant.id, params: { routeId: route.id }, body, ifMatch }),
    show: (answer) => showRoute(client, api, tenant.id, answer),
  })

  const deeds: readonly { id: RouteDeed; words: string }[] = route.isRetired
    ? [
        { id: 'restore', words: 'Restore…' },
        { id: 'delete', words: 'Delete…' },
      ]
    : [
        { id: 'retire', words: 'Retire…' },
        { id: 'delete', words: 'Delete…' },
      ]
  const noteOf = () => {
    if (route.isDefault)
      return 'Takes every call that no other route’s pattern matches. It stays as long as the tenant.'
    if (route.retiredAt === null) return undefined
    return `Retired on ${formats.dateTime(route.retiredAt)}: it takes no more calls, and its recordings stay.`
  }

  return (
    <>
      <RouteHead
        title={route.name}
        note={noteOf()}
        actions={
          !route.isDefault &&
          may('route:Edit') &&
          deeds.map(({ id, words }) => (
            <Button
              key={id}
              variant="default"
              onClick={(event) => {
                asked.current = event.currentTarget
                setDeed(id)
              }}
            >
              {words}
            </Button>
          ))
        }
      />
      <Form
        label={`Route ${route.name}`}
        readOnlyReason={may('route:Edit') ? undefined : 'You may see this route, but not change it.'}
        {...form}
      >
        <RouteFields
          draft={form.draft}
          change={form.change}
          problemOf={form.problemOf}
          isDefault={route.isDefault}
          tenant={settings}
        />
      </Form>
      {deed && (
        <Suspense fallback={null}>
          <RouteDialog
            deed={deed}
            saved={saved}
            reload={reload}
            become={setDeed}
            onClose={() => {
              setDeed(null)
              asked.current?.focus()
            }}
            onGone={() => leaveAnyway(() => navigate(addresses.routes(tenant.id)))}
          />
        </Suspense>
      )}
    </>
  )
}
