import { Button } from '@mantine/core'
import { IconPencil, IconTrash, IconX } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useId, useRef, useState } from 'react'
import { type Note, notesQuery, type Review, reviewQuery, wordsOf } from '../../../api/index.ts'
import { useShortcuts } from '../../../keys/index.ts'
import { useRequestKey } from '../../../parts/index.ts'
import { useApi, useFormats, useTenant } from '../../../session/index.ts'
import { Delayed, Failure, IconButton } from '../../../ui/index.ts'
import { useEngine } from '../engine.ts'
import { forgetWritten } from './queries.ts'
import classes from './review.module.css'
import { momentWords, refusedWords } from './words.ts'

const maxLength = 5_000

type NotesProps = { review: Review; onDirty: (isDirty: boolean) => void }

/** What people wrote about the recording, the oldest first, and room for one more. */
export function Notes({ review, onDirty }: NotesProps) {
  const api = useApi()
  const tenant = useTenant()
  const client = useQueryClient()
  const { recordingId, denials } = review
  const notes = useQuery(notesQuery(api, tenant.id, recordingId))
  const [editedId, setEditedId] = useState<string | null>(null)
  const list = useRef<HTMLUListElement>(null)

  const written = () => {
    forgetWritten(client, tenant.id, recordingId)
    // How many there are, and whose the review is, stands there.
    void client.invalidateQueries({ queryKey: reviewQuery(api, tenant.id, recordingId).queryKey })
  }
  const closeEditor = (id: string) => {
    setEditedId(null)
    onDirty(false)
    requestAnimationFrame(() => list.current?.querySelector<HTMLElement>(`[data-note="${id}"] button`)?.focus())
  }

  return (
    <section aria-labelledby="notes" className={classes.notes}>
      <h2 id="notes" className={classes.heading}>
        Notes
      </h2>
      {notes.error && !notes.data && <Failure error={notes.error} retry={() => void notes.refetch()} />}
      {notes.isPending && <Delayed>Loading the notes…</Delayed>}
      {notes.data && notes.data.length > 0 && (
        <ul ref={list} className={classes.noteList}>
          {notes.data.map((note) => (
            <li key={note.id} data-note={note.id} className={classes.note}>
              {editedId === note.id ? (
                <NoteEditor
                  label="Change your note"
                  recordingId={recordingId}
                  note={note}
                  onDirty={onDirty}
                  onWritten={() => {
                    written()
                    closeEditor(note.id)
                  }}
                  onClose={() => closeEditor(note.id)}
                />
              ) : (
                <NoteEntry
                  note={note}
                  mayChange={note.isYours && !denials.notes}
                  onEdit={() => setEditedId(note.id)}
                  onDeleted={written}
                  recordingId={recordingId}
                />
              )}
            </li>
          ))}
        </ul>
      )}
      {denials.notes ? (
        <p className={classes.hint}>{refusedWords('notes', denials.notes)}</p>
      ) : (
        editedId === null && (
          <NoteEditor
            label="Write a note"
            recordingId={recordingId}
            note={null}
            onDirty={onDirty}
            onWritten={written}
          />
        )
      )}
    </section>
  )
}

type NoteEntryProps = {
  note: Note
  recordingId: string
  mayChange: boolean
  onEdit: () => void
  onDeleted: () => void
}

function NoteEntry({ note, recordingId, mayChange, onEdit, onDeleted }: NoteEntryProps) {
  const api = useApi()
  const tenant = useTenant()
  const formats = useFormats()
  const engine = useEngine()
  const [isAsking, setIsAsking] = useState(false)
  const { id, authorName, text, momentMs, createdAt, editedAt, version } = note
  const deleting = useMutation({
    mutationFn: () =>
      api.delete('/recordings/{recordingId}/notes/{noteId}', {
        ...{ tenantId: tenant.id, params: { recordingId, noteId: id }, ifMatch: `"v${version}"` },
      }),
    onSuccess: onDeleted,
  })
  return (
    <>
      <p className={classes.noteHead}>
        {momentMs !== null && (
          <button
            type="button"
            className={classes.moment}
            aria-label={`Go to ${momentWords(momentMs)}`}
            disabled={!engine}
            onClick={() => engine?.seek(momentMs)}
          >
            {momentWords(momentMs)}
          </button>
        )}
        <strong>{authorName}</strong>
        <time dateTime={createdAt} title={formats.fullTime(createdAt)}>
          {formats.dateTime(createdAt)}
        </time>
        {editedAt !== null && <span title={formats.fullTime(editedAt)}>edited</span>}
        {mayChange && (
          <span className={classes.noteDeeds}>
            <IconButton label="Change this note" icon={<IconPencil size={16} stroke={1.75} />} onClick={onEdit} />
            <IconButton
              label="Delete this note"
              icon={<IconTrash size={16} stroke={1.75} />}
              onClick={() => setIsAsking(true)}
            />
          </span>
        )}
      </p>
      <p className={classes.noteText}>{text}</p>
      {isAsking && (
        <p className={classes.asking}>
          Delete this note? What it says stays in the history.
          <Button color="red" size="compact-sm" loading={deleting.isPending} onClick={() => deleting.mutate()}>
            Delete
          </Button>
          <Button variant="default" size="compact-sm" onClick={() => setIsAsking(false)}>
            Keep
          </Button>
        </p>
      )}
      {deleting.error && (
        <p role="alert" className={classes.problem}>
          {wordsOf(deleting.error).title}. {wordsOf(deleting.error).advice}
        </p>
      )}
    </>
  )
}

type NoteEditorProps = {
  label: string
  recordingId: string
  /** Null for a new one. */
  note: Note | null
  onDirty: (isDirty: boolean) => void
  onWritten: () => void
  onClose?: () => void
}

/** A note being written. A new one takes the moment at which the player is when its writing begins. */
function NoteEditor({ label, recordingId, note, onDirty, onWritten, onClose }: NoteEditorProps) {
  const api = useApi()
  const tenant = useTenant()
  const engine = useEngine()
  const keyOf = useRequestKey()
  const id = useId()
  const [text, setText] = useState(note?.text ?? '')
  const [momentMs, setMomentMs] = useState(note?.momentMs ?? null)
  const field = useRef<HTMLTextAreaElement>(null)

  const takeMoment = () => setMomentMs(engine && engine.positionMs > 0 ? Math.round(engine.positionMs) : null)
  const write = (next: string) => {
    if (note === null && text === '' && next !== '') takeMoment()
    setText(next)
    onDirty(next.trim() !== (note?.text ?? ''))
  }
  const saving = useMutation({
    mutationFn: (): Promise<{ body: Note }> => {
      const body = { text: text.trim(), momentMs }
      const place = { tenantId: tenant.id, body }
      return note
        ? api.patch('/recordings/{recordingId}/notes/{noteId}', {
            ...{ ...place, params: { recordingId, noteId: note.id }, ifMatch: `"v${note.version}"` },
          })
        : api.post('/recordings/{recordingId}/notes', {
            ...{ ...place, params: { recordingId }, idempotencyKey: keyOf(body) },
          })
    },
    onSuccess: () => {
      setText('')
      setMomentMs(null)
      onDirty(false)
      onWritten()
    },
  })
  useShortcuts(
    note === null
      ? {
          note: () => {
            if (text === '') takeMoment()
            field.current?.focus()
          },
        }
      : {},
  )
  const isEmpty = text.trim() === ''
  const save = () => !isEmpty && !saving.isPending && saving.mutate()

  return (
    <form
      className={classes.noteForm}
      aria-label={label}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
          event.preventDefault()
          save()
        }
        if (event.key === 'Escape' && note) onClose?.()
      }}
    >
      <label htmlFor={id} className={classes.label}>
        {label}
      </label>
      <textarea
        ref={field}
        id={id}
        className={`${classes.input} ${classes.long}`}
        rows={3}
        value={text}
        maxLength={maxLength}
        // biome-ignore lint/a11y/noAutofocus: the person asked for it by a click on "Change"
        autoFocus={note !== null}
        aria-describedby={saving.error ? `${id}-problem` : undefined}
        onChange={(event) => write(event.currentTarget.value)}
      />
      <div className={classes.noteFoot}>
        {momentMs !== null ? (
          <span className={classes.momentChoice}>
            at {momentWords(momentMs)}
            <IconButton label="Without a moment" icon={<IconX size={14} />} onClick={() => setMomentMs(null)} />
          </span>
        ) : (
          engine &&
          !isEmpty && (
            <Button variant="subtle" size="compact-sm" onClick={takeMoment}>
              At this moment
            </Button>
          )
        )}
        <span className={classes.space} />
        {note && (
          <Button variant="default" size="compact-md" onClick={onClose}>
            Cancel
          </Button>
        )}
        <Button type="submit" variant="light" size="compact-md" disabled={isEmpty} loading={saving.isPending}>
          {note ? 'Save the note' : 'Add the note'}
        </Button>
      </div>
      {saving.error && (
        <p id={`${id}-problem`} role="alert" className={classes.problem}>
          {wordsOf(saving.error).title}. {wordsOf(saving.error).advice}
        </p>
      )}
    </form>
  )
}
