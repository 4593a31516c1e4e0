import { queryOptions } from '@tanstack/react-query'
import type { Api } from '../../api/index.ts'

export const tenantsQuery = (api: Api) =>
  queryOptions({
    queryKey: ['platform', 'tenants'],
    queryFn: async ({ signal }) => (await api.get('/tenants', { signal })).body.items,
    staleTime: 0,
  })

export const administratorsQuery = (api: Api) =>
  queryOptions({
    queryKey: ['platform', 'administrators'],
    queryFn: async ({ signal }) => (await api.get('/administrators', { signal })).body.items,
    staleTime: 0,
  })
