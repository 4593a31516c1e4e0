import type { Recording } from '../../api/index.ts'
import { CopyButton, readableNumber } from '../../ui/index.ts'
import classes from './tables.module.css'

/** Who took part, as the recorder told. */
export function Participants({ recording }: { recording: Recording }) {
  if (recording.participants.length === 0) return <p>The recorder named nobody.</p>
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Address</th>
            <th scope="col">Participant ID</th>
          </tr>
        </thead>
        <tbody>
          {recording.participants.map(({ participantId, name, aor }) => (
            <tr key={participantId}>
              <th scope="row">{name ?? '—'}</th>
              <td>
                {aor === null ? (
                  '—'
                ) : (
                  <span title={aor}>
                    {readableNumber(aor)} <CopyButton value={aor} what="address" />
                  </span>
                )}
              </td>
              <td className={classes.quiet}>{participantId}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
