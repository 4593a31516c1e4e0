import { Modal } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { CueHistory } from '../../../api/index.ts'
import { useApi, useFormats, useTenant } from '../../../session/index.ts'
import { Delayed, Failure } from '../../../ui/index.ts'
import { writeCueTime } from './cueTime.ts'
import classes from './HistoryDialog.module.css'
import type { Place } from './queries.ts'

const changeWords: Record<CueHistory['items'][number]['change'], string> = {
  imported: 'Imported',
  added: 'Added',
  edited: 'Edited',
  removed: 'Removed',
}

type HistoryDialogProps = { place: Place; cueId: number; version: number; onClose: () => void }

/** How a line came to what it says. */
export default function HistoryDialog({ place, cueId, version, onClose }: HistoryDialogProps) {
  const api = useApi()
  const formats = useFormats()
  const { id: tenantId } = useTenant()
  const history = useQuery({
    queryKey: ['tenant', tenantId, 'recording', place.recordingId, 'transcript', place.seq, 'history', cueId, version],
    queryFn: async ({ signal }) =>
      (
        await api.get('/recordings/{recordingId}/segments/{seq}/transcript/cues/{cueId}/history', {
          ...{ tenantId, params: { ...place, cueId }, signal },
        })
      ).body.items,
  })
  return (
    <Modal opened onClose={onClose} title="History of this line" size="lg" returnFocus={false}>
      {history.error && <Failure error={history.error} retry={() => history.refetch()} />}
      {history.isPending && <Delayed>Loading…</Delayed>}
      <ol className={classes.list}>
        {history.data?.map(({ version: each, change, at, personName, personId, startMs, endMs, speaker, text }) => (
          <li key={each} className={classes.item} data-change={change}>
            <div className={classes.by}>
              <strong>{changeWords[change]}</strong> by {personName ?? personId},{' '}
              <time dateTime={at} title={formats.fullTime(at)}>
                {formats.dateTime(at)}
              </time>
            </div>
            <div className={classes.facts}>
              {startMs !== null && endMs !== null ? `${writeCueTime(startMs)} – ${writeCueTime(endMs)}` : 'No time'}
              {speaker !== null && `, ${speaker}`}
            </div>
            <div className={classes.text}>{text}</div>
          </li>
        ))}
      </ol>
    </Modal>
  )
}
