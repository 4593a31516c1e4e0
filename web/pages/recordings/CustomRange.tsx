import { Button } from '@mantine/core'
import { useId, useState } from 'react'
import { customRange, type ListFilters, wallBoundsOf } from '../../places/index.ts'
import { useFormats } from '../../session/index.ts'
import classes from './FilterBar.module.css'

type CustomRangeProps = {
  filters: ListFilters
  /** The start to propose where the address has none, as the value of a `datetime-local` field. */
  startWith: string
  show: (filters: ListFilters) => void
}

/** A stretch of time by two dates, in the person's zone. */
export function CustomRange({ filters, startWith, show }: CustomRangeProps) {
  const { timeZone, zoneName } = useFormats()
  const bounds = wallBoundsOf(filters, timeZone)
  const [from, setFrom] = useState(bounds.from || startWith)
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
        show({ ...filters, range: 'custom', ...range })
      }}
    >
      <label htmlFor={`${id}from`}>From</label>
      <input
        id={`${id}from`}
        type="datetime-local"
        className={classes.input}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <label htmlFor={`${id}before`}>until before</label>
      <input
        id={`${id}before`}
        type="datetime-local"
        className={classes.input}
        value={before}
        aria-invalid={problem !== null}
        aria-describedby={problem ? `${id}problem` : undefined}
        onChange={(event) => setBefore(event.currentTarget.value)}
      />
      <span className={classes.zone}>{zoneName(new Date())}</span>
      <Button type="submit" size="xs">
        Show
      </Button>
      {problem && (
        <span id={`${id}problem`} role="alert" className={classes.problem}>
          {problem}
        </span>
      )}
    </form>
  )
}
