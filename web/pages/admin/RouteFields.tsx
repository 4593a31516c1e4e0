import { useId } from 'react'
import type { RouteKind } from '../../../functions/contract/index.ts'
import type { Route, TenantSettings } from '../../api/index.ts'
import classes from './Form.module.css'
import { ChoiceField, TextField } from './fields.tsx'
import { PermissionTable } from './PermissionTable.tsx'
import type { RouteDraft } from './routeDraft.ts'
import { dtmfWords, kindWords } from './words.ts'

type RouteFieldsProps = {
  draft: RouteDraft
  change: (draft: RouteDraft) => void
  problemOf: (field: string) => string | undefined
  isDefault: boolean
  /** What the route inherits. */
  tenant: TenantSettings
}

const kinds = (['fromOrTo', 'from', 'to'] as const satisfies readonly RouteKind[]).map((id) => ({
  id,
  words: kindWords[id],
}))

const patternHint = (
  <>
    Digits, <code>X</code> for any one digit, <code>[2-9]</code> for one of these, <code>*</code> for anything:{' '}
    <code>+1 415 555 *</code>. Or a SIP address: <code>*@pbx.example</code>. Empty: only recorders that name the route
    use it.
  </>
)

/** The fields of a route, old or new. */
export function RouteFields({ draft, change, problemOf, isDefault, tenant }: RouteFieldsProps) {
  const id = useId()
  const { facts } = draft
  const set = (changed: Partial<RouteDraft['facts']>) => change({ ...draft, facts: { ...facts, ...changed } })
  const dtmf: { id: Route['recordDtmf']; words: string }[] = [
    { id: 'inherit', words: `As the tenant: ${dtmfWords(tenant.recordDtmf).toLocaleLowerCase()}` },
    { id: 'yes', words: dtmfWords(true) },
    { id: 'no', words: dtmfWords(false) },
  ]
  const ways = [
    { inherits: true, words: 'Inherit the tenant’s' },
    { inherits: false, words: 'Its own' },
  ]

  return (
    <>
      <section className={classes.section} aria-label="Route">
        <div className={classes.fields}>
          <div className={classes.wide}>
            <TextField
              label="Name"
              value={facts.name}
              maxLength={128}
              problem={problemOf('name')}
              onChange={(name) => set({ name })}
            />
          </div>
          {!isDefault && (
            <>
              <TextField
                label="Number pattern"
                hint={patternHint}
                value={facts.numberPattern}
                maxLength={128}
                spellCheck={false}
                problem={problemOf('numberPattern')}
                onChange={(numberPattern) => set({ numberPattern })}
              />
              <ChoiceField
                label="Type"
                hint="Which of a call’s numbers the pattern is held against."
                value={facts.kind}
                options={kinds}
                problem={problemOf('kind')}
                onChange={(kind) => set({ kind })}
              />
            </>
          )}
          <ChoiceField
            label="DTMF"
            hint="The digits that are pressed during calls."
            value={facts.recordDtmf}
            options={dtmf}
            problem={problemOf('recordDtmf')}
            onChange={(recordDtmf) => set({ recordDtmf })}
          />
        </div>
      </section>

      <fieldset className={classes.section}>
        <legend className={classes.heading}>Route permissions</legend>
        <p className={classes.lead}>What is off here is off for everybody on this route, administrators included.</p>
        <div className={classes.ways}>
          {ways.map(({ inherits, words }) => (
            <label key={words} className={classes.way}>
              <input
                type="radio"
                name={`${id}-permissions`}
                checked={facts.inheritsPermissions === inherits}
                onChange={() => set({ inheritsPermissions: inherits })}
              />
              {words}
            </label>
          ))}
        </div>
        <PermissionTable
          caption={facts.inheritsPermissions ? 'Inherited route permissions' : 'The route’s own permissions'}
          permissions={facts.inheritsPermissions ? tenant.routePermissions : draft.switches}
          isFixed={facts.inheritsPermissions}
          onChange={(switches) => change({ ...draft, switches })}
        />
      </fieldset>
    </>
  )
}
