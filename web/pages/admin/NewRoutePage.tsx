import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { routesQuery, type TenantSettings } from '../../api/index.ts'
import { useRequestKey } from '../../parts/index.ts'
import { addresses, leaveAnyway } from '../../places/index.ts'
import { useApi, useTenant } from '../../session/index.ts'
import { Failure, notify, useTitle } from '../../ui/index.ts'
import { isEmpty } from './draft.ts'
import { Form } from './Form.tsx'
import { FormSkeleton } from './FormSkeleton.tsx'
import { tenantQuery } from './queries.ts'
import { RouteFields } from './RouteFields.tsx'
import { RouteHead } from './RouteHead.tsx'
import { newRouteDraft, newRouteOf, type RouteDraft, routeChangesOf, routeProblems } from './routeDraft.ts'
import { refusalOf } from './useDraft.ts'

/** Makes a route. */
export function NewRoutePage() {
  useTitle('New route')
  const api = useApi()
  const tenant = useTenant()
  const { data, error, refetch } = useQuery(tenantQuery(api, tenant.id))
  return (
    <>
      <RouteHead title="New route" />
      {data ? (
        <NewRouteForm tenant={data.body} />
      ) : error ? (
        <Failure error={error} retry={() => refetch()} />
      ) : (
        <FormSkeleton />
      )}
    </>
  )
}

function NewRouteForm({ tenant: settings }: { tenant: TenantSettings }) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const [, navigate] = useLocation()
  const keyOf = useRequestKey()
  const [base] = useState(() => newRouteDraft(settings.routePermissions))
  const [draft, setDraft] = useState<RouteDraft>(base)
  const [isTried, setIsTried] = useState(false)
  const own: Partial<Record<string, string>> = routeProblems(draft)

  const making = useMutation({
    mutationFn: () => {
      const body = newRouteOf(draft)
      return api.post('/routes', { tenantId: tenant.id, body, idempotencyKey: keyOf(body) })
    },
    onSuccess: ({ body }) => {
      client.setQueryData(routesQuery(api, tenant.id).queryKey, (routes) => routes && [...routes, body])
      leaveAnyway(() => navigate(addresses.routes(tenant.id)))
      notify({ title: 'Route created', message: body.name })
    },
  })

  return (
    <Form
      label="New route"
      isDirty={!isEmpty(routeChangesOf(draft, base))}
      isAlwaysSavable
      isSaving={making.isPending}
      error={making.error}
      saveWords="Create route"
      resetWords="Cancel"
      save={() => {
        setIsTried(true)
        if (!isEmpty(own)) return false
        making.mutate()
        return true
      }}
      reset={() => navigate(addresses.routes(tenant.id))}
    >
      <RouteFields
        draft={draft}
        change={setDraft}
        isDefault={false}
        tenant={settings}
        problemOf={(field) => (isTried ? own[field] : undefined) ?? refusalOf(making.error, field)}
      />
    </Form>
  )
}
