import { useQuery } from '@tanstack/react-query'
import { Link } from 'wouter'
import { type AuditEntry, routesQuery } from '../../../api/index.ts'
import { type AuditObject, actionWords, heardMs, Outcome, objectWords } from '../../../audit/index.ts'
import { addresses } from '../../../places/index.ts'
import { roleWords, useApi, useFormats, usePermissions, useTenant } from '../../../session/index.ts'
import { formatDuration } from '../../../time/index.ts'
import { type Column, ListTable } from '../ListTable.tsx'
import { peopleQuery } from '../people/index.ts'
import classes from './audit.module.css'
import type { AuditView } from './auditFilters.ts'

type AuditTableProps = {
  /** Undefined while they load. */
  entries: readonly AuditEntry[] | undefined
  narrow: (facts: Partial<AuditView>) => void
}

const isRole = (role: string): role is keyof typeof roleWords => Object.hasOwn(roleWords, role)

/** The entries of the audit, one a row. */
export function AuditTable({ entries, narrow }: AuditTableProps) {
  const formats = useFormats()
  const columns: readonly Column<AuditEntry>[] = [
    {
      id: 'at',
      words: 'Time',
      width: '17%',
      cell: ({ at }) => (
        <time dateTime={at} title={formats.fullTime(at)}>
          {formats.dateTime(at)}
        </time>
      ),
    },
    {
      id: 'person',
      words: 'Person',
      width: '16%',
      cell: ({ personId, personName }) => (
        <button
          type="button"
          className={classes.person}
          data-tip="Show theirs alone"
          onClick={() => narrow({ personId })}
        >
          {personName ?? personId}
        </button>
      ),
      aside: ({ role }) => (isRole(role) ? roleWords[role] : role),
    },
    {
      id: 'what',
      words: 'What',
      width: '22%',
      cell: ({ action, count }) => (
        <>
          {actionWords(action)}
          {count > 1 && <span className={classes.count}> {formats.number(count)} times</span>}
        </>
      ),
      aside: ({ fields, note }) => note ?? (fields.length > 0 ? fields.join(', ') : null),
    },
    {
      id: 'on',
      words: 'On what',
      cell: ({ objects, ranges }) => (
        <>
          <Objects objects={objects} />
          {ranges && <span className={classes.heard}>{formatDuration(heardMs(ranges))} heard</span>}
        </>
      ),
    },
    { id: 'outcome', words: 'Outcome', width: '15%', cell: (entry) => <Outcome entry={entry} /> },
    {
      id: 'address',
      words: 'Address',
      width: '12%',
      isNamedOnCards: true,
      cell: ({ sourceAddress }) => sourceAddress ?? '—',
    },
  ]
  return <ListTable caption="Audit, newest first" columns={columns} rows={entries} keyOf={({ id }) => id} />
}

/** Where the page of an object is; those without one are named alone. */
const pages: Partial<Record<AuditObject, (tenantId: string, id: string) => string>> = {
  recordingId: (tenantId, id) => addresses.recording(tenantId, id),
  routeId: addresses.route,
  userId: addresses.person,
  groupId: addresses.group,
  policyId: addresses.policy,
  recorderId: addresses.recorder,
}

/** What says nothing beside the recording that it belongs to. */
const inRecording: ReadonlySet<AuditObject> = new Set(['sessionId', 'mediaId', 'listeningId'])

const tailLength = 6

function Objects({ objects }: Pick<AuditEntry, 'objects'>) {
  const api = useApi()
  const tenant = useTenant()
  const { may } = usePermissions()
  const { data: routes } = useQuery({ ...routesQuery(api, tenant.id), enabled: may('recording:List') })
  const { data: people } = useQuery({ ...peopleQuery(api, tenant.id), enabled: may('user:Read') })
  const names: Partial<Record<AuditObject, readonly { id: string; name: string }[]>> = {
    ...(routes && { routeId: routes }),
    ...(people && { userId: people }),
  }
  // The names of `objectWords` are those of an entry's objects.
  const kinds = Object.keys(objectWords) as AuditObject[]
  const given = kinds.flatMap((kind) => (objects[kind] === undefined ? [] : [[kind, objects[kind]] as const]))
  const shown = given.filter(([kind]) => !(objects.recordingId && inRecording.has(kind)))
  if (shown.length === 0) return null
  return (
    <ul className={classes.objects}>
      {shown.map(([kind, id]) => {
        const words = `${objectWords[kind]} ${names[kind]?.find((each) => each.id === id)?.name ?? `…${id.slice(-tailLength)}`}`
        const href = pages[kind]?.(tenant.id, id)
        return (
          <li key={kind} title={id}>
            {href === undefined ? words : <Link href={href}>{words}</Link>}
          </li>
        )
      })}
    </ul>
  )
}
