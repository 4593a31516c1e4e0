import { Button } from '@mantine/core'
import { IconDownload, IconFileOff } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { Recording, SessionMetadata as View } from '../../../api/index.ts'
import { tellFailure } from '../../../parts/index.ts'
import { useApi, useFormats, useTenant } from '../../../session/index.ts'
import { CopyButton, Delayed, Failure, Message } from '../../../ui/index.ts'
import tables from '../tables.module.css'
import { Diagnostics } from './Diagnostics.tsx'
import { ExtensionData } from './ExtensionData.tsx'
import classes from './metadata.module.css'
import { sessionMetadataQuery } from './queries.ts'
import { saveDocument } from './saveDocument.ts'
import { modeOf, modeWords, partiesByWords, spanWords } from './words.ts'

/** What the recorder told of the session: sessions, groups, extension data, headers, and the documents themselves. */
export default function SessionMetadata({ recording }: { recording: Recording }) {
  const api = useApi()
  const tenant = useTenant()
  const { data, error, refetch } = useQuery(sessionMetadataQuery(api, tenant.id, recording.id))

  if (error && !data) return <Failure error={error} retry={() => refetch()} />
  if (!data) return <Delayed>Loading…</Delayed>
  if (data.documents.length === 0 && data.sipHeaders.length === 0) {
    return (
      <Message icon={<IconFileOff size={24} stroke={1.5} />} title="No session metadata came with this call">
        <p>A recorder sends it as the SIPREC document of the call: docs/recorders.md says how.</p>
      </Message>
    )
  }
  return (
    <div className={classes.page}>
      <Diagnostics diagnostics={data.diagnostics} />
      {data.sessions.map((session) => (
        <Session key={session.sessionId} session={session} partiesBy={data.partiesBy} />
      ))}
      {data.groups.map((group) => (
        <Group key={group.groupId} group={group} />
      ))}
      {data.extensionData.length > 0 && (
        <div>
          <h2 className={classes.heading}>Extension data</h2>
          <ExtensionData values={data.extensionData} caption="Of the document" />
        </div>
      )}
      {data.sipHeaders.length > 0 && <Headers headers={data.sipHeaders} />}
      {data.documents.length > 0 && <Documents recordingId={recording.id} view={data} />}
    </div>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={classes.fact}>
      <dt>{label}</dt>
      <dd>{children ?? '—'}</dd>
    </div>
  )
}

const Lines = ({ texts }: { texts: readonly string[] }) =>
  texts.length === 0 ? (
    '—'
  ) : (
    <ul className={classes.lines}>
      {texts.map((text) => (
        <li key={text}>{text}</li>
      ))}
    </ul>
  )

type SessionProps = { session: View['sessions'][number]; partiesBy: View['partiesBy'] }

function Session({ session, partiesBy }: SessionProps) {
  const formats = useFormats()
  const { sessionId, groupId, sipSessionIds, reasons, startedAt, stoppedAt, recorded, extensionData } = session
  const instant = (value: string | null) =>
    value && <span title={formats.fullTime(value)}>{formats.dateTime(value)}</span>
  const reasonWords = reasons.map(({ text, protocol }) => (protocol === null ? text : `${text} (${protocol})`))
  return (
    <section aria-label={`Session ${sessionId}`}>
      <h2 className={classes.heading}>Session</h2>
      <dl className={classes.facts}>
        <Fact label="Session ID">
          {sessionId} <CopyButton value={sessionId} what="Session ID" className={classes.copy} />
        </Fact>
        <Fact label="SIP session IDs">
          <Lines texts={sipSessionIds} />
        </Fact>
        <Fact label="Call group">{groupId}</Fact>
        <Fact label="Start">{instant(startedAt)}</Fact>
        <Fact label="Stop">{instant(stoppedAt)}</Fact>
        <Fact label="Recorded">
          <Lines texts={recorded.map((span) => spanWords(span, formats))} />
        </Fact>
        <Fact label="Reason">
          <Lines texts={reasonWords} />
        </Fact>
        <Fact label="Caller, callee">{partiesBy && partiesByWords[partiesBy]}</Fact>
      </dl>
      <ExtensionData values={extensionData} caption="Extension data of the session" />
    </section>
  )
}

function Group({ group: { groupId, spans, extensionData } }: { group: View['groups'][number] }) {
  const formats = useFormats()
  return (
    <section aria-label={`Group ${groupId}`}>
      <h2 className={classes.heading}>Group</h2>
      <dl className={classes.facts}>
        <Fact label="Group ID">
          {groupId} <CopyButton value={groupId} what="Group ID" className={classes.copy} />
        </Fact>
        <Fact label="When">
          <Lines texts={spans.map((span) => spanWords(span, formats))} />
        </Fact>
      </dl>
      <ExtensionData values={extensionData} caption="Extension data of the group" />
    </section>
  )
}

function Headers({ headers }: { headers: View['sipHeaders'] }) {
  return (
    <div>
      <h2 className={classes.heading}>SIP headers</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it is too wide, the keys scroll it */}
      <section className={tables.scroll} aria-label="SIP headers" tabIndex={0}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">Header</th>
              <th scope="col">Value</th>
            </tr>
          </thead>
          <tbody>
            {headers.map(({ name, value }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice with the same value
              <tr key={index}>
                <th scope="row">{name}</th>
                <td className={tables.wide}>
                  {value} <CopyButton value={value} what={name} className={classes.copy} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function Documents({ recordingId, view }: { recordingId: string; view: View }) {
  const formats = useFormats()
  const api = useApi()
  const tenant = useTenant()
  const saving = useMutation({
    mutationFn: async (number: number) => {
      const path = '/recordings/{recordingId}/session-metadata/documents/{number}'
      return (await api.get(path, { tenantId: tenant.id, params: { recordingId, number } })).body
    },
    onSuccess: saveDocument,
    onError: tellFailure,
  })
  return (
    <div>
      <h2 className={classes.heading}>Documents</h2>
      <p className={classes.note}>
        As the recorder sent them; later ones are merged over earlier ones.
        {view.hasOmittedDocuments && ' More came than are kept of one recording.'}
      </p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: where it is too wide, the keys scroll it */}
      <section className={tables.scroll} aria-label="Documents" tabIndex={0}>
        <table className={tables.table}>
          <thead>
            <tr>
              <th scope="col">Document</th>
              <th scope="col">Received</th>
              <th scope="col">Tells</th>
              <th scope="col">Time zone of times without one</th>
              <th scope="col" className={tables.number}>
                Characters
              </th>
              <th scope="col">
                <span className="visually-hidden">Actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {view.documents.map((document) => (
              <tr key={document.number}>
                <th scope="row">{document.number}</th>
                <td className={classes.line} title={formats.fullTime(document.receivedAt)}>
                  {formats.dateTime(document.receivedAt)}
                </td>
                <td>{modeWords[modeOf(document)]}</td>
                <td>{document.timeZone}</td>
                <td className={tables.number}>{formats.number(document.characters)}</td>
                <td className={tables.number}>
                  <Button
                    size="compact-sm"
                    variant="default"
                    leftSection={<IconDownload size={14} />}
                    aria-label={`Download document ${document.number}`}
                    loading={saving.isPending && saving.variables === document.number}
                    onClick={() => saving.mutate(document.number)}
                  >
                    Download
                  </Button>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}
