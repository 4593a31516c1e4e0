import { useInfiniteQuery } from '@tanstack/react-query'
import type { AuditEntry, Recording } from '../../api/index.ts'
import { actionWords, auditQuery, HeardBar, ListFoot, Outcome } from '../../audit/index.ts'
import { addresses } from '../../places/index.ts'
import { useApi, useFormats, useTenant } from '../../session/index.ts'
import { Delayed, Failure, LinkButton, Message } from '../../ui/index.ts'
import classes from './Access.module.css'
import tables from './tables.module.css'

/** Who accessed this recording, and what of it they heard. */
export default function Access({ recording }: { recording: Recording }) {
  const api = useApi()
  const tenant = useTenant()
  const list = useInfiniteQuery(auditQuery(api, tenant.id, { recordingId: recording.id }))
  const entries = list.data?.pages.flatMap(({ items }) => items) ?? []

  if (list.error && !list.data) return <Failure error={list.error} retry={() => list.refetch()} />
  if (list.isPending) return <Delayed>Loading…</Delayed>
  if (entries.length === 0 && !list.hasNextPage) {
    return (
      <Message title="Nobody has accessed this recording yet">
        <p>Whoever opens, plays, downloads or changes it from now on is listed here.</p>
      </Message>
    )
  }
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.heading}>Who accessed this</h2>
        <LinkButton
          href={addresses.audit(tenant.id, `recordingId=${recording.id}`)}
          variant="default"
          size="compact-sm"
        >
          Open in the audit
        </LinkButton>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it is too wide, the keys scroll it */}
      <section className={tables.scroll} aria-label="Who accessed this" tabIndex={0}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">Time</th>
              <th scope="col">Person</th>
              <th scope="col">What</th>
              <th scope="col">Heard</th>
              <th scope="col">Outcome</th>
            </tr>
          </thead>
          <tbody>
            {entries.map((entry) => (
              <Entry key={entry.id} entry={entry} durationMs={recording.durationMs} />
            ))}
          </tbody>
        </table>
      </section>
      <ListFoot list={list} />
    </>
  )
}

function Entry({ entry, durationMs }: { entry: AuditEntry; durationMs: number | null }) {
  const formats = useFormats()
  const { at, personName, personId, action, count, ranges } = entry
  return (
    <tr>
      <td className={classes.time}>
        <time dateTime={at} title={formats.fullTime(at)}>
          {formats.dateTime(at)}
        </time>
      </td>
      <td className={tables.wide}>{personName ?? <code>{personId}</code>}</td>
      <td className={tables.wide}>
        {actionWords(action)}
        {count > 1 && <span className={tables.quiet}> {formats.number(count)} times</span>}
      </td>
      <td className={classes.heard}>{ranges && <HeardBar ranges={ranges} durationMs={durationMs} />}</td>
      <td>
        <Outcome entry={entry} />
      </td>
    </tr>
  )
}
