import { IconMicrophoneOff, IconSearchOff } from '@tabler/icons-react'
import { addresses, isNarrowed, type ListFilters } from '../../places/index.ts'
import { usePerson, useTenant } from '../../session/index.ts'
import { LinkButton, Message } from '../../ui/index.ts'

/** The list without rows: why, and what to do next. */
export function NothingFound({ filters }: { filters: ListFilters }) {
  const { me } = usePerson()
  const tenant = useTenant()
  const soughtId = filters.sessionId ?? filters.callId

  if (isNarrowed(filters)) {
    const hasTime = filters.range !== 'all'
    return (
      <Message
        icon={<IconSearchOff size={24} stroke={1.5} />}
        title={soughtId ? 'No recording has this session or call ID' : 'No recordings in this stretch of time'}
        actions={
          <>
            {hasTime && (
              <LinkButton variant="default" href={addresses.recordings(tenant.id, { ...filters, range: 'all' })}>
                Search all time
              </LinkButton>
            )}
            {(soughtId || !hasTime) && (
              <LinkButton variant="default" href={addresses.recordings(tenant.id)}>
                Show all recordings
              </LinkButton>
            )}
          </>
        }
      >
        {soughtId ? (
          <p>
            <code>{soughtId}</code> was looked for among session IDs and call IDs, letter by letter
            {hasTime && ', in the stretch of time that you chose'}. Parts of an ID are not found.
          </p>
        ) : (
          <p>Widen the range, or look at all time.</p>
        )}
      </Message>
    )
  }

  const feedsRecorders = me.role !== 'tenantUser'
  return (
    <Message icon={<IconMicrophoneOff size={24} stroke={1.5} />} title="No recordings yet">
      {feedsRecorders ? (
        <>
          <p>Recorders send them here. To send a first one by hand:</p>
          <p>
            <code>npm run ingest -- --as &lt;recorder&gt; call.wav</code>
          </p>
          <p>docs/recorders.md tells how Asterisk, FreeSWITCH and others do it.</p>
        </>
      ) : (
        <p>Calls of your routes appear here as soon as a recorder sends them.</p>
      )}
    </Message>
  )
}
