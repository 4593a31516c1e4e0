import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useRequestKey } from '../../parts/index.ts'
import { isEmpty } from './draft.ts'
import { refusalOf } from './useDraft.ts'

type NewDraftOptions<D, B, T> = {
  start: D
  isChanged: (draft: D, start: D) => boolean
  /** What can be said before the server is asked, by field. */
  problemsOf: (draft: D) => Partial<Record<string, string>>
  bodyOf: (draft: D) => B
  send: (body: B, idempotencyKey: string | undefined) => Promise<T>
  made: (answer: T) => void
}

/** A form for something that is not there yet. */
export function useNewDraft<D, B, T>({ start, isChanged, problemsOf, bodyOf, send, made }: NewDraftOptions<D, B, T>) {
  const [base] = useState(start)
  const [draft, change] = useState(start)
  const [isTried, setIsTried] = useState(false)
  const keyOf = useRequestKey()
  const own = problemsOf(draft)
  const making = useMutation({
    mutationFn: () => {
      const body = bodyOf(draft)
      return send(body, keyOf(body))
    },
    onSuccess: made,
  })

  return {
    draft,
    change,
    problemOf: (field: string): string | undefined =>
      (isTried ? own[field] : undefined) ?? refusalOf(making.error, field),
    /** For the form. */
    form: {
      isDirty: isChanged(draft, base),
      isAlwaysSavable: true,
      isSaving: making.isPending,
      error: making.error,
      resetWords: 'Cancel',
      save: (): boolean => {
        setIsTried(true)
        if (!isEmpty(own)) return false
        making.mutate()
        return true
      },
    },
  }
}
