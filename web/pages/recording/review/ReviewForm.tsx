import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { lazy, Suspense, useRef, useState } from 'react'
import type { ReviewField } from '../../../../functions/contract/index.ts'
import {
  ApiProblem,
  categoriesQuery,
  isProblem,
  type ReviewChanges,
  reviewQuery,
  showReview,
  wordsOf,
} from '../../../api/index.ts'
import { shortcutWords, useShortcuts } from '../../../keys/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { notify } from '../../../ui/index.ts'
import { changesOf, differingFields, draftOf, problemsOf, type ReviewDraft, rebase, withFields } from './draft.ts'
import { type Answered, forgetWritten } from './queries.ts'
import { ReviewFields } from './ReviewFields.tsx'
import classes from './review.module.css'

const MergeDialog = lazy(() => import('./MergeDialog.tsx'))

type ReviewFormProps = {
  saved: Answered
  onDirty: (isDirty: boolean) => void
  /** Goes to the next recording that is to be reviewed; undefined where there is no list to go on in. */
  goToNext: (() => void) | undefined
}

/** Whether what is saved is the end of it: the recording has then been reviewed. */
type Saving = { changes: ReviewChanges; etag: string; thenNext: boolean }

/** What the person says of the recording, saved at once; another's edits of the same fields are merged. */
export function ReviewForm({ saved, onDirty, goToNext }: ReviewFormProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const { recordingId, denials } = saved.body
  const { data: categories = [] } = useQuery(categoriesQuery(api, tenant.id))
  /** What the draft started from. */
  const [base, setBase] = useState(saved)
  const [draft, setDraft] = useState(() => draftOf(saved.body))
  const [isTried, setIsTried] = useState(false)
  const [merging, setMerging] = useState<{ error: ApiProblem; latest: Answered; thenNext: boolean } | null>(null)
  const form = useRef<HTMLFormElement>(null)
  const rating = useRef<HTMLInputElement>(null)

  const isDirty = differingFields(draft, draftOf(base.body)).length > 0
  // What somebody else saves meanwhile is taken at once, but for a field that is being edited here: that is asked about.
  if (saved.etag !== base.etag) {
    const [old, fresh] = [draftOf(base.body), draftOf(saved.body)]
    const own = differingFields(draft, old)
    if (!differingFields(old, fresh).some((field) => own.includes(field))) {
      setBase(saved)
      setDraft(rebase(draft, old, fresh))
    }
  }

  const change = (next: ReviewDraft) => {
    setDraft(next)
    onDirty(differingFields(next, draftOf(base.body)).length > 0)
  }

  const saving = useMutation({
    mutationFn: ({ changes, etag }: Saving) =>
      api.patch('/recordings/{recordingId}/review', {
        ...{ tenantId: tenant.id, params: { recordingId }, body: changes, ifMatch: etag },
      }),
    onSuccess: (answer, { thenNext }) => {
      setBase(answer)
      setDraft(draftOf(answer.body))
      setIsTried(false)
      setMerging(null)
      onDirty(false)
      showReview(client, tenant.id, answer)
      forgetWritten(client, tenant.id, recordingId)
      notify({ message: thenNext ? 'Saved as reviewed.' : 'Saved.' })
      if (thenNext) goToNext?.()
    },
    onError: async (error, { thenNext }) => {
      if (isProblem(error, 'in_review')) {
        await client.invalidateQueries({ queryKey: reviewQuery(api, tenant.id, recordingId).queryKey })
      }
      if (!isProblem(error, 'precondition_failed')) return
      const query = { ...reviewQuery(api, tenant.id, recordingId), staleTime: 0 }
      const latest = await client.fetchQuery(query).catch(() => undefined)
      if (latest) setMerging({ error, latest, thenNext })
    },
  })

  const own = problemsOf(draft)
  const problemOf = (field: ReviewField): string | undefined => {
    if (isTried && field in own) return own[field as keyof typeof own]
    const isMerge = isProblem(saving.error, 'precondition_failed')
    if (isMerge || !(saving.error instanceof ApiProblem)) return undefined
    const refused = saving.error.errors.find((error) => error.field === field || error.field.startsWith(`${field}[`))
    return refused && `It ${refused.message}.`
  }

  const save = (thenNext: boolean) => {
    if (saving.isPending) return
    setIsTried(true)
    if (Object.keys(own).length > 0) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    const changes: ReviewChanges = changesOf(draft, draftOf(base.body))
    const mayFinish = thenNext && !denials.status
    if (mayFinish) changes.status = 'reviewed'
    if (Object.keys(changes).length === 0) {
      if (thenNext) goToNext?.()
      return
    }
    if (base.etag !== null) saving.mutate({ changes, etag: base.etag, thenNext })
  }

  /** The others' where that was chosen, and again what was meant to be saved. */
  const merge = (theirs: Parameters<typeof withFields>[1]) => {
    if (!merging) return
    const { latest, thenNext } = merging
    const onto = draftOf(latest.body)
    const merged = withFields(rebase(draft, draftOf(base.body), onto), theirs, onto)
    setBase(latest)
    setDraft(merged)
    setMerging(null)
    const changes: ReviewChanges = changesOf(merged, onto)
    if (thenNext && !denials.status) changes.status = 'reviewed'
    if (Object.keys(changes).length > 0 && latest.etag !== null) {
      saving.mutate({ changes, etag: latest.etag, thenNext })
      return
    }
    saving.reset()
    onDirty(false)
    notify({ message: 'Nothing of yours was left to save.' })
  }

  useShortcuts({ review: () => rating.current?.focus() })
  const nextWords = goToNext ? 'Save and next' : 'Save as reviewed'

  return (
    <form
      ref={form}
      className={classes.form}
      aria-label="Review"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save(false)
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        save(true)
      }}
    >
      <ReviewFields
        review={saved.body}
        draft={draft}
        onChange={change}
        problemOf={problemOf}
        categories={categories}
        rating={rating}
      />
      {saving.error && !merging && !isProblem(saving.error, 'precondition_failed') && (
        <p role="alert" className={classes.error}>
          <strong>{wordsOf(saving.error).title}.</strong> {wordsOf(saving.error).advice}
        </p>
      )}
      <div className={classes.buttons}>
        <Button type="submit" variant="default" disabled={!isDirty || saving.isPending}>
          Save
        </Button>
        <Button
          loading={saving.isPending}
          disabled={Boolean(denials.status) && !isDirty}
          data-tip={`${nextWords} (${shortcutWords('saveReview')})`}
          onClick={() => save(true)}
        >
          {nextWords}
        </Button>
        {isDirty && <span className={classes.unsaved}>Not saved yet</span>}
      </div>
      {merging && (
        <Suspense fallback={null}>
          <MergeDialog
            changes={merging.error.changes}
            draft={draft}
            categories={categories}
            onMerge={merge}
            onClose={() => setMerging(null)}
          />
        </Suspense>
      )}
    </form>
  )
}
