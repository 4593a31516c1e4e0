import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useRef, useState } from 'react'
import type { Direction } from '../../../functions/contract/index.ts'
import {
  ApiProblem,
  type Corrections,
  isProblem,
  type Recording,
  recordingQuery,
  showRecording,
  wordsOf,
} from '../../api/index.ts'
import { denialWords, directionWords } from '../../parts/index.ts'
import { useApi, useTenant } from '../../session/index.ts'
import { notify } from '../../ui/index.ts'
import {
  type CorrectableText,
  correctableTexts,
  correctionsOf,
  type Draft,
  draftOf,
  isEmpty,
  rebase,
  withCorrections,
} from './corrections.ts'
import classes from './EditForm.module.css'

const directions = ['inbound', 'outbound', 'internal', 'unknown'] as const satisfies readonly Direction[]

/** What a route may keep from being corrected by itself. */
const agentFields: ReadonlySet<CorrectableText> = new Set(['agentName', 'agentId'])

type EditFormProps = { recording: Recording; etag: string; onClose: () => void }

/** Corrects a recording's facts. Shown at once, and taken back with the reason if the server refuses. */
export default function EditForm({ recording, etag, onClose }: EditFormProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  /** What the draft started from. */
  const [base, setBase] = useState(() => draftOf(recording))
  const [draft, setDraft] = useState(base)
  const form = useRef<HTMLFormElement>(null)
  const id = useId()

  useEffect(() => form.current?.querySelector('input')?.focus(), [])

  const saving = useMutation({
    mutationFn: (corrections: Corrections) =>
      api.patch('/recordings/{recordingId}', {
        tenantId: tenant.id,
        params: { recordingId: recording.id },
        body: corrections,
        ifMatch: etag,
      }),
    onMutate: (corrections) => {
      showRecording(client, tenant.id, { body: withCorrections(recording, corrections), etag })
      // Kept for a refusal, as by then this form shows the corrected recording.
      return { body: recording, etag }
    },
    onSuccess: (answer) => {
      showRecording(client, tenant.id, answer)
      notify({ message: 'Saved.' })
      onClose()
    },
    onError: async (error, _corrections, before) => {
      if (before) showRecording(client, tenant.id, before)
      if (!isProblem(error, 'precondition_failed', 'conflict')) return
      const query = { ...recordingQuery(api, tenant.id, recording.id), staleTime: 0 }
      const latest = await client.fetchQuery(query).catch(() => undefined)
      if (!latest) return
      const fresh = draftOf(latest.body)
      setDraft((current) => rebase(current, base, fresh))
      setBase(fresh)
    },
  })

  const againstAgent = denialWords('editAgent', recording)
  const save = () => {
    const corrections = correctionsOf(recording, draft)
    if (isEmpty(corrections)) onClose()
    else saving.mutate(corrections)
  }
  const change = (field: CorrectableText, text: string) => setDraft({ ...draft, [field]: text })
  const problemOf = (field: keyof Draft): string | undefined =>
    saving.error instanceof ApiProblem ? saving.error.errors.find((error) => error.field === field)?.message : undefined

  return (
    <form
      ref={form}
      className={classes.form}
      aria-label="Edit the recording’s facts"
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !saving.isPending) onClose()
      }}
    >
      {saving.error && (
        <p role="alert" className={classes.error}>
          <strong>{wordsOf(saving.error).title}.</strong>{' '}
          {isProblem(saving.error, 'precondition_failed')
            ? 'Nothing was saved. The fields that you left alone now show what is there; save again to put yours over the rest.'
            : wordsOf(saving.error).advice}
        </p>
      )}
      <div className={classes.fields}>
        {correctableTexts.map(({ field, label, maxLength }) => {
          const problem = problemOf(field)
          const refused = agentFields.has(field) ? againstAgent : undefined
          return (
            <div key={field} className={classes.field}>
              <label htmlFor={id + field}>{label}</label>
              <input
                id={id + field}
                className={classes.input}
                value={draft[field]}
                maxLength={maxLength}
                autoComplete="off"
                aria-invalid={problem !== undefined}
                aria-describedby={problem ? `${id}${field}-problem` : refused ? `${id}refused` : undefined}
                readOnly={refused !== undefined}
                onChange={(event) => change(field, event.currentTarget.value)}
              />
              {problem && (
                <span id={`${id}${field}-problem`} className={classes.problem}>
                  {problem}
                </span>
              )}
            </div>
          )
        })}
        <div className={classes.field}>
          <label htmlFor={`${id}direction`}>Direction</label>
          <select
            id={`${id}direction`}
            className={classes.input}
            value={draft.direction}
            onChange={(event) =>
              setDraft({
                ...draft,
                direction: directions.find((name) => name === event.currentTarget.value) ?? 'unknown',
              })
            }
          >
            {directions.map((direction) => (
              <option key={direction} value={direction}>
                {directionWords[direction]}
              </option>
            ))}
          </select>
        </div>
      </div>
      {againstAgent && (
        <p id={`${id}refused`} className={classes.hint}>
          {againstAgent}: agent and agent ID stay as they are.
        </p>
      )}
      <p className={classes.hint}>What you correct stays: later facts from the recorder leave it as it is.</p>
      <div className={classes.buttons}>
        <Button type="submit" loading={saving.isPending}>
          Save
        </Button>
        <Button variant="default" onClick={onClose} disabled={saving.isPending}>
          Cancel
        </Button>
      </div>
    </form>
  )
}
