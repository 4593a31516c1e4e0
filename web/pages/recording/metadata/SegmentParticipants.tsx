import { Button } from '@mantine/core'
import { IconUsers } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { Recording, SegmentParticipants as View } from '../../../api/index.ts'
import { useApi, useFormats, useTenant } from '../../../session/index.ts'
import { CopyButton, Delayed, Failure, Message, readableNumber } from '../../../ui/index.ts'
import tables from '../tables.module.css'
import { Diagnostics } from './Diagnostics.tsx'
import { ExtensionData } from './ExtensionData.tsx'
import classes from './metadata.module.css'
import { participantsQuery } from './queries.ts'
import { Timeline } from './Timeline.tsx'
import { holdsOf, type Participant, type Stream } from './timeline.ts'
import { nameOf, partiesByWords, roleWords, spanWords } from './words.ts'

/** Who took part in each segment, when they came, left and were on hold, and which stream is whose. */
export default function SegmentParticipants({ recording }: { recording: Recording }) {
  const api = useApi()
  const tenant = useTenant()
  const seqs = recording.segments.map(({ seq }) => seq)
  const [seq, setSeq] = useState(seqs[0] ?? 1)
  const { data, error, refetch } = useQuery(participantsQuery(api, tenant.id, recording.id, seq))

  return (
    <>
      {seqs.length > 1 && (
        <fieldset className={classes.segments}>
          <legend>Segment</legend>
          {seqs.map((each) => (
            <Button
              key={each}
              size="compact-sm"
              variant={each === seq ? 'filled' : 'default'}
              aria-pressed={each === seq}
              onClick={() => setSeq(each)}
            >
              {each}
            </Button>
          ))}
        </fieldset>
      )}
      {error && !data ? (
        <Failure error={error} retry={() => refetch()} />
      ) : data ? (
        <Segment recording={recording} view={data} />
      ) : (
        <Delayed>Loading…</Delayed>
      )}
    </>
  )
}

function Segment({ recording, view }: { recording: Recording; view: View }) {
  const { participants, streams, partiesBy, diagnostics } = view
  if (participants.length === 0 && streams.length === 0) {
    return (
      <Message icon={<IconUsers size={24} stroke={1.5} />} title="The recorder named nobody">
        <p>
          Recorders name who takes part in the SIPREC document of a call. None came with this one that could be read.
        </p>
      </Message>
    )
  }
  const withExtensions = participants.filter(({ extensionData }) => extensionData.length > 0)
  return (
    <div className={classes.page}>
      <Diagnostics diagnostics={diagnostics} />
      <div>
        <h2 className={classes.heading}>Who was in the call</h2>
        {partiesBy && (
          <p className={partiesBy === 'order' ? classes.uncertain : classes.note}>{partiesByWords[partiesBy]}</p>
        )}
        <Timeline view={view} />
        <ParticipantTable participants={participants} streams={streams} isUncertain={partiesBy === 'order'} />
      </div>
      {streams.length > 0 && (
        <div>
          <h2 className={classes.heading}>Streams</h2>
          <StreamTable recording={recording} participants={participants} streams={streams} />
        </div>
      )}
      {withExtensions.length > 0 && (
        <div>
          <h2 className={classes.heading}>Extension data</h2>
          <div className={classes.tables}>
            {withExtensions.map((participant) => (
              <ExtensionData
                key={participant.participantId}
                values={participant.extensionData}
                caption={`Of ${nameOf(participant)}`}
              />
            ))}
          </div>
        </div>
      )}
      {streams.some(({ extensionData }) => extensionData.length > 0) && (
        <section aria-label="Extension data of streams" className={classes.tables}>
          {streams.map(({ streamId, label, extensionData }) => (
            <ExtensionData key={streamId} values={extensionData} caption={`Of stream ${label ?? streamId}`} />
          ))}
        </section>
      )}
    </div>
  )
}

function Spans({ spans }: { spans: Participant['present'] }) {
  const formats = useFormats()
  if (spans.length === 0) return '—'
  return (
    <ul className={classes.lines}>
      {spans.map((span, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they have no names, and their order does not change
        <li key={index} className={classes.line}>
          {spanWords(span, formats)}
        </li>
      ))}
    </ul>
  )
}

type ParticipantTableProps = { participants: Participant[]; streams: Stream[]; isUncertain: boolean }

function ParticipantTable({ participants, streams, isUncertain }: ParticipantTableProps) {
  const labels = new Map(streams.map(({ streamId, label }) => [streamId, label]))
  const streamsOf = ({ flows }: Participant, role: 'sends' | 'receives') =>
    flows.flatMap((flow) => (flow.role === role ? [labels.get(flow.streamId) ?? flow.streamId] : [])).join(', ') || '—'
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it is too wide, the keys scroll it
    <section className={tables.scroll} aria-label="Participants" tabIndex={0}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">Participant</th>
            <th scope="col">Address</th>
            <th scope="col">Role</th>
            <th scope="col">In the call</th>
            <th scope="col">On hold</th>
            <th scope="col">Sends</th>
            <th scope="col">Receives</th>
            <th scope="col">Participant ID</th>
          </tr>
        </thead>
        <tbody>
          {participants.map((participant) => (
            <tr key={participant.participantId}>
              <th scope="row">
                {nameOf(participant)}
                {otherNames(participant).map((name) => (
                  <div key={name} className={tables.quiet}>
                    {name}
                  </div>
                ))}
              </th>
              <td>
                {addressesOf(participant).map((aor) => (
                  <div key={aor} title={aor} className={classes.line}>
                    {readableNumber(aor)} <CopyButton value={aor} what="address" className={classes.copy} />
                  </div>
                ))}
                {participant.aor === null && '—'}
              </td>
              <td>
                {participant.role === null ? '—' : roleWords[participant.role]}
                {participant.role !== null && isUncertain && <span className={tables.quiet}>, uncertain</span>}
              </td>
              <td>
                <Spans spans={participant.present} />
              </td>
              <td>
                <Spans spans={holdsOf(participant)} />
              </td>
              <td>{streamsOf(participant, 'sends')}</td>
              <td>{streamsOf(participant, 'receives')}</td>
              <td className={`${tables.quiet} ${tables.wide}`}>{participant.participantId}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const addressesOf = ({ addresses }: Participant): string[] => [
  ...new Set(addresses.flatMap(({ aor }) => (aor === null ? [] : [aor]))),
]

const otherNames = (participant: Participant): string[] => {
  const names = participant.addresses.flatMap((address) => address.names.map(({ text }) => text))
  return [...new Set(names)].filter((name) => name !== nameOf(participant))
}

type StreamTableProps = { recording: Recording; participants: Participant[]; streams: Stream[] }

function StreamTable({ recording, participants, streams }: StreamTableProps) {
  const files = new Map(recording.segments.flatMap(({ media }) => media.map((file) => [file.id as string, file])))
  const senders = (ids: string[]) =>
    ids.map((id) => nameOf(participants.find(({ participantId }) => participantId === id) ?? unnamed(id))).join(', ')
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: where it is too wide, the keys scroll it
    <section className={tables.scroll} aria-label="Streams" tabIndex={0}>
      <table className={tables.table}>
        <thead>
          <tr>
            <th scope="col">Label</th>
            <th scope="col">Whose</th>
            <th scope="col">Kind</th>
            <th scope="col">Mode</th>
            <th scope="col">File and channel</th>
            <th scope="col">When</th>
            <th scope="col">Stream ID</th>
          </tr>
        </thead>
        <tbody>
          {streams.map(({ streamId, label, senderIds, kind, mode, channels, spans }) => (
            <tr key={streamId}>
              <th scope="row">{label ?? '—'}</th>
              <td>{senders(senderIds) || 'not told'}</td>
              <td>{kind ?? '—'}</td>
              <td>{mode ?? '—'}</td>
              <td className={tables.wide}>
                {channels.length === 0 && <span className={tables.quiet}>not told</span>}
                {channels.map(({ mediaId, channel }) => (
                  <div key={`${mediaId} ${channel}`}>
                    {files.get(mediaId)?.fileName ?? mediaId}, channel {channel}
                  </div>
                ))}
              </td>
              <td>
                <Spans spans={spans} />
              </td>
              <td className={`${tables.quiet} ${tables.wide}`}>{streamId}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

const unnamed = (participantId: string) => ({ participantId, name: null, aor: null })
