import { Button } from '@mantine/core'
import { IconPencil } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type Recording, routesQuery } from '../../api/index.ts'
import { reasonAgainst } from '../../parts/index.ts'
import { useApi, useFormats, useTenant } from '../../session/index.ts'
import { formatDuration } from '../../time/index.ts'
import { CopyButton } from '../../ui/index.ts'
import classes from './Details.module.css'
import { Files } from './Files.tsx'
import { factGroups } from './facts.tsx'
import tables from './tables.module.css'

/** Every fact of a recording, as it came and as people corrected it. */
export function Details({ recording, onEdit }: { recording: Recording; onEdit: () => void }) {
  const formats = useFormats()
  const api = useApi()
  const tenant = useTenant()
  const { data: routes } = useQuery(routesQuery(api, tenant.id))
  const routeName = routes?.find(({ id }) => id === recording.routeId)?.name
  const edited = new Set(recording.editedFields)
  const reason = reasonAgainst('edit', recording)

  return (
    <div className={classes.details}>
      <div className={classes.groups}>
        {factGroups.map(({ heading, facts }, index) => (
          <section key={heading} aria-label={heading}>
            <h2 className={classes.heading}>
              {heading}
              {index === 0 && !reason && (
                <Button variant="subtle" size="compact-xs" leftSection={<IconPencil size={14} />} onClick={onEdit}>
                  Edit
                </Button>
              )}
            </h2>
            <dl className={classes.list}>
              {heading === 'Call' && routeName !== undefined && (
                <div className={classes.fact}>
                  <dt>Route</dt>
                  <dd>{routeName}</dd>
                </div>
              )}
              {facts.map(({ label, field, value, raw }) => {
                const text = raw?.(recording)
                return (
                  <div key={label} className={classes.fact}>
                    <dt>{label}</dt>
                    <dd>
                      {value(recording, formats) ?? <span className={classes.none}>—</span>}
                      {text && <CopyButton value={text} what={label} className={classes.copy} />}
                      {field && edited.has(field) && (
                        <span
                          className={classes.edited}
                          data-tip="A person corrected this; the recorder no longer changes it"
                        >
                          edited
                        </span>
                      )}
                    </dd>
                  </div>
                )
              })}
            </dl>
          </section>
        ))}
      </div>

      <Files recording={recording} />

      {recording.pauses.length > 0 && (
        <section aria-labelledby="pauses">
          <h2 id="pauses" className={classes.heading}>
            Pauses
          </h2>
          <table className={tables.table}>
            <thead>
              <tr>
                <th scope="col">From</th>
                <th scope="col">Until</th>
                <th scope="col">Length</th>
                <th scope="col">How</th>
                <th scope="col">Why</th>
              </tr>
            </thead>
            <tbody>
              {recording.pauses.map(({ startedAt, endedAt, mode, reason }) => (
                <tr key={startedAt}>
                  <td>{formats.time(startedAt)}</td>
                  <td>{formats.time(endedAt)}</td>
                  <td>{formatDuration(Date.parse(endedAt) - Date.parse(startedAt))}</td>
                  <td>{mode === 'cut' ? 'Cut: not in the recording' : 'Silenced: in the recording, without sound'}</td>
                  <td className={tables.wide}>{reason ?? '—'}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}

      {recording.sipHeaders.length > 0 && (
        <section aria-labelledby="sip-headers">
          <h2 id="sip-headers" className={classes.heading}>
            SIP headers
          </h2>
          <table className={tables.table}>
            <thead>
              <tr>
                <th scope="col">Header</th>
                <th scope="col">Value</th>
              </tr>
            </thead>
            <tbody>
              {recording.sipHeaders.map(({ name, value }, index) => (
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
      )}
    </div>
  )
}
