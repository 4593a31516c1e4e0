import { Button, Modal } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { isProblem, type Recorder, type RecorderSecret } from '../../../api/index.ts'
import { tellFailure } from '../../../parts/index.ts'
import { useApi, useFormats, useTenant } from '../../../session/index.ts'
import { CopyButton, IconButton, notify } from '../../../ui/index.ts'
import { ConfirmDialog } from '../ConfirmDialog.tsx'
import form from '../Form.module.css'
import classes from './recorders.module.css'
import { SecretOnce } from './SecretOnce.tsx'

/** As many a recorder has at once: the old and the new one. */
const mostSecrets = 2

type SecretsProps = { recorder: Recorder; canEdit: boolean; reload: () => Promise<unknown> }

/** What a recorder signs in with; a second secret lets the first be given up without a pause. */
export function Secrets({ recorder, canEdit, reload }: SecretsProps) {
  const api = useApi()
  const tenant = useTenant()
  const formats = useFormats()
  const [added, setAdded] = useState<RecorderSecret | null>(null)
  const [toRemove, setToRemove] = useState<string | null>(null)
  const addButton = useRef<HTMLButtonElement>(null)
  const params = { recorderId: recorder.id }
  const isFull = recorder.secrets.length >= mostSecrets

  const adding = useMutation({
    mutationFn: async () => (await api.post('/recorders/{recorderId}/secrets', { tenantId: tenant.id, params })).body,
    onSuccess: (secret) => {
      setAdded(secret)
      void reload()
    },
    onError: tellFailure,
  })
  const closeRemoval = () => {
    setToRemove(null)
    addButton.current?.focus()
  }
  const removing = useMutation({
    mutationFn: (secretId: string) =>
      api.delete('/recorders/{recorderId}/secrets/{secretId}', {
        tenantId: tenant.id,
        params: { ...params, secretId },
      }),
    onSuccess: () => {
      closeRemoval()
      void reload()
      notify({ message: 'Secret given up.' })
    },
    onError: (error) => {
      if (!isProblem(error, 'not_found')) return
      closeRemoval()
      void reload()
    },
  })

  return (
    <section className={classes.section} aria-labelledby="secrets">
      <h3 id="secrets" className={form.heading}>
        Secrets
      </h3>
      <p className={form.lead}>
        To change its secret without a pause: add a second, give it to the recorder, then give the first one up.
      </p>
      <p className={classes.signsIn}>
        Client ID <code>{recorder.clientId}</code>
        <CopyButton value={recorder.clientId} what="client ID" />
      </p>
      <ul className={classes.secrets}>
        {recorder.secrets.map(({ id, createdAt }, index) => (
          <li key={id}>
            <span>
              Made on <time dateTime={createdAt}>{formats.dateTime(createdAt)}</time>
            </span>
            {canEdit && (
              <IconButton
                label={`Give up secret ${index + 1}`}
                reason={recorder.secrets.length === 1 ? 'It is the only one: add another first' : undefined}
                icon={<IconTrash size={16} stroke={1.75} />}
                onClick={() => {
                  removing.reset()
                  setToRemove(id)
                }}
              />
            )}
          </li>
        ))}
      </ul>
      {canEdit && (
        <Button
          ref={addButton}
          variant="default"
          leftSection={<IconPlus size={16} />}
          aria-disabled={isFull}
          data-disabled={isFull || undefined}
          data-tip={isFull ? 'It has two: give one up first' : undefined}
          loading={adding.isPending}
          onClick={() => !isFull && adding.mutate()}
        >
          Add a secret
        </Button>
      )}
      {added && (
        <Modal
          opened
          size="lg"
          onClose={() => {
            setAdded(null)
            addButton.current?.focus()
          }}
          title={`A new secret of ${recorder.name}`}
          closeOnClickOutside={false}
          closeOnEscape={false}
          withCloseButton={false}
          returnFocus={false}
        >
          <SecretOnce clientId={recorder.clientId} secret={added.value}>
            <Button
              data-autofocus
              onClick={() => {
                setAdded(null)
                addButton.current?.focus()
              }}
            >
              I have copied it
            </Button>
          </SecretOnce>
        </Modal>
      )}
      {toRemove !== null && (
        <ConfirmDialog
          title="Give this secret up?"
          consequences={['Whatever still signs in with it is refused from now on. It cannot be had back.']}
          button="Give it up"
          isDanger
          isPending={removing.isPending}
          error={removing.error}
          onConfirm={() => removing.mutate(toRemove)}
          onClose={closeRemoval}
        />
      )}
    </section>
  )
}
