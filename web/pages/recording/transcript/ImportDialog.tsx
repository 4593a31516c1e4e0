import { Button, Group, Modal } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { ApiProblem, wordsOf } from '../../../api/index.ts'
import { useApi, useTenant } from '../../../session/index.ts'
import { notify } from '../../../ui/index.ts'
import { formatOf, type TranscriptFormat, transcriptFormats } from './formats.ts'
import classes from './ImportDialog.module.css'
import { type Place, readAgain, showTranscript } from './queries.ts'
import { formatWords } from './Tools.tsx'

/** As the API takes it. */
const mostBytes = 2_000_000

type ImportDialogProps = {
  place: Place
  etag: string
  /** There is a transcript that this one is put in place of. */
  isReplacing: boolean
  onClose: () => void
}

/** A transcript out of a file, or pasted; what is wrong with it is named by its line. */
export default function ImportDialog({ place, etag, isReplacing, onClose }: ImportDialogProps) {
  const id = useId()
  const api = useApi()
  const client = useQueryClient()
  const { id: tenantId } = useTenant()
  const file = useRef<HTMLInputElement>(null)
  const [text, setText] = useState('')
  const [fileName, setFileName] = useState<string | null>(null)
  const [chosen, setChosen] = useState<TranscriptFormat | null>(null)
  const [hasSpeakers, setHasSpeakers] = useState(true)
  const format = chosen ?? formatOf(fileName, text)
  const isTooLarge = text.length > mostBytes

  const sending = useMutation({
    mutationFn: () =>
      api.post('/recordings/{recordingId}/segments/{seq}/transcript/import', {
        ...{ tenantId, params: place, body: { format, text, hasSpeakers }, ifMatch: etag },
      }),
    onSuccess: (answer) => {
      showTranscript(client, tenantId, place, answer)
      notify({ message: 'Imported.' })
      onClose()
    },
    onError: () => void readAgain(client, tenantId, place),
  })

  const choose = async (picked: File | undefined) => {
    if (!picked) return
    sending.reset()
    setFileName(picked.name)
    setText(await picked.text())
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title="Import a transcript"
      size="lg"
      returnFocus={false}
      closeOnClickOutside={false}
      closeOnEscape={!sending.isPending}
    >
      <form
        className={classes.form}
        onSubmit={(event) => {
          event.preventDefault()
          sending.mutate()
        }}
      >
        {isReplacing && (
          <p className={classes.lead}>It takes the place of what is there. The history of its lines is kept.</p>
        )}
        <div className={classes.file}>
          <Button variant="default" data-autofocus onClick={() => file.current?.click()}>
            {fileName === null ? 'Choose a file…' : 'Choose another file…'}
          </Button>
          <span className={classes.name}>{fileName ?? 'or paste it below'}</span>
          <input
            ref={file}
            type="file"
            accept=".vtt,.srt,.txt,.json,text/vtt,text/plain,application/json"
            aria-label="File with the transcript"
            hidden
            onChange={(event) => {
              void choose(event.currentTarget.files?.[0])
              // The same file may be chosen again once it is corrected.
              event.currentTarget.value = ''
            }}
          />
        </div>
        <div className={classes.field}>
          <label htmlFor={`${id}text`}>Transcript</label>
          <textarea
            id={`${id}text`}
            className={classes.text}
            rows={10}
            spellCheck={false}
            value={text}
            aria-describedby={sending.error ? `${id}error` : undefined}
            onChange={(event) => {
              sending.reset()
              setFileName(null)
              setText(event.currentTarget.value)
            }}
          />
        </div>
        <div className={classes.options}>
          <div className={classes.field}>
            <label htmlFor={`${id}format`}>Format</label>
            <select
              id={`${id}format`}
              className={classes.select}
              value={format}
              onChange={(event) =>
                setChosen(transcriptFormats.find((each) => each === event.currentTarget.value) ?? null)
              }
            >
              {transcriptFormats.map((each) => (
                <option key={each} value={each}>
                  {formatWords[each]}
                </option>
              ))}
            </select>
          </div>
          {(format === 'srt' || format === 'text') && (
            <label className={classes.check}>
              <input
                type="checkbox"
                checked={hasSpeakers}
                onChange={(event) => setHasSpeakers(event.currentTarget.checked)}
              />
              A name and a colon at the start of a line say who speaks
            </label>
          )}
        </div>
        {isTooLarge && (
          <p role="alert" className={classes.error}>
            A segment takes a transcript of at most 2 MB.
          </p>
        )}
        {sending.error && <ImportFault id={`${id}error`} error={sending.error} />}
        <Group justify="flex-end" gap="sm">
          <Button variant="default" disabled={sending.isPending} onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={sending.isPending} disabled={text.trim() === '' || isTooLarge}>
            {isReplacing ? 'Replace' : 'Import'}
          </Button>
        </Group>
      </form>
    </Modal>
  )
}

const capital = (text: string) => text.charAt(0).toLocaleUpperCase() + text.slice(1)

function ImportFault({ id, error }: { id: string; error: Error }) {
  const { title, advice } = wordsOf(error)
  const faults = error instanceof ApiProblem ? error.errors : []
  return (
    <div id={id} role="alert" className={classes.error}>
      <strong>{title}.</strong> {advice}
      {faults.length > 0 && (
        <ul className={classes.faults}>
          {faults.map(({ field, message }) => (
            <li key={field + message}>
              <strong>{capital(field)}</strong> {message}
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
