import { useQuery } from '@tanstack/react-query'
import { useId, useState } from 'react'
import { type DraftValue, draftValueOf, typeWords, ValueField } from '../../../customData/index.ts'
import { useApi, usePermissions, useTenant } from '../../../session/index.ts'
import form from '../Form.module.css'
import { ChoiceField, Switch, TextField } from '../fields.tsx'
import { CheckList, groupsQuery } from '../people/index.ts'
import {
  type CustomFieldDraft,
  choicesOf,
  defaultOf,
  defaultText,
  type Editors,
  editorsOf,
  editorsText,
  suggestedName,
  takesChoices,
} from './customFieldDraft.ts'
import classes from './customFields.module.css'
import { editorRoles, scopeWords } from './words.ts'

type CustomFieldFieldsProps = {
  draft: CustomFieldDraft
  change: (draft: CustomFieldDraft) => void
  problemOf: (field: string) => string | undefined
  /** What is there has its name, type and scope for good. */
  isNew: boolean
}

const types = (Object.keys(typeWords) as (keyof typeof typeWords)[]).map((id) => ({ id, words: typeWords[id] })) // its own keys
const scopes = [
  { id: 'recording', words: 'The recording' },
  { id: 'segment', words: 'Each of its segments' },
] as const

const nameHint = 'For good. Policies say recording.custom.<name>; letters, digits and _.'
const choicesHint =
  'One a line, in the order in which they are shown. What is taken away stays where it was chosen, marked as a misfit.'
const metadataHint = 'Where the recorder’s session metadata has the value; empty for none.'

/** The fields of a custom field, old or new, with what comes of them beside. */
export function CustomFieldFields({ draft, change, problemOf, isNew }: CustomFieldFieldsProps) {
  const set = (changed: Partial<CustomFieldDraft>) => change({ ...draft, ...changed })
  return (
    <>
      <section className={form.section} aria-label="Custom field">
        <div className={form.fields}>
          <TextField
            label="Label"
            hint="What people read beside it."
            value={draft.label}
            maxLength={128}
            problem={problemOf('label')}
            onChange={(label) => {
              // It goes along with the label until somebody gives it another.
              const isSuggested = isNew && draft.name === suggestedName(draft.label)
              set({ label, ...(isSuggested && { name: suggestedName(label) }) })
            }}
          />
          {isNew ? (
            <>
              <TextField
                label="Name"
                hint={nameHint}
                value={draft.name}
                maxLength={48}
                spellCheck={false}
                problem={problemOf('name')}
                onChange={(name) => set({ name })}
              />
              <ChoiceField
                label="Type"
                hint="For good."
                value={draft.type}
                options={types}
                problem={problemOf('type')}
                onChange={(type) => set({ type, default: defaultText(draftValueOf(type, null)) })}
              />
              <ChoiceField
                label="Describes"
                hint="For good."
                value={draft.appliesTo}
                options={scopes}
                problem={problemOf('appliesTo')}
                onChange={(appliesTo) => set({ appliesTo })}
              />
            </>
          ) : (
            <Fixed draft={draft} />
          )}
          {takesChoices(draft.type) && (
            <div className={form.wide}>
              <TextField
                label={`Choices, ${choicesOf(draft.choices).length} of at most 100`}
                hint={choicesHint}
                isLong
                value={draft.choices}
                maxLength={10_000}
                problem={problemOf('choices')}
                onChange={(choices) => set({ choices })}
              />
            </div>
          )}
          <DefaultField draft={draft} problem={problemOf('default')} set={set} />
          <Preview key={`${draft.type} ${draft.default}`} draft={draft} />
        </div>
      </section>

      <section className={form.section} aria-label="Rules">
        <Rule
          words="Required"
          what="It cannot be emptied, and is marked where it is not filled in. Nothing else is held up by it."
          isOn={draft.isRequired}
          onChange={(isRequired) => set({ isRequired })}
        />
        <Rule
          words="Searchable"
          what="Searches may go by what it holds."
          isOn={draft.isSearchable}
          onChange={(isSearchable) => set({ isSearchable })}
        />
      </section>

      <EditorsField editors={editorsOf(draft)} problem={problemOf('editors')} set={set} />

      <section className={form.section} aria-label="Session metadata">
        <TextField
          label="Path in session metadata"
          hint={metadataHint}
          value={draft.metadataPath}
          maxLength={256}
          spellCheck={false}
          problem={problemOf('metadataPath')}
          onChange={(metadataPath) => set({ metadataPath })}
        />
      </section>
    </>
  )
}

const Fixed = ({ draft: { name, type, appliesTo } }: { draft: CustomFieldDraft }) => (
  <dl className={classes.fixed}>
    <dt>Name</dt>
    <dd>
      <code>{name}</code>
    </dd>
    <dt>Type</dt>
    <dd>{typeWords[type]}</dd>
    <dt>Describes</dt>
    <dd>{scopeWords[appliesTo]}</dd>
  </dl>
)

type Set = (changed: Partial<CustomFieldDraft>) => void

function DefaultField({ draft, problem, set }: { draft: CustomFieldDraft; problem: string | undefined; set: Set }) {
  const notes = [{ id: 'default', tone: 'quiet' as const, words: 'Shown where nobody has set a value.' }]
  return (
    <ValueField
      label="Default"
      type={draft.type}
      choices={takesChoices(draft.type) ? choicesOf(draft.choices) : []}
      isRequired={false}
      value={defaultOf(draft)}
      problem={problem}
      notes={notes}
      onChange={(value) => set({ default: defaultText(value) })}
    />
  )
}

/** The field as it will be filled in. */
function Preview({ draft }: { draft: CustomFieldDraft }) {
  const [value, setValue] = useState<DraftValue>(() => defaultOf(draft))
  return (
    <fieldset className={classes.preview}>
      <legend>Preview</legend>
      <ValueField
        label={draft.label.trim() || 'Label'}
        type={draft.type}
        choices={takesChoices(draft.type) ? choicesOf(draft.choices) : []}
        isRequired={draft.isRequired}
        value={value}
        onChange={setValue}
      />
    </fieldset>
  )
}

type RuleProps = { words: string; what: string; isOn: boolean; onChange: (isOn: boolean) => void }

function Rule({ words, what, isOn, onChange }: RuleProps) {
  const id = useId()
  return (
    <div className={classes.rule}>
      <div>
        <div className={classes.ruleName}>{words}</div>
        <div id={id} className={classes.quiet}>
          {what}
        </div>
      </div>
      <Switch label={words} isOn={isOn} describedBy={id} onChange={onChange} />
    </div>
  )
}

type EditorsFieldProps = { editors: Editors; problem: string | undefined; set: Set }

/** Who fills it in, of those who may fill in custom data. */
function EditorsField({ editors, problem, set }: EditorsFieldProps) {
  const id = useId()
  const api = useApi()
  const tenant = useTenant()
  const { may } = usePermissions()
  const { data: groups } = useQuery({ ...groupsQuery(api, tenant.id), enabled: may('group:Read') })
  const chosen = editors === 'everybody' ? { roles: [], groupIds: [] } : editors
  const setEditors = (changed: Editors) => set({ editors: editorsText(changed) })
  const known = new Set<string>(groups?.map((group) => group.id))
  // Ids of groups that are gone, or not to be seen, stay chosen until they are taken away.
  const rest = chosen.groupIds.filter((groupId) => !known.has(groupId))
  const ways = [
    { isEverybody: true, words: 'Everybody who may fill in custom data' },
    { isEverybody: false, words: 'Only some of them' },
  ]
  return (
    <fieldset className={form.section}>
      <legend className={form.heading}>Filled in by</legend>
      {problem !== undefined && (
        <p role="alert" className={form.error}>
          {problem}
        </p>
      )}
      <div className={form.ways}>
        {ways.map(({ isEverybody, words }) => (
          <label key={words} className={form.way}>
            <input
              type="radio"
              name={`${id}-editors`}
              checked={(editors === 'everybody') === isEverybody}
              onChange={() => setEditors(isEverybody ? 'everybody' : { roles: [], groupIds: [] })}
            />
            {words}
          </label>
        ))}
      </div>
      {editors !== 'everybody' && (
        <div className={classes.editors}>
          <div>
            <div className={classes.ruleName}>Roles</div>
            <CheckList
              label="Roles"
              choices={editorRoles}
              chosen={chosen.roles}
              onChange={(roles) => setEditors({ ...chosen, roles: [...roles] })}
            />
          </div>
          <div>
            <div className={classes.ruleName}>Groups</div>
            {groups && groups.length > 0 ? (
              <CheckList
                label="Groups"
                choices={[
                  ...groups.map((group) => ({ id: group.id, words: group.name })),
                  ...rest.map((groupId) => ({ id: groupId, words: 'A group that is gone' })),
                ]}
                chosen={chosen.groupIds}
                onChange={(groupIds) => setEditors({ ...chosen, groupIds: [...groupIds] })}
              />
            ) : (
              <p className={classes.quiet}>There are no groups.</p>
            )}
          </div>
          {chosen.roles.length + chosen.groupIds.length === 0 && (
            <p className={classes.quiet}>Nobody is chosen: session metadata alone fills it in.</p>
          )}
        </div>
      )}
    </fieldset>
  )
}
