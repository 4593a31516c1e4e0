import { Button, Group, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Administrator, isProblem, wordsOf } from '../../api/index.ts'
import { useApi } from '../../session/index.ts'
import { notify } from '../../ui/index.ts'
import { refusalOf, TextField } from '../admin/index.ts'
import classes from './Platform.module.css'
import { administratorsQuery } from './queries.ts'

/** Gives an administrator another name. */
export function RenameDialog({ administrator, onClose }: { administrator: Administrator; onClose: () => void }) {
  const api = useApi()
  const client = useQueryClient()
  const [name, setName] = useState(administrator.name)
  const isEmpty = name.trim() === ''
  const renaming = useMutation({
    mutationFn: () =>
      api.patch('/administrators/{administratorId}', {
        params: { administratorId: administrator.id },
        body: { name: name.trim() },
      }),
    onSuccess: async ({ body }) => {
      await client.refetchQueries({ queryKey: administratorsQuery(api).queryKey })
      onClose()
      notify({ title: 'Renamed', message: body.name })
    },
  })

  return (
    <Modal opened onClose={onClose} title={`Rename ${administrator.name}`} returnFocus={false}>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault()
          if (!isEmpty && !renaming.isPending) renaming.mutate()
        }}
      >
        <div className={classes.fields}>
          <TextField
            label="Name"
            value={name}
            maxLength={128}
            data-autofocus
            problem={isEmpty ? 'Give a name.' : refusalOf(renaming.error, 'name')}
            onChange={setName}
          />
        </div>
        {renaming.error && !isProblem(renaming.error, 'invalid_request') && (
          <p role="alert" className={classes.error}>
            <strong>{wordsOf(renaming.error).title}.</strong> {wordsOf(renaming.error).advice}
          </p>
        )}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" onClick={onClose} disabled={renaming.isPending}>
            Cancel
          </Button>
          <Button type="submit" loading={renaming.isPending} disabled={isEmpty}>
            Rename
          </Button>
        </Group>
      </form>
    </Modal>
  )
}
