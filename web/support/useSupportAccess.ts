import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { Api, SupportAccess } from '../api/index.ts'
import { useApi, useFormats, useTenant } from '../session/index.ts'

const supportAccessQuery = (api: Api, tenantId: string) =>
  queryOptions({
    queryKey: ['tenant', tenantId, 'supportAccess'],
    queryFn: async ({ signal }) => (await api.get('/support-access', { tenantId, signal })).body,
    staleTime: 10_000,
    // It closes by itself, and others open and end it.
    refetchInterval: 60_000,
  })

/** Whether people from outside may open the tenant's recordings, and what opens and ends that. */
export function useSupportAccess() {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const formats = useFormats()
  const query = supportAccessQuery(api, tenant.id)
  const { data, error, refetch } = useQuery(query)

  const show = (access: SupportAccess) => {
    client.setQueryData(query.queryKey, access)
    // What was refused before is there now, and the other way round.
    void client.invalidateQueries({ queryKey: ['tenant', tenant.id] })
  }
  const opening = useMutation({
    mutationFn: async (body: { reason: string; hours: number }) =>
      (await api.post('/support-access', { tenantId: tenant.id, body })).body,
    onSuccess: show,
  })
  const ending = useMutation({
    mutationFn: async () => (await api.delete('/support-access', { tenantId: tenant.id })).body,
    onSuccess: show,
  })
  const time = new Intl.DateTimeFormat(formats.locale, { timeZone: formats.timeZone, timeStyle: 'short' })
  return {
    access: data,
    error: data ? null : error,
    retry: () => void refetch(),
    opening,
    ending,
    /** `16:40`: it never stays open for longer than eight hours. */
    until: data?.endsAt ? time.format(new Date(data.endsAt)) : null,
  }
}
