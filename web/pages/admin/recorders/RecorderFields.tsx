import { useQuery } from '@tanstack/react-query'
import { useId, useMemo } from 'react'
import { routesQuery } from '../../../api/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import form from '../Form.module.css'
import fields from '../fields.module.css'
import { ChoiceField, SearchField, TextField } from '../fields.tsx'
import { timeZoneOption, timeZoneOptions } from '../places.ts'
import type { RecorderDraft } from './recorderDraft.ts'
import classes from './recorders.module.css'

type RecorderFieldsProps = {
  draft: RecorderDraft
  change: (draft: RecorderDraft) => void
  problemOf: (field: string) => string | undefined
}

/** The fields of a recorder, old or new. */
export function RecorderFields({ draft, change, problemOf }: RecorderFieldsProps) {
  const api = useApi()
  const tenant = useTenant()
  const { data: routes = [] } = useQuery(routesQuery(api, tenant.id))
  const now = useMemo(() => new Date(), [])
  const timeZones = useMemo(() => timeZoneOptions(now), [now])
  const set = (changed: Partial<RecorderDraft>) => change({ ...draft, ...changed })
  const feedable = routes.filter(({ id }) => draft.feedsAll || draft.routeIds.includes(id))
  const known = [
    { id: '', words: 'The tenant’s Default route' },
    ...feedable.map(({ id, name }) => ({ id, words: name })),
  ]
  const defaults = known.some(({ id }) => id === draft.defaultRouteId)
    ? known
    : [...known, { id: draft.defaultRouteId, words: routes.find(({ id }) => id === draft.defaultRouteId)?.name ?? '…' }]

  return (
    <section className={form.section} aria-label="Recorder">
      <div className={form.fields}>
        <div className={form.wide}>
          <TextField
            label="Name"
            value={draft.name}
            maxLength={128}
            problem={problemOf('name')}
            onChange={(name) => set({ name })}
          />
        </div>
        <ChoiceField
          label="Default route"
          hint="For calls that name no route and match no pattern."
          value={draft.defaultRouteId}
          options={defaults}
          problem={problemOf('defaultRouteId')}
          onChange={(defaultRouteId) => set({ defaultRouteId })}
        />
        <TextField
          label="Channels"
          hint={
            <>
              Whose voice each channel of its audio is, in order: <code>caller, agent</code>. Empty: it says so itself.
            </>
          }
          value={draft.channelOrder}
          maxLength={512}
          spellCheck={false}
          problem={problemOf('channelOrder')}
          onChange={(channelOrder) => set({ channelOrder })}
        />
        <SearchField
          label="Time zone"
          hint="For times that it sends without an offset."
          value={draft.timeZone}
          options={timeZones}
          optionFor={(zone) => timeZoneOption(zone, now)}
          noneWords="The tenant’s"
          nothingFound="No time zone has this name. Try a large city of the region."
          problem={problemOf('timeZone')}
          onChange={(timeZone) => set({ timeZone })}
        />
        <TextField
          label="Silent after, in minutes"
          hint="It then counts as silent, with a warning. Empty: never."
          value={draft.silenceMinutes}
          maxLength={6}
          inputMode="numeric"
          problem={problemOf('silenceMinutes')}
          onChange={(silenceMinutes) => set({ silenceMinutes })}
        />
        <div className={form.wide}>
          <Routes draft={draft} routes={routes} set={set} problem={problemOf('routes')} />
        </div>
      </div>
    </section>
  )
}

type RoutesProps = {
  draft: RecorderDraft
  routes: readonly { id: string; name: string }[]
  set: (changed: Partial<RecorderDraft>) => void
  problem: string | undefined
}

function Routes({ draft, routes, set, problem }: RoutesProps) {
  const id = useId()
  return (
    <fieldset className={classes.routes} aria-describedby={problem ? `${id}problem` : undefined}>
      <legend className={classes.legend}>Routes that it may feed</legend>
      <div className={form.ways}>
        {[
          { feedsAll: true, words: 'All, those to come too' },
          { feedsAll: false, words: 'Some' },
        ].map(({ feedsAll, words }) => (
          <label key={words} className={form.way}>
            <input
              type="radio"
              name={id}
              checked={draft.feedsAll === feedsAll}
              onChange={() => set({ feedsAll, ...(feedsAll ? {} : { defaultRouteId: '' }) })}
            />
            {words}
          </label>
        ))}
      </div>
      {!draft.feedsAll && (
        <ul className={classes.routeList}>
          {routes.map((route) => (
            <li key={route.id}>
              <label className={form.way}>
                <input
                  type="checkbox"
                  checked={draft.routeIds.includes(route.id)}
                  aria-invalid={problem !== undefined}
                  onChange={(event) =>
                    set({
                      routeIds: event.currentTarget.checked
                        ? [...draft.routeIds, route.id]
                        : draft.routeIds.filter((other) => other !== route.id),
                    })
                  }
                />
                {route.name}
              </label>
            </li>
          ))}
        </ul>
      )}
      {problem && (
        <span id={`${id}problem`} className={fields.problem}>
          {problem}
        </span>
      )}
    </fieldset>
  )
}
