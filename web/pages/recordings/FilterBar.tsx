import { IconRefresh, IconX } from '@tabler/icons-react'
import { useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { shortcutWords, useShortcuts } from '../../keys/index.ts'
import { IdSearch } from '../../parts/index.ts'
import { addresses, isNarrowed, type ListFilters, ranges } from '../../places/index.ts'
import { useFormats, useTenant } from '../../session/index.ts'
import { wallTimeOf } from '../../time/index.ts'
import { IconButton } from '../../ui/index.ts'
import { CustomRange } from './CustomRange.tsx'
import classes from './FilterBar.module.css'

type FilterBarProps = { filters: ListFilters; isReloading: boolean; reload: () => void }

/** What narrows the list. Every choice goes into the address at once. */
export function FilterBar({ filters, isReloading, reload }: FilterBarProps) {
  const tenant = useTenant()
  const { timeZone } = useFormats()
  const [, navigate] = useLocation()
  const find = useRef<HTMLInputElement>(null)

  const show = (next: ListFilters) => navigate(addresses.recordings(tenant.id, next))
  useShortcuts({ find: () => find.current?.select() ?? find.current?.focus() })

  const choose = (range: ListFilters['range']) => {
    if (range !== 'custom') return show({ ...filters, range })
    // Something to start from: today, which is then widened.
    const midnight = `${wallTimeOf(new Date(), timeZone).slice(0, 10)}T00:00`
    setDraft(midnight)
    show({ ...filters, range })
  }
  const [draft, setDraft] = useState('')

  useEffect(() => {
    if (filters.range !== 'custom') setDraft('')
  }, [filters.range])

  return (
    <>
      <search className={classes.bar} aria-label="Recordings">
        <h1 className={classes.title}>Recordings</h1>
        <IdSearch
          ref={find}
          value={filters.sessionId ?? filters.callId ?? ''}
          kind={filters.sessionId ? 'Session ID' : filters.callId ? 'Call ID' : undefined}
          onFind={(meaning) => show({ ...filters, sessionId: undefined, callId: undefined, ...meaning })}
        />
        <fieldset className={classes.ranges}>
          <legend className="visually-hidden">Time range</legend>
          {ranges.map(({ id, words }) => (
            <label key={id} className={classes.range}>
              <input
                type="radio"
                name="range"
                className="visually-hidden"
                checked={filters.range === id}
                onChange={() => choose(id)}
              />
              {words}
            </label>
          ))}
        </fieldset>
        <div className={classes.end}>
          {isNarrowed(filters) && (
            <IconButton label="Clear all filters" icon={<IconX size={16} />} onClick={() => show({ range: 'all' })} />
          )}
          <IconButton
            label="Reload"
            shortcut={shortcutWords('reload')}
            icon={<IconRefresh size={16} className={isReloading ? classes.turning : undefined} />}
            onClick={reload}
          />
        </div>
      </search>
      {filters.range === 'custom' && (
        <CustomRange
          key={`${filters.startedFrom}${filters.startedBefore}`}
          filters={filters}
          startWith={draft}
          show={show}
        />
      )}
    </>
  )
}
