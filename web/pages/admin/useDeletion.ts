import { useMutation } from '@tanstack/react-query'
import { ApiProblem, isProblem } from '../../api/index.ts'

type DeletionOptions = {
  /** Of the state that the person agreed to delete. */
  etag: string | null
  send: (ifMatch: string) => Promise<unknown>
  /** It is gone, here and for everybody. */
  gone: () => void
  /** Reads it again, after somebody else changed it. */
  reload: () => Promise<unknown>
}

/** Deletes a thing in the state that was seen; one that is gone already is as good as deleted. */
export function useDeletion({ etag, send, gone, reload }: DeletionOptions) {
  return useMutation({
    mutationFn: async () => {
      if (etag === null) {
        throw new ApiProblem({ code: 'unreadable_answer', status: null, detail: 'No ETag.', requestId: null })
      }
      await send(etag)
    },
    onSuccess: gone,
    onError: async (error) => {
      if (isProblem(error, 'not_found')) gone()
      else if (isProblem(error, 'precondition_failed', 'conflict')) await reload().catch(() => undefined)
    },
  })
}
