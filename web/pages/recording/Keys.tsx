import type { Recording } from '../../api/index.ts'
import { nameOfVoice } from '../../parts/index.ts'
import { Delayed, Failure } from '../../ui/index.ts'
import { clock } from './clock.ts'
import classes from './Details.module.css'
import { useEngine } from './engine.ts'
import keyClasses from './Keys.module.css'
import { maskedKey } from './markers.ts'
import tables from './tables.module.css'
import type { SegmentDtmf, useDtmf } from './useDtmf.ts'

const sourceWords: Record<SegmentDtmf['events'][number]['source'], string> = {
  rfc4733: 'RTP event (RFC 2833/4733)',
  sipInfo: 'SIP INFO',
}

type KeysProps = { recording: Recording; dtmf: ReturnType<typeof useDtmf>; starts: ReadonlyMap<number, number> }

/** The keys that were pressed in a call. */
export function Keys({ recording, dtmf, starts }: KeysProps) {
  const { segments, error, isPending } = dtmf
  const engine = useEngine()
  const events = segments.flatMap((segment) => segment.events.map((event) => ({ ...event, seq: segment.seq })))
  const withheld = segments.flatMap((segment) => segment.withheld).reduce((sum, { stretches }) => sum + stretches, 0)
  const isMasked = segments.some((segment) => segment.isMasked)
  const isRecorded = segments.some((segment) => segment.isRecorded)
  const isOne = recording.segments.length === 1

  return (
    <section aria-labelledby="keys" className={keyClasses.keys}>
      <h2 id="keys" className={classes.heading}>
        Keys pressed
      </h2>
      {error && segments.length === 0 && <Failure error={error} />}
      {isPending && <Delayed>Loading…</Delayed>}
      {!isPending && !error && events.length === 0 && (
        <p className={classes.none}>{isRecorded ? 'None.' : 'None: keys are not recorded on this route.'}</p>
      )}
      {isMasked && events.length > 0 && (
        <p className={keyClasses.note}>
          You may see that keys were pressed, and not which. Times are in whole seconds.
        </p>
      )}
      {events.length > 0 && (
        <div className={tables.scroll}>
          <table className={tables.table}>
            <thead>
              <tr>
                {!isOne && <th scope="col">Segment</th>}
                <th scope="col">Time</th>
                <th scope="col">Key</th>
                <th scope="col">Held</th>
                <th scope="col">By</th>
                <th scope="col">Told by</th>
              </tr>
            </thead>
            <tbody>
              {events.map(({ seq, digit, offsetMs, durationMs, participantId, source }, index) => {
                const startMs = starts.get(seq)
                const time = clock((startMs ?? 0) + offsetMs)
                return (
                  // biome-ignore lint/suspicious/noArrayIndexKey: masked keys of one second are alike
                  <tr key={index}>
                    {!isOne && <td>{seq}</td>}
                    <td>
                      {engine && startMs !== undefined ? (
                        <button
                          type="button"
                          className={keyClasses.time}
                          aria-label={`Go to ${time}`}
                          onClick={() => engine.seek(startMs + offsetMs)}
                        >
                          {time}
                        </button>
                      ) : (
                        time
                      )}
                    </td>
                    <td>
                      <kbd className={keyClasses.key}>
                        {digit ?? (
                          <>
                            <span aria-hidden="true">{maskedKey}</span>
                            <span className="visually-hidden">hidden</span>
                          </>
                        )}
                      </kbd>
                    </td>
                    <td>{durationMs === null ? '—' : `${durationMs} ms`}</td>
                    <td>{participantId === null ? '—' : whoIs(participantId, recording)}</td>
                    <td className={tables.quiet}>{sourceWords[source]}</td>
                  </tr>
                )
              })}
            </tbody>
          </table>
        </div>
      )}
      {withheld > 0 && (
        <p className={keyClasses.note}>
          {withheld === 1 ? 'One run of keys is' : `${withheld} runs of keys are`} not kept: they look like the number
          of a payment card.
        </p>
      )}
    </section>
  )
}

/** Recorders name callers and agents by those words, or by the ids of participants. */
function whoIs(participantId: string, { participants }: Recording): string {
  if (participantId === 'caller' || participantId === 'agent') return nameOfVoice(participantId, participants)
  return nameOfVoice(`participant:${participantId}`, participants)
}
