import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type ListQuestion, listQuery, rowsOf } from '../../api/index.ts'
import { boundsOf, type ListFilters } from '../../places/index.ts'
import { useApi, useFormats, useTenant } from '../../session/index.ts'

export const questionOf = (filters: ListFilters, now: Date, timeZone: string): ListQuestion => ({
  ...boundsOf(filters, now, timeZone),
  sessionId: filters.sessionId,
  callId: filters.callId,
})

/**
 * The list that an address's filters give, as far as it is loaded. A recording's page uses the same one to step through
 * it.
 */
export function useList(filters: ListFilters, options: { enabled?: boolean } = {}) {
  const api = useApi()
  const tenant = useTenant()
  const { timeZone } = useFormats()
  // The bounds of "today" hold still until midnight: the same question finds the same pages.
  const question = questionOf(filters, new Date(), timeZone)
  const list = useInfiniteQuery({ ...listQuery(api, tenant.id, question), ...options })
  const rows = useMemo(() => rowsOf(list.data), [list.data])
  return { ...list, rows, question }
}
