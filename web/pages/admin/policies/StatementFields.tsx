import { Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { type ReactNode, useEffect, useId, useRef } from 'react'
import { categoriesQuery, type PolicyVocabulary, routesQuery } from '../../../api/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { IconButton } from '../../../ui/index.ts'
import form from '../Form.module.css'
import { ChoiceField, type Option, SearchField, TextField } from '../fields.tsx'
import {
  type Condition,
  changed,
  type Effect,
  type Resources,
  type ShownStatement,
  type Statement,
} from './document.ts'
import { KeyField } from './KeyField.tsx'
import { operatorsFor, operatorWords } from './operators.ts'
import classes from './policies.module.css'

type StatementFieldsProps = {
  statement: ShownStatement
  vocabulary: PolicyVocabulary
  onChange: (statement: Statement) => void
}

const effects = [
  { id: 'Allow', words: 'Allow' },
  { id: 'Deny', words: 'Deny, whatever else allows it' },
] as const satisfies readonly { id: Effect; words: string }[]

/** What a statement says, field by field. */
export function StatementFields({ statement, vocabulary, onChange }: StatementFieldsProps) {
  const set = (changes: Parameters<typeof changed>[1]) => onChange(changed(statement, changes))
  return (
    <div className={form.fields}>
      <ChoiceField label="Effect" value={statement.effect} options={effects} onChange={(effect) => set({ effect })} />
      <TextField
        label="Sid"
        hint="Names the statement in answers about what decided."
        value={statement.sid}
        maxLength={128}
        spellCheck={false}
        placeholder="None"
        onChange={(sid) => set({ sid })}
      />
      <div className={form.wide}>
        <Actions chosen={statement.actions} vocabulary={vocabulary} onChange={(actions) => set({ actions })} />
      </div>
      <div className={form.wide}>
        <WhichRecordings resources={statement.resources} onChange={(resources) => set({ resources })} />
      </div>
      <div className={form.wide}>
        <Conditions
          conditions={statement.conditions}
          vocabulary={vocabulary}
          onChange={(conditions) => set({ conditions })}
        />
      </div>
    </div>
  )
}

function actionOptions({ actions }: PolicyVocabulary): Option[] {
  const groups = [...new Set(actions.map(({ action }) => action.slice(0, action.indexOf(':'))))]
  return [
    ...actions.map(({ action, description }) => ({ value: action, label: description, aside: action })),
    ...groups.map((group) => ({ value: `${group}:*`, label: `Everything about: ${group}`, aside: `${group}:*` })),
    { value: '*', label: 'Everything', aside: '*' },
  ]
}

type ActionsProps = {
  chosen: readonly string[]
  vocabulary: PolicyVocabulary
  onChange: (actions: readonly string[]) => void
}

/** The actions chosen, a line each, and one to add another. */
function Actions({ chosen, vocabulary, onChange }: ActionsProps) {
  const id = useId()
  const group = useRef<HTMLFieldSetElement>(null)
  const options = actionOptions(vocabulary)
  const wordsOf = (action: string) => options.find(({ value }) => value === action)?.label

  /** Whether the next change is of this field: what was used for it is gone then. */
  const wasUsed = useRef(false)
  const set = (actions: readonly string[]) => {
    wasUsed.current = true
    onChange(actions)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each action that is added or removed
  useEffect(() => {
    if (wasUsed.current) group.current?.querySelector<HTMLElement>('input')?.focus()
    wasUsed.current = false
  }, [chosen.length])

  return (
    <fieldset ref={group} className={classes.group}>
      <legend className={classes.legend}>Actions</legend>
      {chosen.length > 0 && (
        <ul className={classes.chosen}>
          {chosen.map((action) => (
            <li key={action} className={classes.line}>
              <span>{wordsOf(action) ?? 'Pattern'}</span>
              <code className={classes.code}>{action}</code>
              <IconButton
                label={`Remove ${action}`}
                icon={<IconX size={14} />}
                onClick={() => set(chosen.filter((other) => other !== action))}
              />
            </li>
          ))}
        </ul>
      )}
      <SearchField
        // A new one for each choice: it shows what is to be added, not what was.
        key={`${id}${chosen.length}`}
        label="Add an action"
        value=""
        options={options.filter(({ value }) => !chosen.includes(value))}
        optionFor={(typed) =>
          typed.includes('*') || typed.includes('?') ? { value: typed, label: 'Pattern', aside: typed } : undefined
        }
        isOpen
        nothingFound="No action is called so"
        onChange={(action) => action && set([...chosen, action])}
      />
    </fieldset>
  )
}

/** A variable of policies, not of this file. */
const userIdVariable = `$\{user.id}`

const kinds = [
  { id: 'all', words: 'All recordings' },
  { id: 'routes', words: 'Those of some routes' },
  { id: 'patterns', words: 'By pattern' },
] as const satisfies readonly { id: Resources['kind']; words: string }[]

const empty: Record<Resources['kind'], Resources> = {
  all: { kind: 'all' },
  routes: { kind: 'routes', routeIds: [] },
  patterns: { kind: 'patterns', patterns: [] },
}

type WhichRecordingsProps = { resources: Resources; onChange: (resources: Resources) => void }

function WhichRecordings({ resources, onChange }: WhichRecordingsProps) {
  const id = useId()
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Which recordings</legend>
      <div className={form.ways}>
        {kinds.map(({ id: kind, words }) => (
          <label key={kind} className={form.way}>
            <input type="radio" name={id} checked={resources.kind === kind} onChange={() => onChange(empty[kind])} />
            {words}
          </label>
        ))}
      </div>
      {resources.kind === 'routes' && <Routes routeIds={resources.routeIds} onChange={onChange} />}
      {resources.kind === 'patterns' && (
        <Lines
          label="Patterns, one a line"
          hint={
            <>
              <code>*</code> for anything, <code>?</code> for one character, and variables such as{' '}
              <code>{userIdVariable}</code>.
            </>
          }
          lines={resources.patterns}
          onChange={(patterns) => onChange({ kind: 'patterns', patterns })}
        />
      )}
    </fieldset>
  )
}

function Routes({ routeIds, onChange }: { routeIds: readonly string[]; onChange: (resources: Resources) => void }) {
  const api = useApi()
  const tenant = useTenant()
  const { data: routes = [] } = useQuery(routesQuery(api, tenant.id))
  const known = new Set<string>(routes.map(({ id }) => id))
  const gone = routeIds.filter((routeId) => !known.has(routeId)).map((id) => ({ id, name: `Deleted route ${id}` }))
  return (
    <ul className={classes.routes}>
      {[...routes, ...gone].map(({ id, name }) => (
        <li key={id}>
          <label className={form.way}>
            <input
              type="checkbox"
              checked={routeIds.includes(id)}
              onChange={(event) =>
                onChange({
                  kind: 'routes',
                  routeIds: event.currentTarget.checked ? [...routeIds, id] : routeIds.filter((other) => other !== id),
                })
              }
            />
            {name}
          </label>
        </li>
      ))}
    </ul>
  )
}

const categoryKey = 'recording.category'

type CategoriesProps = { ids: readonly string[]; onChange: (ids: readonly string[]) => void }

/** Categories by their names, where a policy has their ids. */
function Categories({ ids, onChange }: CategoriesProps) {
  const api = useApi()
  const tenant = useTenant()
  const { data: categories = [] } = useQuery(categoriesQuery(api, tenant.id))
  const known = new Set<string>(categories.map(({ id }) => id))
  const others = ids.filter((id) => id !== '' && !known.has(id)).map((id) => ({ id, name: id }))
  return (
    <fieldset className={classes.group}>
      <legend className={classes.legend}>Categories</legend>
      {categories.length === 0 && others.length === 0 && <p className={form.lead}>There are none yet.</p>}
      <ul className={classes.routes}>
        {[...categories, ...others].map(({ id, name }) => (
          <li key={id}>
            <label className={form.way}>
              <input
                type="checkbox"
                checked={ids.includes(id)}
                onChange={(event) => {
                  const left = ids.filter((other) => other !== id && other !== '')
                  onChange(event.currentTarget.checked ? [...left, id] : left)
                }}
              />
              {name}
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  )
}

type LinesProps = {
  label: string
  hint?: ReactNode
  lines: readonly string[]
  onChange: (lines: readonly string[]) => void
}

/** Several texts, one a line. Empty lines stand only while they are typed. */
function Lines({ label, hint, lines, onChange }: LinesProps) {
  return (
    <TextField
      label={label}
      hint={hint}
      isLong
      maxLength={8_000}
      value={lines.join('\n')}
      onChange={(text) => onChange(text === '' ? [] : text.split('\n'))}
    />
  )
}

type ConditionsProps = {
  conditions: readonly Condition[]
  vocabulary: PolicyVocabulary
  onChange: (conditions: readonly Condition[]) => void
}

/** All of them have to hold. Each key stands once with an operator, as JSON has no two of a name. */
function Conditions({ conditions, vocabulary, onChange }: ConditionsProps) {
  const group = useRef<HTMLFieldSetElement>(null)
  const isTaken = (operator: string, key: string, but: number) =>
    conditions.some((other, index) => index !== but && other.operator === operator && other.key === key)
  const replace = (index: number, condition: Condition) => onChange(conditions.with(index, condition))
  const next = vocabulary.keys
    .flatMap(({ key }) => operatorsFor(key, '', vocabulary).map((operator) => ({ operator, key, values: [''] })))
    .find(({ operator, key }) => !isTaken(operator, key, -1))

  const remove = (index: number) => {
    onChange(conditions.toSpliced(index, 1))
    group.current?.querySelector<HTMLElement>('[data-add]')?.focus()
  }
  return (
    <fieldset ref={group} className={classes.group}>
      <legend className={classes.legend}>Conditions</legend>
      {conditions.map((condition, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: its key and operator are what is being edited
        <div key={index} className={classes.condition}>
          <KeyField
            value={condition.key}
            vocabulary={vocabulary}
            isTaken={(key) => isTaken(condition.operator, key, index)}
            onChange={(key) => {
              const fitting = operatorsFor(key, '', vocabulary)
              const operator = fitting.includes(condition.operator) ? condition.operator : (fitting[0] ?? '')
              replace(index, { ...condition, key, operator })
            }}
          />
          <ChoiceField
            label="Operator"
            value={condition.operator}
            options={operatorsFor(condition.key, condition.operator, vocabulary)
              .filter((operator) => !isTaken(operator, condition.key, index))
              .map((operator) => ({ id: operator, words: operatorWords(operator) }))}
            onChange={(operator) => replace(index, { ...condition, operator })}
          />
          {condition.key.toLowerCase() === categoryKey && /Equals(IfExists)?$/.test(condition.operator) ? (
            <Categories
              ids={condition.values.map(String)}
              onChange={(values) => replace(index, { ...condition, values })}
            />
          ) : (
            <Lines
              label="Values, one a line"
              lines={condition.values.map(String)}
              onChange={(values) => replace(index, { ...condition, values })}
            />
          )}
          <span className={classes.removeCondition}>
            <IconButton
              label={`Remove the condition on ${condition.key}`}
              icon={<IconX size={14} />}
              onClick={() => remove(index)}
            />
          </span>
        </div>
      ))}
      <div>
        <Button
          data-add
          variant="default"
          size="compact-sm"
          leftSection={<IconPlus size={14} />}
          disabled={next === undefined}
          onClick={() => next && onChange([...conditions, next])}
        >
          Add a condition
        </Button>
      </div>
    </fieldset>
  )
}
