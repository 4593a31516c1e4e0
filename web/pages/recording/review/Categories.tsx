import { Select } from '@mantine/core'
import '@mantine/core/styles/Combobox.layer.css'
import { IconX } from '@tabler/icons-react'
import { useState } from 'react'
import type { Category } from '../../../api/index.ts'
import { CategoryChip } from '../../../parts/index.ts'
import { Field, type FieldState } from './Field.tsx'
import classes from './review.module.css'

type CategoriesProps = {
  state: FieldState
  value: readonly string[]
  categories: readonly Category[]
  onChange: (value: readonly string[]) => void
}

/** As many as a person looks through; the rest is found by typing. */
const shownAtOnce = 50

/** The categories of a recording as chips, and a field that finds others by their name. */
export function Categories({ state, value, categories, onChange }: CategoriesProps) {
  const [typed, setTyped] = useState('')
  const byId = new Map(categories.map((category) => [category.id as string, category]))
  const offered = categories.filter(({ id, retiredAt }) => retiredAt === null && !value.includes(id))
  return (
    <Field state={state}>
      {({ id, labelId, describedBy, isInvalid, isOff }) => (
        <>
          {value.length > 0 && (
            <ul aria-labelledby={labelId} className={classes.chips}>
              {value.map((categoryId) => {
                const category = byId.get(categoryId)
                const name = category?.name ?? 'A category'
                return (
                  <li key={categoryId}>
                    <CategoryChip category={category ?? { name, colour: 'grey' }}>
                      {!isOff && (
                        <button
                          type="button"
                          className={classes.remove}
                          aria-label={`Remove ${name}`}
                          onClick={(event) => {
                            // The focus goes to where others are found, not nowhere.
                            event.currentTarget.closest('[data-field]')?.querySelector('input')?.focus()
                            onChange(value.filter((other) => other !== categoryId))
                          }}
                        >
                          <IconX size={12} stroke={2.5} aria-hidden="true" />
                        </button>
                      )}
                    </CategoryChip>
                  </li>
                )
              })}
            </ul>
          )}
          <div data-field={id}>
            <Select
              id={id}
              aria-labelledby={labelId}
              aria-describedby={describedBy}
              aria-invalid={isInvalid}
              classNames={{
                input: classes.input ?? '',
                dropdown: classes.dropdown ?? '',
                option: classes.option ?? '',
              }}
              data={offered.map((category) => ({ value: category.id, label: category.name }))}
              value={null}
              searchValue={typed}
              onSearchChange={setTyped}
              placeholder={categories.length === 0 ? 'None defined yet' : 'Add a category'}
              disabled={isOff}
              searchable
              limit={shownAtOnce}
              nothingFoundMessage={offered.length === 0 ? 'No other categories' : 'No category of this name'}
              maxDropdownHeight={280}
              onChange={(chosen) => {
                if (chosen !== null) onChange([...value, chosen])
                setTyped('')
              }}
              renderOption={({ option }) => {
                const category = byId.get(option.value)
                return category ? <CategoryChip category={category} /> : option.label
              }}
            />
          </div>
        </>
      )}
    </Field>
  )
}
