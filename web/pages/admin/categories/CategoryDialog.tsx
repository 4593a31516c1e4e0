import { Button, Group, Modal } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useState } from 'react'
import type { CategoryColour } from '../../../../functions/contract/index.ts'
import { ApiProblem, type Category, isProblem, wordsOf } from '../../../api/index.ts'
import { CategoryChip, useRequestKey } from '../../../parts/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { notify } from '../../../ui/index.ts'
import form from '../Form.module.css'
import { TextField } from '../fields.tsx'
import type { Answered } from '../queries.ts'
import { refusalOf } from '../useDraft.ts'
import classes from './categories.module.css'
import { categoryQuery, showCategory } from './queries.ts'

const colours: readonly { id: CategoryColour; words: string }[] = [
  { id: 'grey', words: 'Grey' },
  { id: 'red', words: 'Red' },
  { id: 'orange', words: 'Orange' },
  { id: 'yellow', words: 'Yellow' },
  { id: 'green', words: 'Green' },
  { id: 'teal', words: 'Teal' },
  { id: 'blue', words: 'Blue' },
  { id: 'violet', words: 'Violet' },
  { id: 'pink', words: 'Pink' },
]

type CategoryDialogProps = {
  /** Which one is edited; without it one is made. */
  categoryId?: string
  onClose: () => void
}

/** Makes a category, or renames and recolours one. Whoever opened it takes the focus back. */
export function CategoryDialog({ categoryId, onClose }: CategoryDialogProps) {
  return (
    <Modal
      opened
      onClose={onClose}
      title={categoryId === undefined ? 'New category' : 'Edit category'}
      returnFocus={false}
    >
      {categoryId === undefined ? (
        <CategoryForm saved={null} reload={async () => undefined} onClose={onClose} />
      ) : (
        <Loaded categoryId={categoryId} onClose={onClose} />
      )}
    </Modal>
  )
}

function Loaded({ categoryId, onClose }: { categoryId: string; onClose: () => void }) {
  const api = useApi()
  const tenant = useTenant()
  const { data, error, refetch } = useQuery(categoryQuery(api, tenant.id, categoryId))
  if (data) return <CategoryForm saved={data} reload={refetch} onClose={onClose} />
  if (!error) return <div className={classes.skeleton} aria-busy="true" />
  return (
    <p role="alert" className={form.error}>
      <strong>{wordsOf(error).title}.</strong> {wordsOf(error).advice}
    </p>
  )
}

type CategoryFormProps = { saved: Answered<Category> | null; reload: () => Promise<unknown>; onClose: () => void }

function CategoryForm({ saved, reload, onClose }: CategoryFormProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const keyOf = useRequestKey()
  const id = useId()
  const [name, setName] = useState(saved?.body.name ?? '')
  const [colour, setColour] = useState<CategoryColour>(saved?.body.colour ?? 'grey')
  const [isTried, setIsTried] = useState(false)

  const saving = useMutation({
    mutationFn: (): Promise<Answered<Category>> => {
      const body = { name: name.trim(), colour }
      if (!saved) return api.post('/categories', { tenantId: tenant.id, body, idempotencyKey: keyOf(body) })
      if (saved.etag === null) {
        throw new ApiProblem({ code: 'unreadable_answer', status: null, detail: 'No ETag.', requestId: null })
      }
      const { name: was, colour: wasColour } = saved.body
      // What was left alone undoes nothing of somebody else's.
      const changes = { ...(body.name !== was && { name: body.name }), ...(colour !== wasColour && { colour }) }
      const options = { tenantId: tenant.id, params: { categoryId: saved.body.id }, ifMatch: saved.etag }
      return api.patch('/categories/{categoryId}', { ...options, body: changes })
    },
    onSuccess: (answer) => {
      showCategory(client, api, tenant.id, answer)
      onClose()
      notify({ title: saved ? 'Category saved' : 'Category created', message: answer.body.name })
    },
    onError: async (error) => {
      if (isProblem(error, 'precondition_failed', 'conflict')) await reload().catch(() => undefined)
    },
  })
  const empty = isTried && name.trim() === '' ? 'Give the category a name.' : undefined
  const problem = empty ?? refusalOf(saving.error, 'name')
  const isStale = isProblem(saving.error, 'precondition_failed', 'conflict')

  return (
    <form
      noValidate
      className={classes.body}
      onSubmit={(event) => {
        event.preventDefault()
        setIsTried(true)
        if (!saving.isPending && name.trim() !== '') saving.mutate()
      }}
    >
      {saving.error && problem === undefined && (
        <p role="alert" className={form.error}>
          <strong>{wordsOf(saving.error).title}.</strong>{' '}
          {isStale ? 'Save again to put yours over it.' : wordsOf(saving.error).advice}
        </p>
      )}
      <TextField label="Name" value={name} maxLength={64} problem={problem} onChange={setName} data-autofocus />
      <fieldset className={classes.palette}>
        <legend>Colour</legend>
        {colours.map((each) => (
          <label key={each.id} className={classes.colour}>
            <input
              type="radio"
              name={`${id}-colour`}
              checked={colour === each.id}
              onChange={() => setColour(each.id)}
            />
            <CategoryChip category={{ name: each.words, colour: each.id }} />
          </label>
        ))}
      </fieldset>
      <div className={classes.preview}>
        Looks like <CategoryChip category={{ name: name.trim() || 'Category', colour }} />
      </div>
      <Group justify="flex-end" gap="sm">
        <Button variant="default" onClick={onClose} disabled={saving.isPending}>
          Cancel
        </Button>
        <Button type="submit" loading={saving.isPending}>
          {saved ? 'Save' : 'Create category'}
        </Button>
      </Group>
    </form>
  )
}
