import { Button } from '@mantine/core'
import { useRef, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { useShortcuts } from '../../keys/index.ts'
import { IdField, useFindById } from '../../parts/index.ts'
import { addresses, type RangeId, ranges } from '../../places/index.ts'
import { useTenant } from '../../session/index.ts'
import classes from './Home.module.css'

/** The quick way into the list: by an id, a stretch of time, or both. */
export function FindRecordings() {
  const tenant = useTenant()
  const [, navigate] = useLocation()
  const [text, setText] = useState('')
  const [range, setRange] = useState<RangeId>('all')
  const field = useRef<HTMLInputElement>(null)
  const finding = useFindById((meaning) => navigate(addresses.recordings(tenant.id, { range, ...meaning })))

  useShortcuts({ find: () => field.current?.focus() })

  return (
    <section aria-labelledby="find-recordings">
      <h2 id="find-recordings" className={classes.heading}>
        Find Recordings
      </h2>
      <form
        className={classes.find}
        onSubmit={(event) => {
          event.preventDefault()
          finding.find(text)
        }}
      >
        <IdField ref={field} text={text} onChange={setText} onClear={() => setText('')} isBusy={finding.isBusy} />
        <select
          aria-label="Time range"
          className={classes.select}
          value={range}
          onChange={(event) => setRange(ranges.find(({ id }) => id === event.currentTarget.value)?.id ?? 'all')}
        >
          {ranges.map(({ id, words }) => (
            <option key={id} value={id}>
              {id === 'custom' ? 'Choose dates…' : words}
            </option>
          ))}
        </select>
        <Button type="submit" loading={finding.isBusy}>
          Find
        </Button>
      </form>
      <p className={classes.quick}>
        {ranges
          .filter(({ id }) => id !== 'custom')
          .map(({ id, words }) => (
            <Link key={id} href={addresses.recordings(tenant.id, { range: id })}>
              {id === 'all' ? 'All recordings' : words}
            </Link>
          ))}
      </p>
    </section>
  )
}
