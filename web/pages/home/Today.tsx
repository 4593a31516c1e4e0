import { Button } from '@mantine/core'
import { IconAlertTriangle, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import type { Direction } from '../../../functions/contract/index.ts'
import { countsQuery, isProblem, wordsOf } from '../../api/index.ts'
import { DirectionIcon, directionWords } from '../../parts/index.ts'
import { addresses } from '../../places/index.ts'
import { useApi, useFormats, useTenant } from '../../session/index.ts'
import { formatDuration, spokenDuration, startOfDay } from '../../time/index.ts'
import classes from './Home.module.css'

const directions = ['inbound', 'outbound', 'internal', 'unknown'] as const satisfies readonly Direction[]

/** What today has brought so far, by the clocks of the person's zone. */
export function Today() {
  const api = useApi()
  const tenant = useTenant()
  const formats = useFormats()
  const now = new Date()
  const bounds = {
    startedFrom: startOfDay(now, formats.timeZone).toISOString(),
    startedBefore: startOfDay(now, formats.timeZone, -1).toISOString(),
  }
  const { data: counts, error, refetch } = useQuery({ ...countsQuery(api, tenant.id, bounds), refetchInterval: 60_000 })

  if (error && !counts) {
    const words = wordsOf(error)
    // Nothing went wrong, and the line above the page opens it.
    const isClosed = isProblem(error, 'support_access_required')
    return (
      <section aria-labelledby="today">
        <h2 id="today" className={classes.heading}>
          Today
        </h2>
        <p role="alert" className={classes.failure}>
          {words.title}. {words.advice}
          {words.requestId && !isClosed && <code>Request id {words.requestId}</code>}
          {!isClosed && (
            <Button variant="default" size="xs" leftSection={<IconRefresh size={14} />} onClick={() => refetch()}>
              Try again
            </Button>
          )}
        </p>
      </section>
    )
  }

  const atLeast = counts && !counts.isComplete ? 'over ' : ''
  const total = counts?.recordings ?? 0
  return (
    <section aria-labelledby="today" aria-busy={!counts}>
      <h2 id="today" className={classes.heading}>
        Today <span className={classes.day}>{formats.date(now.toISOString())}</span>
      </h2>
      <dl className={classes.figures}>
        <div className={classes.figure}>
          <dt>Recordings</dt>
          <dd data-loading={!counts || undefined}>
            {counts && (
              <Link href={addresses.recordings(tenant.id, { range: 'today' })}>{atLeast + formats.number(total)}</Link>
            )}
          </dd>
        </div>
        <div className={classes.figure}>
          <dt>Talk time</dt>
          <dd data-loading={!counts || undefined}>
            {counts && (
              <>
                <span aria-hidden="true">{atLeast + formatDuration(counts.durationMs)}</span>
                <span className="visually-hidden">{atLeast + spokenDuration(counts.durationMs)}</span>
              </>
            )}
          </dd>
        </div>
        <div className={classes.figure}>
          <dt>Need attention</dt>
          <dd data-loading={!counts || undefined} data-attention={(counts?.needAttention ?? 0) > 0 || undefined}>
            {counts && (
              <>
                {counts.needAttention > 0 && <IconAlertTriangle size={20} stroke={1.75} aria-hidden="true" />}
                {formats.number(counts.needAttention)}
              </>
            )}
          </dd>
          <dd className={classes.note}>media missing or damaged</dd>
        </div>
      </dl>

      <h3 className={classes.subheading}>By direction</h3>
      <div className={classes.bar} aria-hidden="true">
        {directions.map((direction) => (
          <span key={direction} data-direction={direction} style={{ flexGrow: counts?.byDirection[direction] ?? 0 }} />
        ))}
      </div>
      <ul className={classes.legend}>
        {directions.map((direction) => (
          <li key={direction}>
            <span className={classes.swatch} data-direction={direction} aria-hidden="true" />
            <DirectionIcon direction={direction} size={14} />
            <span>{directionWords[direction]}</span>
            <b>{counts ? formats.number(counts.byDirection[direction] ?? 0) : '–'}</b>
          </li>
        ))}
      </ul>
      {counts && total === 0 && <p className={classes.quiet}>Nothing has come in yet today.</p>}
    </section>
  )
}
