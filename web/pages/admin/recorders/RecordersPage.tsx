import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { RecorderHead } from '../../../api/index.ts'
import { addresses } from '../../../places/index.ts'
import { useApi, useFormats, usePermissions, useTenant } from '../../../session/index.ts'
import type { Formats } from '../../../time/index.ts'
import { Failure, LinkButton, useTitle } from '../../../ui/index.ts'
import { type Column, ListTable } from '../ListTable.tsx'
import page from '../RoutesPage.module.css'
import { recordersQuery } from './queries.ts'
import { State } from './State.tsx'
import { agoWords, lastDayWords } from './words.ts'

const columns = (formats: Formats, now: Date): readonly Column<RecorderHead>[] => [
  {
    id: 'name',
    words: 'Recorder',
    width: '34%',
    cell: ({ name }) => name,
    aside: ({ clientId }) => <code>{clientId}</code>,
  },
  { id: 'state', words: 'State', width: '18%', cell: (recorder) => <State recorder={recorder} /> },
  {
    id: 'last',
    words: 'Last received',
    isNamedOnCards: true,
    cell: ({ lastReceivedAt }) =>
      lastReceivedAt === null ? (
        'Never'
      ) : (
        <time dateTime={lastReceivedAt} title={formats.fullTime(lastReceivedAt)}>
          {agoWords(lastReceivedAt, now, formats.locale)}
        </time>
      ),
  },
  {
    id: 'day',
    words: 'Last 24 hours',
    isNamedOnCards: true,
    cell: (recorder) => lastDayWords(recorder, formats.number),
  },
]

/** The tenant's recorders, and how they fare. */
export function RecordersPage() {
  useTitle('Recorders')
  const api = useApi()
  const tenant = useTenant()
  const formats = useFormats()
  const { may } = usePermissions()
  const { data, error, refetch, dataUpdatedAt } = useQuery(recordersQuery(api, tenant.id))
  const silent = data?.filter(({ isEnabled, isSilent }) => isEnabled && isSilent) ?? []

  if (error && !data) return <Failure error={error} retry={() => refetch()} />
  return (
    <div className={page.page}>
      <div className={page.head}>
        <p className={page.lead}>
          A recorder sends the calls that it records: a PBX, a session border controller, a softphone. Each signs in as
          itself and can do nothing but send.
        </p>
        {may('recorder:Edit') && (
          <LinkButton href={addresses.newRecorder(tenant.id)} leftSection={<IconPlus size={16} />}>
            New recorder
          </LinkButton>
        )}
      </div>
      {data?.length === 0 ? (
        <p className={page.lead}>
          There is none yet, so no calls come. Make one, and give its id and secret to what records.
        </p>
      ) : (
        <ListTable
          caption="Recorders"
          columns={columns(formats, new Date(dataUpdatedAt))}
          rows={data}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => addresses.recorder(tenant.id, id)}
        />
      )}
      <p className="visually-hidden" role="status">
        {silent.length > 0 ? `Silent: ${silent.map(({ name }) => name).join(', ')}` : ''}
      </p>
    </div>
  )
}
