import { Button } from '@mantine/core'
import { useEffect, useId, useRef, useState } from 'react'
import { ApiProblem, wordsOf } from '../../../api/index.ts'
import classes from './CueForm.module.css'
import { readCueTime, writeCueTime } from './cueTime.ts'

export type CueDraft = { startMs: number | null; endMs: number | null; speaker: string | null; text: string }

type CueFormProps = {
  label: string
  start: CueDraft
  speakers: readonly string[]
  button: string
  /** Where the player stands in the segment; null where it does not. */
  positionMs: (() => number) | null
  save: (draft: CueDraft) => Promise<void>
  onClose: () => void
}

const timeText = (ms: number | null) => (ms === null ? '' : writeCueTime(ms))

/** What a person types of a cue. Ctrl+Enter saves, Escape gives up. */
export function CueForm({ label, start, speakers, button, positionMs, save, onClose }: CueFormProps) {
  const id = useId()
  const text = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft] = useState(() => ({
    ...{ start: timeText(start.startMs), end: timeText(start.endMs) },
    ...{ speaker: start.speaker ?? '', text: start.text },
  }))
  const [problem, setProblem] = useState<string | null>(null)
  const [isSaving, setIsSaving] = useState(false)
  useEffect(() => text.current?.focus(), [])

  const set = (facts: Partial<typeof draft>) => setDraft({ ...draft, ...facts })

  const submit = async () => {
    const [startMs, endMs] = [draft.start, draft.end].map((each) => (each.trim() === '' ? null : readCueTime(each)))
    if (startMs === undefined || endMs === undefined) {
      setProblem('Write times like 0:01:02.500, or leave both empty.')
      return
    }
    if (draft.text.trim() === '') {
      setProblem('Write what is said.')
      return
    }
    setIsSaving(true)
    setProblem(null)
    try {
      await save({ startMs, endMs, speaker: draft.speaker.trim() || null, text: draft.text })
    } catch (error) {
      setProblem(problemWords(error))
    } finally {
      setIsSaving(false)
    }
  }

  return (
    <form
      className={classes.form}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
      onKeyDown={(event) => {
        // Nothing typed here is meant for the lines or the player.
        event.stopPropagation()
        if (event.key === 'Escape') onClose()
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void submit()
      }}
    >
      <div className={classes.facts}>
        {(['start', 'end'] as const).map((field) => (
          <div key={field} className={classes.field}>
            <label htmlFor={id + field}>{field === 'start' ? 'From' : 'Until'}</label>
            <span className={classes.time}>
              <input
                id={id + field}
                className={`${classes.input} ${classes.clock}`}
                value={draft[field]}
                placeholder="0:00:00.000"
                maxLength={16}
                autoComplete="off"
                onChange={(event) => set({ [field]: event.currentTarget.value })}
              />
              {positionMs && (
                <button
                  type="button"
                  className={classes.now}
                  aria-label={`Now: ${field === 'start' ? 'from' : 'until'} where the player stands`}
                  data-tip="Where the player stands"
                  onClick={() => set({ [field]: timeText(positionMs()) })}
                >
                  Now
                </button>
              )}
            </span>
          </div>
        ))}
        <div className={classes.field}>
          <label htmlFor={`${id}speaker`}>Speaker</label>
          <input
            id={`${id}speaker`}
            className={classes.input}
            list={`${id}speakers`}
            value={draft.speaker}
            maxLength={128}
            autoComplete="off"
            onChange={(event) => set({ speaker: event.currentTarget.value })}
          />
          <datalist id={`${id}speakers`}>
            {speakers.map((speaker) => (
              <option key={speaker} value={speaker} />
            ))}
          </datalist>
        </div>
      </div>
      <div className={classes.field}>
        <label htmlFor={`${id}text`}>What is said</label>
        <textarea
          ref={text}
          id={`${id}text`}
          className={`${classes.input} ${classes.text}`}
          rows={Math.min(6, draft.text.split('\n').length + 1)}
          value={draft.text}
          maxLength={5_000}
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : `${id}problem`}
          onChange={(event) => set({ text: event.currentTarget.value })}
        />
      </div>
      {problem !== null && (
        <p id={`${id}problem`} role="alert" className={classes.problem}>
          {problem}
        </p>
      )}
      <div className={classes.buttons}>
        <Button type="submit" size="compact-sm" loading={isSaving}>
          {button}
        </Button>
        <Button variant="default" size="compact-sm" disabled={isSaving} onClick={onClose}>
          Cancel
        </Button>
        <span className={classes.hint}>Ctrl+Enter saves, Esc gives up</span>
      </div>
    </form>
  )
}

const fieldWords: Record<string, string> = { startMs: 'From', endMs: 'Until', text: 'What is said', speaker: 'Speaker' }

/** What a refusal says of the fields, else in general. */
function problemWords(error: unknown): string {
  const { title, advice } = wordsOf(error)
  const fields = error instanceof ApiProblem ? error.errors : []
  if (fields.length === 0) return `${title}. ${advice}`
  return `${fields.map(({ field, message }) => `${fieldWords[field] ?? 'It'} ${message}`).join('. ')}.`
}
