import { infiniteQueryOptions } from '@tanstack/react-query'
import type { Api, AuditFilters } from '../api/index.ts'

const pageSize = 50

export const auditQuery = (api: Api, tenantId: string, filters: AuditFilters) =>
  infiniteQueryOptions({
    queryKey: ['tenant', tenantId, 'audit', filters],
    queryFn: async ({ signal, pageParam }) => {
      const cursor = pageParam === null ? {} : { cursor: pageParam }
      return (await api.get('/audit', { tenantId, query: { ...filters, ...cursor, limit: pageSize }, signal })).body
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    staleTime: 10_000,
    refetchOnWindowFocus: false,
  })
