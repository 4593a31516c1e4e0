import { Button } from '@mantine/core'
import { IconForms } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect } from 'react'
import type { CustomDatum } from '../api/index.ts'
import { useLeaveGuard } from '../parts/index.ts'
import { addresses } from '../places/index.ts'
import { useApi, useFormats, usePermissions, useTenant } from '../session/index.ts'
import { Failure, LinkButton, Message } from '../ui/index.ts'
import classes from './CustomData.module.css'
import { type AnsweredData, customDataQuery, type Place } from './queries.ts'
import { useCustomData } from './useCustomData.ts'
import { ValueField, type ValueFieldProps } from './ValueField.tsx'
import { denialInWords, valueInWords } from './words.ts'

type CustomDataProps = {
  recordingId: string
  /** Of which segment; without it, of the recording. */
  seq?: number
  /** Names the form for screen readers. */
  label?: string
  /** Told whether something is not saved, by who asks before it is left; without it the form asks itself. */
  onDirty?: (isDirty: boolean) => void
}

/** What the tenant's own fields say of a recording or segment, to be filled in by who may. */
export function CustomData({ recordingId, seq, label = 'Custom data', onDirty }: CustomDataProps) {
  const api = useApi()
  const tenant = useTenant()
  const place: Place = { tenantId: tenant.id, recordingId, seq }
  const { data, error, refetch } = useQuery(customDataQuery(api, place))

  if (error && !data) return <Failure error={error} retry={() => refetch()} />
  if (!data) return <Skeleton />
  if (data.body.items.length === 0) return <NoFields />
  return (
    <DataForm
      key={`${recordingId} ${seq}`}
      label={label}
      place={place}
      saved={data}
      reload={refetch}
      onDirty={onDirty}
    />
  )
}

function NoFields() {
  const tenant = useTenant()
  const { may } = usePermissions()
  const define = may('customField:Edit') && (
    <LinkButton href={addresses.customFields(tenant.id)} variant="default">
      Custom fields
    </LinkButton>
  )
  return (
    <Message icon={<IconForms size={24} stroke={1.5} />} title="No custom fields yet" actions={define}>
      <p>Administrators define what is to be known of calls beside what the recorder says.</p>
    </Message>
  )
}

type DataFormProps = {
  label: string
  place: Place
  saved: AnsweredData
  reload: () => Promise<unknown>
  onDirty: ((isDirty: boolean) => void) | undefined
}

function DataForm({ label, place, saved, reload, onDirty }: DataFormProps) {
  const form = useCustomData(place, saved, reload)
  const guard = useLeaveGuard(form.isDirty && !onDirty)
  useEffect(() => onDirty?.(form.isDirty), [onDirty, form.isDirty])
  const { items } = saved.body
  const [first] = items
  // Said once where it is the same for all.
  const common =
    first?.denial && items.every(({ denial }) => denial?.code === first.denial?.code) ? first.denial : undefined
  const isEditable = items.some(({ denial }) => denial === null)
  const missing = items.filter(({ isMissing, name }) => isMissing && !form.changed.has(name))

  return (
    <form
      noValidate
      aria-label={label}
      className={classes.form}
      onSubmit={(event) => {
        event.preventDefault()
        form.save(event.currentTarget)
      }}
    >
      {common && <p className={classes.reason}>{denialInWords(common)}</p>}
      {form.refusal && (
        <p role="alert" className={classes.error}>
          <strong>{form.refusal.title}.</strong> {form.refusal.advice}
        </p>
      )}
      {isEditable && missing.length > 0 && (
        <p className={classes.missing}>
          {missing.length === 1 ? 'A required field is' : `${missing.length} required fields are`} not filled in yet.
        </p>
      )}
      <div className={classes.fields}>
        {items.map((item) =>
          item.denial ? (
            <ShownValue key={item.name} item={item} reason={common ? undefined : denialInWords(item.denial)} />
          ) : (
            <Datum key={item.name} item={item} form={form} />
          ),
        )}
      </div>
      {isEditable && (
        <div className={classes.bar} data-unsaved={form.isDirty || undefined}>
          <Button type="submit" disabled={!form.isDirty} loading={form.isSaving}>
            Save
          </Button>
          {form.isDirty && (
            <Button variant="default" disabled={form.isSaving} onClick={form.reset}>
              Discard changes
            </Button>
          )}
          <span role="status" className={classes.state}>
            {form.isDirty && !form.isSaving ? 'Not saved yet' : form.said}
          </span>
        </div>
      )}
      {guard}
    </form>
  )
}

const misfits = 'It is no longer a choice of this field. It stays until it is changed.'

function Datum({ item, form }: { item: CustomDatum; form: ReturnType<typeof useCustomData> }) {
  const formats = useFormats()
  const { name, label, type, choices, isRequired, isDefault, fits, isMissing } = item
  const isChanged = form.changed.has(name)
  const theirs = form.theirs.get(name)
  const notes: ValueFieldProps['notes'] = [
    ...(theirs
      ? [
          {
            id: 'theirs',
            tone: 'warn' as const,
            words: (
              <>
                {theirs.byName ?? 'Somebody'} set it to{' '}
                {theirs.value === null ? 'nothing' : `“${valueInWords(theirs.value, type, formats)}”`} meanwhile. Save
                again to keep yours, or{' '}
                <button type="button" onClick={() => form.takeTheirs(name)}>
                  take theirs
                </button>
                .
              </>
            ),
          },
        ]
      : []),
    ...(isDefault && !isChanged
      ? [{ id: 'default', tone: 'quiet' as const, words: 'Default: nobody has set it.' }]
      : []),
    ...(!fits && !isChanged ? [{ id: 'fits', tone: 'warn' as const, words: misfits }] : []),
    ...(isMissing && !isChanged ? [{ id: 'missing', tone: 'warn' as const, words: 'Not filled in yet.' }] : []),
  ]
  return (
    <ValueField
      {...{ label, type, choices, isRequired, notes }}
      value={form.draft.get(name) ?? null}
      problem={form.problemOf(name)}
      onChange={(value) => form.set(name, value)}
    />
  )
}

/** What cannot be filled in is read, with the reason. */
function ShownValue({ item, reason }: { item: CustomDatum; reason: string | undefined }) {
  const formats = useFormats()
  const { label, type, value, isDefault, fits } = item
  return (
    <dl className={classes.shown}>
      <dt>{label}</dt>
      <dd>
        {value === null ? <span className={classes.none}>Not set</span> : valueInWords(value, type, formats)}
        {isDefault && <span className={classes.aside}>Default: nobody has set it.</span>}
        {!fits && (
          <span className={classes.aside} data-tone="warn">
            It is no longer a choice of this field.
          </span>
        )}
        {reason && <span className={classes.aside}>{reason}</span>}
      </dd>
    </dl>
  )
}

const skeletonFields = ['a', 'b', 'c', 'd']

/** The form's outline while it loads. */
const Skeleton = () => (
  <div className={classes.fields} aria-busy="true">
    <span className="visually-hidden">Loading custom data…</span>
    {skeletonFields.map((field) => (
      <span key={field} className={classes.skeleton} />
    ))}
  </div>
)
