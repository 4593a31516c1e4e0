import { useMutation } from '@tanstack/react-query'
import { meaningOfId } from '../api/index.ts'
import { useApi, useTenant } from '../session/index.ts'
import { tellFailure } from './tellFailure.ts'

/** The filter that an id became; none for no id. */
export type Meaning = { sessionId?: string; callId?: string }

/** Finds out which filter an id means, and hands it on. */
export function useFindById(onFind: (meaning: Meaning) => void): { find: (id: string) => void; isBusy: boolean } {
  const api = useApi()
  const tenant = useTenant()
  const finding = useMutation({
    mutationFn: async (id: string): Promise<Meaning> => (id ? meaningOfId(api, tenant.id, id) : {}),
    onSuccess: onFind,
    onError: tellFailure,
  })
  return { find: (id) => finding.mutate(id.trim()), isBusy: finding.isPending }
}
