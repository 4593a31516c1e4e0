import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useId, useState } from 'react'
import { actionWords, auditActions } from '../../../audit/index.ts'
import { customRange, ranges, wallBoundsOf } from '../../../places/index.ts'
import { useApi, useFormats, usePermissions, useTenant } from '../../../session/index.ts'
import fields from '../fields.module.css'
import { ChoiceField, SearchField, TextField } from '../fields.tsx'
import { peopleQuery } from '../people/index.ts'
import classes from './audit.module.css'
import { type AuditView, auditSearchOf } from './auditFilters.ts'

type AuditFilterBarProps = { view: AuditView; show: (view: AuditView) => void }

const outcomes = [
  { id: '', words: 'Any' },
  { id: 'allowed', words: 'Allowed' },
  { id: 'denied', words: 'Denied' },
] as const

const actionOptions = auditActions
  .map((action) => ({ value: action, label: actionWords(action), aside: action }))
  .toSorted((one, other) => one.label.localeCompare(other.label, 'en'))

/** What narrows the audit. Every choice goes into the address at once. */
export function AuditFilterBar({ view, show }: AuditFilterBarProps) {
  const api = useApi()
  const tenant = useTenant()
  const { may } = usePermissions()
  const { data: people = [] } = useQuery({ ...peopleQuery(api, tenant.id), enabled: may('user:Read') })
  const isNarrowed = auditSearchOf(view) !== ''

  return (
    <search aria-label="Audit" className={classes.filters}>
      <ChoiceField
        label="Time"
        value={view.range}
        options={ranges}
        onChange={(range) => show({ ...view, range, startedFrom: undefined, startedBefore: undefined })}
      />
      <SearchField
        label="Person"
        value={view.personId ?? ''}
        options={people.map(({ id, name, email }) => ({ value: id, label: name, aside: email }))}
        optionFor={(id) => (id === '' ? undefined : { value: id, label: id })}
        noneWords="Anybody"
        nothingFound="Nobody is called so"
        onChange={(personId) => show({ ...view, personId })}
      />
      <SearchField
        label="What"
        value={view.action ?? ''}
        options={actionOptions}
        optionFor={(action) => (action === '' ? undefined : { value: action, label: actionWords(action) })}
        noneWords="Anything"
        nothingFound="Nothing is called so"
        onChange={(action) => show({ ...view, action })}
      />
      <ChoiceField
        label="Outcome"
        value={view.outcome ?? ''}
        options={outcomes}
        onChange={(outcome) => show({ ...view, outcome: outcome || undefined })}
      />
      <IdFilter
        label="Session ID"
        value={view.sessionId ?? ''}
        maxLength={255}
        onFind={(sessionId) => show({ ...view, sessionId })}
      />
      <IdFilter
        label="Recording ID"
        value={view.recordingId ?? ''}
        maxLength={26}
        onFind={(recordingId) => show({ ...view, recordingId })}
      />
      {view.range === 'custom' && <Custom view={view} show={show} />}
      {isNarrowed && (
        <div className={classes.clear}>
          <Button variant="subtle" size="compact-sm" onClick={() => show({ range: 'all' })}>
            Clear all filters
          </Button>
        </div>
      )}
    </search>
  )
}

type IdFilterProps = { label: string; value: string; maxLength: number; onFind: (id: string | undefined) => void }

/** An id, taken by Enter and when the field is left. */
function IdFilter({ label, value, maxLength, onFind }: IdFilterProps) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const find = () => {
    if (text.trim() !== value) onFind(text.trim() || undefined)
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        find()
      }}
      onBlur={find}
    >
      <TextField label={label} value={text} maxLength={maxLength} spellCheck={false} onChange={setText} />
    </form>
  )
}

function Custom({ view, show }: AuditFilterBarProps) {
  const { timeZone, zoneName } = useFormats()
  const bounds = wallBoundsOf(view, timeZone)
  const [from, setFrom] = useState(bounds.from)
  const [before, setBefore] = useState(bounds.before)
  const [problem, setProblem] = useState<string | null>(null)
  const id = useId()
  return (
    <form
      className={classes.custom}
      onSubmit={(event) => {
        event.preventDefault()
        const range = customRange({ from, before }, timeZone)
        if ('problem' in range) return setProblem(range.problem)
        setProblem(null)
        show({ ...view, range: 'custom', ...range })
      }}
    >
      <label htmlFor={`${id}from`}>From</label>
      <input
        id={`${id}from`}
        type="datetime-local"
        className={fields.input}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <label htmlFor={`${id}before`}>until before</label>
      <input
        id={`${id}before`}
        type="datetime-local"
        className={fields.input}
        value={before}
        aria-invalid={problem !== null}
        aria-describedby={problem ? `${id}problem` : undefined}
        onChange={(event) => setBefore(event.currentTarget.value)}
      />
      <span>{zoneName(new Date())}</span>
      <Button type="submit" size="xs">
        Show
      </Button>
      {problem && (
        <span id={`${id}problem`} role="alert" className={fields.problem}>
          {problem}
        </span>
      )}
    </form>
  )
}
