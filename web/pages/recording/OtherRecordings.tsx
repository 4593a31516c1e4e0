import { useQuery } from '@tanstack/react-query'
import { callGroupQuery, wordsOf } from '../../api/index.ts'
import { RecordingLines } from '../../parts/index.ts'
import { useApi, useTenant } from '../../session/index.ts'
import classes from './RecordingPage.module.css'

type OtherRecordingsProps = { callGroupId: string; recordingId: string; state: unknown }

/** The other recordings of the same call: legs before and after a transfer. */
export function OtherRecordings({ callGroupId, recordingId, state }: OtherRecordingsProps) {
  const api = useApi()
  const tenant = useTenant()
  const { data: recordings, error } = useQuery(callGroupQuery(api, tenant.id, callGroupId))
  const others = recordings?.filter(({ id }) => id !== recordingId) ?? []
  if (!error && others.length === 0) return null

  return (
    <section aria-labelledby="other-recordings" className={classes.others}>
      <h2 id="other-recordings" className={classes.heading}>
        Other recordings of this call
      </h2>
      {error ? (
        <p role="alert">{`${wordsOf(error).title}. ${wordsOf(error).advice}`}</p>
      ) : (
        <RecordingLines recordings={others} state={state} />
      )}
    </section>
  )
}
