import { Button } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import type { Permission } from '../../../../functions/contract/index.ts'
import {
  type Explanation,
  isProblem,
  type PolicyTrial,
  type PolicyVocabulary,
  routesQuery,
  wordsOf,
} from '../../../api/index.ts'
import { useApi, usePermissions, useTenant } from '../../../session/index.ts'
import { IconButton } from '../../../ui/index.ts'
import form from '../Form.module.css'
import { ChoiceField, SearchField, TextField } from '../fields.tsx'
import { peopleQuery } from '../people/index.ts'
import { refusalOf } from '../useDraft.ts'
import { KeyField } from './KeyField.tsx'
import classes from './policies.module.css'
import { vocabularyQuery } from './queries.ts'
import { contextOf, type Fact } from './trial.ts'

type TryPolicyProps = {
  document: string
  /** Leads to a statement of it, counted from 0. */
  show: (statement: number) => void
}

/** Asks what a policy alone would say, before it is saved. */
export function TryPolicy({ document, show }: TryPolicyProps) {
  const api = useApi()
  const tenant = useTenant()
  const { data: vocabulary } = useQuery(vocabularyQuery(api, tenant.id))
  const id = useId()
  return (
    <section aria-labelledby={`${id}heading`} className={classes.try}>
      <h3 id={`${id}heading`} className={form.heading}>
        Try it
      </h3>
      <p className={form.lead}>
        What this policy alone says, as it stands above. What else somebody holds, their role and the route’s switches
        come on top.
      </p>
      {vocabulary && <Trial document={document} show={show} vocabulary={vocabulary} />}
    </section>
  )
}

const isPermission = (text: string, { actions }: PolicyVocabulary): text is Permission =>
  actions.some(({ action }) => action === text)

const subjects = [
  { id: 'made-up', words: 'A recording made up of facts' },
  { id: 'recording', words: 'A recording, by its id' },
] as const

function Trial({ document, show, vocabulary }: TryPolicyProps & { vocabulary: PolicyVocabulary }) {
  const api = useApi()
  const tenant = useTenant()
  const { may } = usePermissions()
  const people = useQuery({ ...peopleQuery(api, tenant.id), enabled: may('user:Read') })
  const [action, setAction] = useState('recording:Play')
  const [userId, setUserId] = useState('')
  const [subject, setSubject] = useState<(typeof subjects)[number]['id']>('made-up')
  const [recordingId, setRecordingId] = useState('')
  const [facts, setFacts] = useState<readonly Fact[]>([])
  const { context, problems } = contextOf(facts, vocabulary)

  const trying = useMutation({
    mutationFn: async (body: PolicyTrial) => (await api.post('/policies/test', { tenantId: tenant.id, body })).body,
  })
  // An answer is to what was asked: once that is changed, it is none any more.
  const asked = JSON.stringify([document, action, userId, subject, recordingId, facts])
  const [answered, setAnswered] = useState('')

  const ask = () => {
    if (!isPermission(action, vocabulary) || problems.size > 0) return
    setAnswered(asked)
    trying.mutate({
      document,
      action,
      userId: userId || null,
      ...(subject === 'recording' ? { recordingId: recordingId.trim() } : { context }),
    })
  }
  const isCurrent = answered === asked

  return (
    <form
      noValidate
      aria-label="Try the policy"
      className={classes.tryForm}
      onSubmit={(event) => {
        event.preventDefault()
        ask()
      }}
    >
      <div className={form.fields}>
        <SearchField
          label="Action"
          value={action}
          options={vocabulary.actions.map((each) => ({
            value: each.action,
            label: each.description,
            aside: each.action,
          }))}
          optionFor={() => undefined}
          nothingFound="No action is called so"
          onChange={setAction}
        />
        {may('user:Read') && (
          <SearchField
            label="Person"
            hint="Whose values ${user.id} and the like have."
            value={userId}
            options={(people.data ?? []).map(({ id, name, email }) => ({ value: id, label: name, aside: email }))}
            optionFor={() => undefined}
            noneWords="Nobody"
            nothingFound="Nobody is called so"
            onChange={setUserId}
          />
        )}
        <ChoiceField label="On" value={subject} options={subjects} onChange={setSubject} />
        {subject === 'recording' && (
          <TextField
            label="Recording ID"
            hint="The last part of its page’s address."
            value={recordingId}
            maxLength={26}
            spellCheck={false}
            problem={isCurrent ? refusalOf(trying.error, 'recordingId') : undefined}
            onChange={setRecordingId}
          />
        )}
      </div>
      {subject === 'made-up' && <Facts facts={facts} problems={problems} vocabulary={vocabulary} onChange={setFacts} />}
      <div>
        <Button type="submit" variant="default" loading={trying.isPending}>
          Try
        </Button>
      </div>
      <div role="status">{isCurrent && trying.data && <Answer explanation={trying.data} show={show} />}</div>
      {isCurrent && trying.error && !refusalOf(trying.error, 'recordingId') && (
        <p role="alert" className={form.error}>
          <strong>{wordsOf(trying.error).title}.</strong>{' '}
          {isProblem(trying.error, 'invalid_policy')
            ? 'Mend what is listed with it first.'
            : wordsOf(trying.error).advice}
        </p>
      )}
    </form>
  )
}

type AnswerProps = { explanation: Explanation; show: (statement: number) => void }

function Answer({ explanation: { outcome, sentence, statement }, show }: AnswerProps) {
  return (
    <div className={classes.answer} data-outcome={outcome}>
      <p className={classes.outcome}>{outcome === 'allowed' ? 'Allowed' : 'Denied'}</p>
      <p>{sentence}</p>
      {statement && (
        <Button variant="subtle" size="compact-sm" onClick={() => show(statement.statement)}>
          Show the statement
        </Button>
      )}
    </div>
  )
}

type FactsProps = {
  facts: readonly Fact[]
  problems: ReadonlyMap<number, string>
  vocabulary: PolicyVocabulary
  onChange: (facts: readonly Fact[]) => void
}

function Facts({ facts, problems, vocabulary, onChange }: FactsProps) {
  const group = useRef<HTMLFieldSetElement>(null)
  const { data: routes = [] } = useQuery(routesQuery(useApi(), useTenant().id))
  const ofRecordings = vocabulary.keys.filter(({ key }) => key.startsWith('recording.'))
  const [first] = ofRecordings
  return (
    <fieldset ref={group} className={classes.group}>
      <legend className={classes.legend}>Facts</legend>
      {facts.map((fact, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a key may stand several times, and is what is being edited
        <div key={index} className={classes.fact}>
          <KeyField
            value={fact.key}
            vocabulary={{ ...vocabulary, keys: ofRecordings }}
            onChange={(key) => onChange(facts.with(index, { ...fact, key }))}
          />
          {fact.key === 'recording.routeId' ? (
            <ChoiceField
              label="Value"
              value={fact.value}
              options={[
                { id: '', words: 'Choose a route' },
                ...routes.map(({ id, name }) => ({ id: `${id}`, words: name })),
              ]}
              onChange={(value) => onChange(facts.with(index, { ...fact, value }))}
            />
          ) : (
            <TextField
              label="Value"
              value={fact.value}
              maxLength={256}
              spellCheck={false}
              problem={problems.get(index)}
              onChange={(value) => onChange(facts.with(index, { ...fact, value }))}
            />
          )}
          <span className={classes.removeCondition}>
            <IconButton
              label={`Remove the fact ${fact.key}`}
              icon={<IconX size={14} />}
              onClick={() => {
                onChange(facts.toSpliced(index, 1))
                group.current?.querySelector<HTMLElement>('[data-add]')?.focus()
              }}
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
          onClick={() => first && onChange([...facts, { key: first.key, value: '' }])}
        >
          Add a fact
        </Button>
      </div>
    </fieldset>
  )
}
