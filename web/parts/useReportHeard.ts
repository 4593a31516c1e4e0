import { useCallback } from 'react'
import type { HeardRange } from '../api/index.ts'
import { useApi, useTenant } from '../session/index.ts'

type ReportHeard = (recordingId: string, listeningId: string, ranges: HeardRange[]) => void

/**
 * Says what was heard of a recording, also while the page is left. Nobody is told where it cannot be said: the playing
 * itself is in the audit, and it would only get in the way.
 */
export function useReportHeard(): ReportHeard {
  const api = useApi()
  const tenant = useTenant()
  return useCallback(
    (recordingId, listeningId, ranges) => {
      const path = '/recordings/{recordingId}/listenings/{listeningId}'
      const options = { tenantId: tenant.id, params: { recordingId, listeningId }, body: { ranges }, keepalive: true }
      api.post(path, options).catch(() => {})
    },
    [api, tenant],
  )
}
