import { Button } from '@mantine/core'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { categoriesQuery, customFieldsQuery, type HistoryPage } from '../../../api/index.ts'
import { historyLabelOf } from '../../../customData/index.ts'
import { useApi, useFormats, useTenant } from '../../../session/index.ts'
import { Delayed, Failure } from '../../../ui/index.ts'
import { historyQuery } from './queries.ts'
import classes from './review.module.css'
import { fieldWords, valueWords } from './words.ts'

type Change = HistoryPage['items'][number]['changes'][number]

const isNothing = (value: Change['before']) => value === null || (Array.isArray(value) && value.length === 0)

/** Everything that people changed of the recording, the newest first. */
export default function History({ recordingId }: { recordingId: string }) {
  const api = useApi()
  const tenant = useTenant()
  const formats = useFormats()
  const list = useInfiniteQuery(historyQuery(api, tenant.id, recordingId))
  const { data: categories = [] } = useQuery(categoriesQuery(api, tenant.id))
  const { data: fields = [] } = useQuery(customFieldsQuery(api, tenant.id))
  const edits = list.data?.pages.flatMap(({ items }) => items) ?? []

  if (list.error && !list.data) return <Failure error={list.error} retry={() => void list.refetch()} />
  if (list.isPending) return <Delayed>Loading the history…</Delayed>
  if (edits.length === 0) return <p className={classes.hint}>Nobody has changed anything yet.</p>

  const words = ({ field, before, after }: Change) => {
    const [was, is] = [valueWords(field, before, categories), valueWords(field, after, categories)]
    if (field !== 'notes') return { label: historyLabelOf(field, fields) ?? fieldWords(field), was, is }
    return { label: before === null ? 'Note written' : after === null ? 'Note deleted' : 'Note changed', was, is }
  }
  return (
    <>
      <ol className={classes.history}>
        {edits.map(({ version, at, byName, changes }) => (
          <li key={version}>
            <p className={classes.noteHead}>
              <strong>{byName}</strong>
              <time dateTime={at} title={formats.fullTime(at)}>
                {formats.dateTime(at)}
              </time>
            </p>
            <ul className={classes.edits}>
              {changes.map((change) => {
                const { label, was, is } = words(change)
                return (
                  <li key={`${change.field} ${change.noteId}`}>
                    <span className={classes.label}>{label}</span>
                    {!isNothing(change.before) && <del>{was}</del>}
                    {!isNothing(change.before) && !isNothing(change.after) && <span aria-hidden="true">›</span>}
                    {!(isNothing(change.after) && change.field === 'notes') && <ins>{is}</ins>}
                  </li>
                )
              })}
            </ul>
          </li>
        ))}
      </ol>
      {list.hasNextPage && (
        <Button
          variant="default"
          size="compact-md"
          loading={list.isFetchingNextPage}
          onClick={() => void list.fetchNextPage()}
        >
          Show older changes
        </Button>
      )}
    </>
  )
}
