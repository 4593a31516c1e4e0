import { IconSearch, IconX } from '@tabler/icons-react'
import { type ReactNode, useRef } from 'react'
import type { ListedGroup } from '../../../api/index.ts'
import { shortcutWords, useShortcuts } from '../../../keys/index.ts'
import { roleWords } from '../../../session/index.ts'
import { IconButton } from '../../../ui/index.ts'
import classes from './PeoplePage.module.css'
import { noGroup, type PeopleFilters } from './peopleFilters.ts'
import { stateWords } from './words.ts'

type FilterBarProps = {
  filters: PeopleFilters
  groups: readonly ListedGroup[]
  show: (filters: PeopleFilters) => void
  actions: ReactNode
}

/** What narrows the list of people. Every choice goes into the address at once. */
export function FilterBar({ filters, groups, show, actions }: FilterBarProps) {
  const field = useRef<HTMLInputElement>(null)
  useShortcuts({ find: () => field.current?.select() ?? field.current?.focus() })

  return (
    <search className={classes.bar} aria-label="People">
      <div className={classes.search}>
        <IconSearch size={16} className={classes.icon} aria-hidden="true" />
        <input
          ref={field}
          type="search"
          className={classes.input}
          aria-label="Find people"
          placeholder="Name, e-mail, agent ID, group"
          value={filters.text}
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          onChange={(event) => show({ ...filters, text: event.currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Escape') return
            event.preventDefault()
            show({ ...filters, text: '' })
            event.currentTarget.blur()
          }}
        />
        {filters.text ? (
          <IconButton
            label="Clear the search"
            icon={<IconX size={14} />}
            className={classes.clear}
            onClick={() => {
              show({ ...filters, text: '' })
              field.current?.focus()
            }}
          />
        ) : (
          <kbd className={classes.key}>{shortcutWords('find')}</kbd>
        )}
      </div>
      <Choice
        label="Role"
        any="Any role"
        options={(['tenantAdministrator', 'tenantUser'] as const).map((id) => ({ id, words: roleWords[id] }))}
        value={filters.role}
        onChange={(role) => show({ ...filters, role })}
      />
      <Choice
        label="State"
        any="Any state"
        options={(['invited', 'active', 'disabled'] as const).map((id) => ({ id, words: stateWords[id] }))}
        value={filters.state}
        onChange={(state) => show({ ...filters, state })}
      />
      {groups.length > 0 && (
        <Choice
          label="Group"
          any="Any group"
          options={[...groups.map(({ id, name }) => ({ id, words: name })), { id: noGroup, words: 'No group' }]}
          value={filters.group}
          onChange={(group) => show({ ...filters, group })}
        />
      )}
      <div className={classes.actions}>{actions}</div>
    </search>
  )
}

type ChoiceProps<Id extends string> = {
  label: string
  any: string
  options: readonly { id: Id; words: string }[]
  value: Id | null
  onChange: (value: Id | null) => void
}

function Choice<Id extends string>({ label, any, options, value, onChange }: ChoiceProps<Id>) {
  return (
    <select
      aria-label={label}
      className={classes.select}
      data-chosen={value === null ? undefined : true}
      value={value ?? ''}
      onChange={(event) => onChange(options.find(({ id }) => id === event.currentTarget.value)?.id ?? null)}
    >
      <option value="">{any}</option>
      {options.map(({ id, words }) => (
        <option key={id} value={id}>
          {words}
        </option>
      ))}
    </select>
  )
}
