import type { Recorder } from '../../../api/index.ts'
import { useFormats } from '../../../session/index.ts'
import { CopyButton, MiddleTruncated } from '../../../ui/index.ts'
import form from '../Form.module.css'
import { type Column, ListTable } from '../ListTable.tsx'
import classes from './recorders.module.css'

type Failure = Recorder['failures'][number]

/** The requests that were refused last, and what to do about them. */
export function Failures({ failures }: Pick<Recorder, 'failures'>) {
  const formats = useFormats()
  const columns: readonly Column<Failure>[] = [
    {
      id: 'at',
      words: 'Time',
      width: '22%',
      cell: ({ at }) => (
        <time dateTime={at} title={formats.fullTime(at)}>
          {formats.dateTime(at)}
        </time>
      ),
    },
    { id: 'code', words: 'Problem', width: '18%', cell: ({ code }) => <code>{code}</code> },
    { id: 'detail', words: 'What to do', cell: ({ detail }) => detail },
    {
      id: 'request',
      words: 'Request id',
      width: '18%',
      isNamedOnCards: true,
      cell: ({ requestId }) => (
        <span className={classes.requestId}>
          <MiddleTruncated text={requestId} />
          <CopyButton value={requestId} what="request id" />
        </span>
      ),
    },
  ]
  return (
    <section className={classes.section} aria-labelledby="failures">
      <h3 id="failures" className={form.heading}>
        Refused requests
      </h3>
      {failures.length === 0 ? (
        <p className={form.lead}>None that is known. The last twenty would stand here, with what to do about them.</p>
      ) : (
        <ListTable
          caption="Refused requests, the newest first"
          columns={columns}
          rows={failures}
          keyOf={({ requestId, at }) => `${requestId} ${at}`}
        />
      )}
    </section>
  )
}
