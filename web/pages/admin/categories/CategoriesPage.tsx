import { Button } from '@mantine/core'
import { IconPlus, IconTags } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { type Category, categoriesQuery } from '../../../api/index.ts'
import { CategoryChip } from '../../../parts/index.ts'
import { useApi, useFormats, useTenant } from '../../../session/index.ts'
import { Failure, Message, useTitle } from '../../../ui/index.ts'
import { type Column, ListTable } from '../ListTable.tsx'
import routes from '../RoutesPage.module.css'
import { CategoryDialog } from './CategoryDialog.tsx'
import classes from './categories.module.css'
import { RetireDialog } from './RetireDialog.tsx'

type Deed = { kind: 'make' } | { kind: 'edit' | 'retire' | 'restore'; category: Category }

/** What the tenant's recordings are sorted by. */
export function CategoriesPage() {
  useTitle('Categories')
  const api = useApi()
  const tenant = useTenant()
  const formats = useFormats()
  const { data, error, refetch } = useQuery({ ...categoriesQuery(api, tenant.id), staleTime: 0 })
  const [deed, setDeed] = useState<Deed | null>(null)
  const asked = useRef<HTMLElement | null>(null)
  const newButton = useRef<HTMLButtonElement>(null)

  const ask = (wanted: Deed) => (event: { currentTarget: HTMLElement }) => {
    asked.current = event.currentTarget
    setDeed(wanted)
  }
  const close = () => {
    setDeed(null)
    // What was retired or restored has left its list, and its buttons with it.
    requestAnimationFrame(() => (asked.current?.isConnected ? asked.current : newButton.current)?.focus())
  }

  const chip: Column<Category> = {
    ...{ id: 'name', words: 'Category', width: '45%' },
    cell: ({ name, colour }) => <CategoryChip category={{ name, colour }} />,
  }
  const button = (kind: 'edit' | 'retire' | 'restore', words: string) => (category: Category) => (
    <Button
      variant="subtle"
      size="compact-sm"
      aria-label={`${words} ${category.name}`}
      onClick={ask({ kind, category })}
    >
      {words}…
    </Button>
  )
  const [edit, retire, restore] = [button('edit', 'Edit'), button('retire', 'Retire'), button('restore', 'Restore')]
  const inUse: readonly Column<Category>[] = [
    chip,
    {
      ...{ id: 'deeds', words: 'Actions', isWordHidden: true, onCards: 'own' },
      cell: (category) => (
        <span className={classes.deeds}>
          {edit(category)}
          {retire(category)}
        </span>
      ),
    },
  ]
  const outOfUse: readonly Column<Category>[] = [
    chip,
    {
      ...{ id: 'since', words: 'Retired', isNamedOnCards: true },
      cell: ({ retiredAt }) => (retiredAt === null ? null : formats.date(retiredAt)),
    },
    {
      ...{ id: 'deeds', words: 'Actions', isWordHidden: true, onCards: 'own' },
      cell: (category) => <span className={classes.deeds}>{restore(category)}</span>,
    },
  ]

  const dialog =
    deed === null ? null : deed.kind === 'make' ? (
      <CategoryDialog onClose={close} />
    ) : deed.kind === 'edit' ? (
      <CategoryDialog categoryId={deed.category.id} onClose={close} />
    ) : (
      <RetireDialog category={deed.category} deed={deed.kind} onClose={close} />
    )
  const make = (
    <Button ref={newButton} leftSection={<IconPlus size={16} />} onClick={ask({ kind: 'make' })}>
      New category
    </Button>
  )
  if (error && !data) return <Failure error={error} retry={() => refetch()} />
  if (data?.length === 0) {
    return (
      <>
        <Message icon={<IconTags size={24} stroke={1.5} />} title="No categories yet" actions={make}>
          <p>Categories sort recordings: a sale, a complaint. Reviewers put them on, several on one recording.</p>
        </Message>
        {dialog}
      </>
    )
  }
  const retired = data?.filter(({ retiredAt }) => retiredAt !== null) ?? []
  return (
    <div className={routes.page}>
      <div className={routes.head}>
        <p className={routes.lead}>
          Reviewers sort recordings by these, several on one recording. A new name or colour shows on all that have it.
        </p>
        <div className={routes.actions}>{make}</div>
      </div>
      <ListTable
        caption="Categories"
        columns={inUse}
        rows={data?.filter(({ retiredAt }) => retiredAt === null)}
        keyOf={({ id }) => id}
      />
      {retired.length > 0 && (
        <section aria-labelledby="retired">
          <h2 id="retired" className={routes.heading}>
            Retired
          </h2>
          <p className={routes.lead}>They are put on no more recordings. Those that have them keep them.</p>
          <ListTable caption="Retired categories" columns={outOfUse} rows={retired} keyOf={({ id }) => id} />
        </section>
      )}
      {dialog}
    </div>
  )
}
