import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { isProblem, wordsOf } from '../../api/index.ts'
import { useLeaveGuard } from '../../parts/index.ts'
import classes from './Form.module.css'

type FormProps = {
  label: string
  isDirty: boolean
  isSaving: boolean
  error: unknown
  /** Gives whether it was sent; what was not is shown at the fields. */
  save: () => boolean
  saveWords?: string
  reset: () => void
  resetWords?: string
  /** Whether saving makes sense before anything was changed. */
  isAlwaysSavable?: boolean
  /** Why nothing here can be changed, as a sentence; the fields are then shown alone. */
  readOnlyReason?: string | undefined
  children: ReactNode
}

/** Above the fields: what came of the last attempt to save. */
function Outcome({ error }: { error: unknown }) {
  const { title, advice, requestId } = wordsOf(error)
  const isStale = isProblem(error, 'precondition_failed', 'conflict')
  return (
    <p role="alert" className={classes.error}>
      <strong>{title}.</strong>{' '}
      {isStale
        ? 'Nothing was saved. The fields that you left alone now show what is there; save again to put yours over the rest.'
        : isProblem(error, 'invalid_request')
          ? 'Nothing was saved. What is wrong stands at the fields.'
          : advice}
      {requestId && isProblem(error, 'internal_error') && ` Request id ${requestId}.`}
    </p>
  )
}

/** A form that is saved as a whole, and asks before it is left unsaved. */
export function Form({ label, isDirty, isSaving, error, save, reset, children, ...more }: FormProps) {
  const form = useRef<HTMLFormElement>(null)
  const guard = useLeaveGuard(isDirty)
  const focusProblem = () => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each refusal, once its problems are shown
  useEffect(() => {
    if (error !== null) focusProblem()
  }, [error])

  return (
    <form
      ref={form}
      noValidate
      className={classes.form}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault()
        if (isSaving) return
        // The problems of the fields stand there once React has shown them.
        if (!save()) requestAnimationFrame(focusProblem)
      }}
    >
      {error !== null && <Outcome error={error} />}
      {more.readOnlyReason === undefined ? (
        children
      ) : (
        <>
          <p className={classes.readOnly}>{more.readOnlyReason}</p>
          <fieldset disabled className={classes.shown}>
            {children}
          </fieldset>
        </>
      )}
      <div hidden={more.readOnlyReason !== undefined} className={classes.bar} data-unsaved={isDirty || undefined}>
        <Button type="submit" loading={isSaving} disabled={!isDirty && !more.isAlwaysSavable}>
          {more.saveWords ?? 'Save'}
        </Button>
        {(isDirty || more.isAlwaysSavable) && (
          <Button variant="default" onClick={reset} disabled={isSaving}>
            {more.resetWords ?? 'Discard changes'}
          </Button>
        )}
        <span role="status" className={classes.unsaved}>
          {isDirty && !isSaving && !more.isAlwaysSavable ? 'Not saved yet' : ''}
        </span>
      </div>
      {guard}
    </form>
  )
}
