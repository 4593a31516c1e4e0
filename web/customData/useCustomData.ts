import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { CustomValue } from '../../functions/contract/index.ts'
import { ApiProblem, isProblem, wordsOf } from '../api/index.ts'
import { useApi } from '../session/index.ts'
import { changedFields, changesOf, type Draft, type DraftValue, draftOf, problemsOf, rebased } from './draft.ts'
import { type AnsweredData, customDataQuery, type Place, saveCustomData } from './queries.ts'

/** What somebody else set a field to since it was shown. */
type Theirs = { value: CustomValue | null; byName: string | null }

const pathStart = /^(?:segments\.\d+\.)?custom\./
const valueStart = 'values.'

/** The form of custom data: its draft over what is saved, and the saving of what it changes. */
export function useCustomData(place: Place, saved: AnsweredData, reload: () => Promise<unknown>) {
  const api = useApi()
  const client = useQueryClient()
  const { items } = saved.body
  const [base, setBase] = useState(saved)
  const [draft, setDraft] = useState<Draft>(() => draftOf(items))
  const [theirs, setTheirs] = useState<ReadonlyMap<string, Theirs>>(new Map())
  const [isTried, setIsTried] = useState(false)
  const [said, setSaid] = useState('')

  if (saved !== base) {
    setBase(saved)
    setDraft(rebased(draft, draftOf(base.body.items), draftOf(items)))
  }
  const start = draftOf(items)
  const changed: ReadonlySet<string> = new Set(changedFields(draft, start))
  const own = problemsOf(draft, start, items)

  const saving = useMutation({
    mutationFn: () => {
      if (saved.etag === null) {
        throw new ApiProblem({ code: 'unreadable_answer', status: null, detail: 'No ETag.', requestId: null })
      }
      return saveCustomData(api, place, changesOf(draft, start, items), saved.etag)
    },
    onSuccess: (answer) => {
      client.setQueryData(customDataQuery(api, place).queryKey, answer)
      setBase(answer)
      setDraft(draftOf(answer.body.items))
      setTheirs(new Map())
      setIsTried(false)
      setSaid('Saved')
      // What it was is in the history, and it may decide what one may do.
      void client.invalidateQueries({ queryKey: ['tenant', place.tenantId, 'history', place.recordingId] })
    },
    onError: async (error) => {
      if (!isProblem(error, 'precondition_failed', 'conflict', 'forbidden', 'route_permission')) return
      if (error instanceof ApiProblem) {
        setTheirs(
          new Map(
            error.changes.map(
              ({ field, now, byName }) => [field.replace(pathStart, ''), { value: now, byName }] as const,
            ),
          ),
        )
      }
      await reload().catch(() => undefined)
    },
  })

  return {
    ...{ draft, changed, theirs, said },
    isDirty: changed.size > 0,
    isSaving: saving.isPending,
    set: (name: string, value: DraftValue) => {
      setSaid('')
      setDraft(new Map([...draft, [name, value]]))
    },
    /** Gives one's own value of a field up for that of somebody else. */
    takeTheirs: (name: string) => {
      setDraft(new Map([...draft, [name, start.get(name) ?? null]]))
      setTheirs(new Map([...theirs].filter(([other]) => other !== name)))
    },
    reset: () => {
      setDraft(start)
      setTheirs(new Map())
      setIsTried(false)
      saving.reset()
    },
    problemOf(name: string): string | undefined {
      if (isTried && own[name] !== undefined) return own[name]
      const { error } = saving
      const isRefused = error instanceof ApiProblem && error.code !== 'precondition_failed' && changed.has(name)
      const refused = isRefused ? error.errors.find(({ field }) => field === valueStart + name) : undefined
      return refused && `It ${refused.message}.`
    },
    /** Above the fields. */
    refusal: saving.error === null ? undefined : refusalWords(saving.error),
    save: (form: HTMLFormElement) => {
      if (saving.isPending || changed.size === 0) return
      setIsTried(true)
      if (Object.keys(own).length === 0) saving.mutate()
      // The problems stand there once React has shown them.
      else requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
    },
  }
}

function refusalWords(error: unknown): { title: string; advice: string } {
  const { title, advice } = wordsOf(error)
  if (isProblem(error, 'invalid_request')) {
    return { title, advice: 'Nothing was saved. What is wrong stands at the fields.' }
  }
  if (isProblem(error, 'precondition_failed', 'conflict')) {
    return { title: 'Somebody else changed the same fields', advice: 'Nothing was saved. Theirs stand at the fields.' }
  }
  return { title, advice }
}
