import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiProblem, type FaultCode, isProblem } from '../../api/index.ts'
import { notify } from '../../ui/index.ts'
import { isEmpty } from './draft.ts'
import type { Answered } from './queries.ts'

type Problems = Partial<Record<string, string>>

type DraftOptions<T, D, C extends object> = {
  /** What is saved; once it changes, the draft is carried over to it. */
  saved: Answered<T>
  draftOf: (body: T) => D
  rebase: (draft: D, from: D, onto: D) => D
  changesOf: (draft: D, base: D) => C
  /** What can be said before the server is asked, by field. */
  problemsOf: (draft: D) => Problems
  send: (changes: C, etag: string) => Promise<Answered<T>>
  show: (answer: Answered<T>) => void
  /** Reads what is saved again, after somebody else changed it. */
  reload: () => Promise<unknown>
}

/** Field paths of the API within a field of a form: `permissions.play` lies in `permissions`. */
const liesIn = (path: string, field: string): boolean =>
  path === field || path.startsWith(`${field}.`) || path.startsWith(`${field}[`)

/** A message of the API as a sentence: `must be …` becomes `Must be ….` */
const sentence = (message: string): string =>
  message.charAt(0).toLocaleUpperCase() + message.slice(1) + (/[.!?]$/.test(message) ? '' : '.')

/** Problems that are one field's. */
const taken: Partial<Record<FaultCode, { field: string; words: string }>> = {
  route_name_taken: { field: 'name', words: 'Another route has this name. Choose another.' },
  group_name_taken: { field: 'name', words: 'Another group has this name. Choose another.' },
  policy_name_taken: { field: 'name', words: 'Another policy has this name. Choose another.' },
  recorder_name_taken: { field: 'name', words: 'Another recorder has this name. Choose another.' },
  category_name_taken: {
    field: 'name',
    words: 'Another category has this name, perhaps a retired one. Choose another.',
  },
  custom_field_name_taken: {
    field: 'name',
    words: 'Another custom field has this name, perhaps a retired one. Choose another.',
  },
  tenant_name_taken: { field: 'name', words: 'Another tenant has this name. Choose another.' },
  email_taken: { field: 'email', words: 'Somebody here has this e-mail address already.' },
}

/** What the server says against a field. A name that is taken is a problem of the name. */
export function refusalOf(error: unknown, field: string): string | undefined {
  if (!(error instanceof ApiProblem)) return undefined
  const fault = taken[error.code]
  if (fault?.field === field) return fault.words
  const refused = error.errors.find((fieldError) => liesIn(fieldError.field, field))
  return refused && sentence(refused.message)
}

/** A form over something saved: its draft, what is wrong with it, and the saving of what it changes. */
export function useDraft<T, D, C extends object>(options: DraftOptions<T, D, C>) {
  const { saved, draftOf, rebase, changesOf, problemsOf, send, show, reload } = options
  const [base, setBase] = useState(saved)
  const [draft, setDraft] = useState(() => draftOf(saved.body))
  const [isTried, setIsTried] = useState(false)

  if (saved.etag !== base.etag) {
    setBase(saved)
    setDraft(rebase(draft, draftOf(base.body), draftOf(saved.body)))
  }

  const changes = changesOf(draft, draftOf(base.body))
  const own = problemsOf(draft)

  const saving = useMutation({
    mutationFn: () => {
      if (base.etag === null) {
        throw new ApiProblem({ code: 'unreadable_answer', status: null, detail: 'No ETag.', requestId: null })
      }
      return send(changes, base.etag)
    },
    onSuccess: (answer) => {
      setBase(answer)
      setDraft(draftOf(answer.body))
      setIsTried(false)
      show(answer)
      notify({ message: 'Saved.' })
    },
    onError: async (error) => {
      if (isProblem(error, 'precondition_failed', 'conflict')) await reload().catch(() => undefined)
    },
  })

  return {
    draft,
    change: (next: D) => setDraft(next),
    isDirty: !isEmpty(changes),
    isSaving: saving.isPending,
    error: saving.error,
    problemOf: (field: string): string | undefined =>
      (isTried ? own[field] : undefined) ?? refusalOf(saving.error, field),
    /** @returns whether it was sent */
    save: (): boolean => {
      setIsTried(true)
      if (!isEmpty(own)) return false
      saving.mutate()
      return true
    },
    reset: () => {
      setDraft(draftOf(base.body))
      setIsTried(false)
      saving.reset()
    },
  }
}
